package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the html report in a real browser. It is the golden one, which holds texts that try to break out. */
class HtmlReportIT {
    private static final Path GOLDEN =
            Path.of("../render/src/test/resources/dev/memcheck/render/report/ReportGoldenTest/html.txt");
    private static final Path SCREENSHOTS = Path.of("target/screenshots").toAbsolutePath();

    private static final String IN_SIGHT = "((id) => { const box = document.getElementById(id).getBoundingClientRect();"
            + " return box.top >= 0 && box.bottom <= innerHeight; })";

    /** The texts that stand out too little from what is behind them. */
    private static final String LOW_CONTRAST = """
            (() => {
              const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
              const rgba = (color) => {
                canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
                return canvas.getImageData(0, 0, 1, 1).data;
              };
              const light = (color) => {
                const [r, g, b] = Array.from(rgba(color)).slice(0, 3).map((part) => part / 255)
                  .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const behind = (element) => {
                const bar = element.querySelector(':scope > .fill');
                for (let at = bar || element; at; at = at.parentElement) {
                  const color = getComputedStyle(at).backgroundColor;
                  if (rgba(color)[3] === 255) return color;
                }
                return 'white';
              };
              const low = new Set();
              for (const element of document.querySelectorAll('body *')) {
                const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
                if (!own || !element.checkVisibility()) continue;
                const style = getComputedStyle(element);
                const [one, other] = [light(style.color), light(behind(element))];
                const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
                if (ratio < 4.5) low.add(element.tagName + '.' + element.className + ' ' + ratio.toFixed(2));
              }
              return [...low].join(', ');
            })()""";

    @TempDir
    private Path directory;

    private Path page;
    private Chromium browser;

