package dev.memcheck.render.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What limits a window stands in every report that has its findings, and so does a verdict that may be incomplete. */
class WindowNotesTest {
    private final RunReport run = RunReportSample.run();

    @ParameterizedTest
    @ValueSource(strings = {"json", "junit", "html", "markdown", "sarif"})
    void everyReportTellsThem(String format) throws Exception {
        String text = ReportGoldenTest.text(format, run);

        assertThat(text)
                .contains(
                        "the verdict may be incomplete: memory ran out",
                        "looked for leaks only in contexts like",
                        "3 findings were left out, 1 of them confirmed",
                        "no context was like",
                        "so that no context was looked at for leaks",
                        "1 finding was left out that nobody is known to have made");
    }

    @Test
    void jsonHasTheFigures() throws Exception {
        JsonNode windows =
                new ObjectMapper().readTree(ReportGoldenTest.text("json", run)).at("/sessions/0/windows");

        JsonNode limits = windows.at("/0/limits");
        assertThat(limits.get("pattern").asText()).isEqualTo("buggy\\_ext%");
        assertThat(limits.get("patternMatched").asBoolean()).isTrue();
        assertThat(limits.get("allowedContexts").get(0).asText()).isEqualTo("it's <cache>");
        assertThat(limits.get("minLeakBytes").asInt()).isEqualTo(8192);
        assertThat(limits.get("leftOutByPattern").asInt()).isEqualTo(2);
        assertThat(limits.get("leftOutByAllowedContexts").asInt()).isEqualTo(1);
        assertThat(limits.get("leftOutByMinLeakBytes").asInt()).isZero();
        assertThat(limits.get("leftOutConfirmed").asInt()).isEqualTo(1);
        assertThat(windows.at("/1/limits").isNull()).isTrue();
        assertThat(windows.at("/1/notes")).isEmpty();
    }

    @Test
    void aWindowWithoutLimitsSaysNothing() {
        List<ReportedWindow> silent = run.sessions().stream()
                .map(SessionReport::windows)
                .flatMap(List::stream)
                .filter(window -> window.limits().isEmpty())
                .toList();

        assertThat(silent).isNotEmpty().allMatch(window -> window.notes().isEmpty());
    }
}