    @BeforeEach
    void start() throws Exception {
        Optional<Path> program = Chromium.program();
        if (program.isEmpty()) {
            System.out.println("HtmlReportIT is skipped: no chromium on PATH (apt-get install chromium)");
        }
        assumeTrue(program.isPresent(), "no chromium on PATH");
        page = Files.copy(GOLDEN, directory.resolve("report.html"));
        browser = Chromium.start(program.get(), Files.createDirectory(directory.resolve("profile")));
        browser.open(page);
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void opensWithoutNetworkAndWithoutRunningWhatTheServerSent() throws IOException {
        assertThat(browser.requests()).containsExactly(page.toUri().toString());
        assertThat(browser.events()).doesNotContain("Runtime.exceptionThrown", "Log.entryAdded");
        assertThat(browser.evaluate("document.querySelectorAll('img, main script, main b').length")
                        .asInt())
                .isZero();
        assertThat(browser.evaluate("document.title").asText()).isEqualTo("memcheck: no backend");
        assertThat(browser.holds("!document.getElementById('tools').hidden")).isTrue();
        browser.screenshot(SCREENSHOTS.resolve("light.png"));
    }

    @Test
    void foldsByMouseAndByKey() {
        String window = "document.getElementById('s1-w1').open";
        assertThat(browser.holds(window)).isTrue();

        browser.click("#s1-w1 > summary");
        assertThat(browser.holds(window)).isFalse();
        browser.evaluate("document.querySelector('#s1-w1 > summary').focus()");
        browser.press("Enter");
        assertThat(browser.holds(window)).isTrue();

        browser.click("#unfold");
        assertThat(browser.holds("document.querySelector('main details:not([open])')"))
                .isFalse();
        browser.click("#fold");
        assertThat(browser.holds("document.querySelector('main details[open]')"))
                .isFalse();
    }

    @Test
    void arrowsWalkTheTree() {
        browser.evaluate("document.querySelector('#s1-w1 .tree summary').focus()");

        browser.press("ArrowDown");
        assertThat(focused()).startsWith("CacheMemoryContext");
        browser.press("ArrowRight");
        assertThat(browser.holds("document.activeElement.parentElement.open")).isTrue();
        browser.press("ArrowLeft");
        assertThat(browser.holds("document.activeElement.parentElement.open")).isFalse();
        browser.press("ArrowDown");
        assertThat(focused()).startsWith("3 unchanged");
        browser.press("ArrowUp");
        assertThat(focused()).startsWith("CacheMemoryContext");
        browser.press("ArrowLeft");
        assertThat(focused()).startsWith("TopMemoryContext");
    }

    @Test
    void searchFindsWhatIsFoldedAway() throws IOException {
        browser.click("#fold");
        browser.press("/");
        browser.type("CACHEMEMORY");

        assertThat(hits()).matches("[1-9][0-9]* found");
        browser.press("Enter");
        assertThat(hits()).startsWith("1 of ");
        assertThat(browser.holds("document.querySelector('.here').checkVisibility()"))
                .isTrue();
        assertThat(browser.evaluate("document.querySelector('.here').textContent")
                        .asText())
                .startsWith("CacheMemoryContext");
        browser.screenshot(SCREENSHOTS.resolve("search.png"));
        browser.press("Enter");
        assertThat(hits()).startsWith("2 of ");

        browser.press("Escape");
        assertThat(hits()).isEmpty();
        assertThat(browser.holds("document.querySelector('.hit')")).isFalse();
        browser.press("/");
        browser.type("no such thing anywhere");
        assertThat(hits()).isEqualTo("none");
    }

    @Test
    void theFindingsOfAllFilesComeFirstAndTheWorstIsOpen() {
        String ids = "[...document.querySelectorAll('#findings > .entry > .finding')].map((one) => one.id).join(' ')";
        assertThat(browser.evaluate(ids).asText()).isEqualTo("s2-f1 s4-f1 s5-f1 s1-f1 s1-f3");
        assertThat(browser.evaluate("document.querySelector('main').firstElementChild.id")
                        .asText())
                .isEqualTo("findings");
        assertThat(browser.holds("document.getElementById('s2-f1').open")).isTrue();
        assertThat(browser.holds("document.querySelector('#s2-f1 li#s1-f2') !== null"))
                .as("another file that found the same defect stands with it")
                .isTrue();
        assertThat(browser.holds("document.querySelector('.known #s3-f2') !== null"))
                .as("what is known stands apart")
                .isTrue();
    }

    @Test
    void filtersFindings() {
        choose("file", "tests/leaks.mcs");
        assertThat(browser.evaluate("document.getElementById('shown').textContent")
                        .asText())
                .isEqualTo("3 of 6 shown");
        assertThat(browser.holds("document.getElementById('s2-f1').checkVisibility()"))
                .as("the second file that found it")
                .isTrue();
        assertThat(browser.holds("document.getElementById('s4-f1').checkVisibility()"))
                .isFalse();
        choose("severity", "INFO");
        assertThat(browser.evaluate(
                                "[...document.querySelectorAll('.entry:not([hidden]) > .finding')].map((one) => one.id).join(' ')")
                        .asText())
                .isEqualTo("s1-f3");
        browser.evaluate("location.hash = 's1-f2'");
        browser.awaitHolds("document.getElementById('s1-f2').checkVisibility()");
    }

    /** As WCAG 2 has it: 4.5 to 1 for text, measured on the page itself, in each palette: the system's two, and the two that are chosen. */
    @Test
    void hasEnoughContrastAndFitsANarrowScreen() throws IOException {
        browser.click("#unfold");
        for (String theme : new String[] {"light", "dark"}) {
            browser.prefer(theme);
            assertThat(isDark()).isEqualTo(theme.equals("dark"));
            assertThat(browser.evaluate(LOW_CONTRAST).asText()).as(theme).isEmpty();
            browser.press("t");
            assertThat(isDark()).isEqualTo(theme.equals("light"));
            assertThat(browser.evaluate(LOW_CONTRAST).asText())
                    .as("the other one, chosen where the system is " + theme)
                    .isEmpty();
            browser.evaluate("document.documentElement.removeAttribute('data-theme')");
        }
        browser.resize(500, 900);
        assertThat(browser.holds("document.documentElement.scrollWidth <= 500")).isTrue();
        browser.evaluate("scrollTo(0, 0)");
        browser.screenshot(SCREENSHOTS.resolve("narrow-dark.png"));
        browser.prefer("light");
        browser.screenshot(SCREENSHOTS.resolve("narrow.png"));
    }

    /** With Tab alone one comes to each control, sees where one is, and can be told what it is. */
    @Test
    void tabReachesAllAndShowsWhere() {
        // A click of the mouse would begin where it went.
        browser.evaluate("document.getElementById('fold').click()");
        String seen =
                "(() => { const at = document.activeElement; if (at === document.body || at.dataset.seen) return 'end';"
                        + " at.dataset.seen = 'yes'; const style = getComputedStyle(at);"
                        + " return style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 1 ? at.outerHTML : 'shown'; })()";
        String shown = "shown";
        for (int i = 0; i < 500 && shown.equals("shown"); i++) {
            browser.press("Tab");
            shown = browser.evaluate(seen).asText();
        }
        assertThat(shown)
                .as("an element that does not show that it has the focus")
                .isEqualTo("end");
        String controls = "[...document.querySelectorAll('a[href], button, input, select, summary')]"
                + ".filter((one) => one.checkVisibility() && !one.disabled)";
        assertThat(browser.evaluate(controls + ".length").asInt()).isGreaterThan(15);
        assertThat(browser.evaluate(controls + ".filter((one) => !one.dataset.seen).map((one) => one.outerHTML).join()")
                        .asText())
                .as("what Tab does not reach")
                .isEmpty();
        assertThat(browser.evaluate(controls + ".filter((one) => !(one.getAttribute('aria-label') || one.title"
                                + " || one.labels && one.labels.length || one.tagName !== 'SELECT' && one.textContent.trim()))"
                                + ".map((one) => one.outerHTML).join()")
                        .asText())
                .as("what has no name")
                .isEmpty();
        assertThat(browser.holds("document.querySelector('[tabindex]:not([tabindex=\"0\"]):not([tabindex=\"-1\"])')"))
                .as("an order of its own")
                .isFalse();
    }

    @Test
    void aFindingLeadsToItsTreeAndBack() {
        browser.click("#fold");
        choose("file", "tests/leaks.mcs");
        choose("severity", "WARNING");
        browser.press("n");
        assertThat(browser.holds("document.getElementById('s1-f1').open")).isTrue();
        assertThat(focused()).contains("finding 1");

        browser.click("#s1-f1 a");
        browser.awaitHolds("document.getElementById('s1-w1-f1').checkVisibility()");
        browser.awaitHolds(IN_SIGHT + "('s1-w1-f1')");
        browser.evaluate("document.getElementById('s1-f1').open = false");
        browser.click("#s1-w1-f1 a");
        browser.awaitHolds("document.getElementById('s1-f1').open");
    }

    @Test
    void followsTheSystemsThemeUntilToldOtherwise() throws IOException {
        browser.prefer("light");
        assertThat(isDark()).isFalse();
        browser.prefer("dark");
        assertThat(isDark()).isTrue();
        browser.click("#unfold");
        browser.evaluate("scrollTo(0, 0)");
        browser.screenshot(SCREENSHOTS.resolve("dark.png"));

        browser.click("#theme");
        assertThat(isDark()).isFalse();
        browser.press("t");
        assertThat(isDark()).isTrue();
        browser.prefer("light");
        assertThat(isDark()).isTrue();
    }

    @Test
    void aBoxOfTheFlameGraphTakesTheWholeWidthAndGivesItBack() throws IOException {
        String widths = "(() => { const boxes = [...document.querySelectorAll('.flame .box')];"
                + " const top = boxes[0].getBoundingClientRect().width;"
                + " const box = boxes.find((one) => one.textContent.startsWith('leak_top'));"
                + " return box.getBoundingClientRect().width / top; })()";
        assertThat(browser.evaluate(widths).asDouble()).isLessThan(0.1);

        browser.evaluate("[...document.querySelectorAll('.flame .box')]"
                + ".find((one) => one.textContent.startsWith('leak_top')).click()");
        assertThat(browser.evaluate(widths).asDouble()).isGreaterThan(0.99);
        browser.evaluate("document.getElementById('flame').scrollIntoView()");
        browser.screenshot(SCREENSHOTS.resolve("flame.png"));
        browser.click(".flame .box");
        assertThat(browser.evaluate(widths).asDouble()).isLessThan(0.1);
    }

    @Test
    void withoutScriptsItIsReadableAndHasNoToolsThatDoNothing() {
        browser.forbidScripts();
        browser.open(page);

        assertThat(browser.html())
                .contains("id=\"tools\" role=\"toolbar\" aria-label=\"Report\" hidden")
                .contains("buggy_ext work", "leak_context (buggy_ext) at buggy_ext.c:32");
    }

    private void choose(String filter, String value) {
        browser.evaluate("(() => { const one = document.querySelector('#filters [data-of=\"" + filter + "\"]');"
                + " one.value = '" + value + "'; one.dispatchEvent(new Event('change', { bubbles: true })); })()");
    }

    private String focused() {
        return browser.evaluate("document.activeElement.textContent").asText().strip();
    }

    private String hits() {
        return browser.evaluate("document.getElementById('hits').textContent").asText();
    }

    private boolean isDark() {
        return browser.holds(
                "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every((part) => Number(part) < 60)");
    }
}
