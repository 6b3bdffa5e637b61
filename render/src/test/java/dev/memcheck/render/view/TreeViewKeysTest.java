package dev.memcheck.render.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.text.StyledText;
import dev.memcheck.render.view.ViewInput.Code;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What keys do to the tree: conversations with the view. */
class TreeViewKeysTest {
    private static final String TREE = """
            TopMemoryContext 100000
              a 1000
                a1 100
                  deep 10
                    deeper 10
                      deepest 10
                a2 100
              b "SELECT 1" 3000
                b1 100
              c 2000
            """;

    @Test
    void theCursorMovesOverRows() {
        ViewTalk talk = tree(TREE);
        assertThat(talk.cursor()).startsWith("v TopMemoryContext");
        assertThat(talk.press(Code.DOWN).cursor()).contains("v a ");
        assertThat(talk.type("jj").cursor()).contains("- a2");
        assertThat(talk.type("k").cursor()).contains("> a1");
        assertThat(talk.type("G").cursor()).contains("- c ");
        assertThat(talk.press(Code.DOWN, Code.PAGE_DOWN).cursor()).contains("- c ");
        assertThat(talk.type("g").press(Code.UP, Code.PAGE_UP).cursor()).startsWith("v TopMemoryContext");
        assertThat(talk.press(Code.END, Code.HOME).cursor()).startsWith("v TopMemoryContext");
    }

    @Test
    void rightOpensAndGoesInAndLeftClosesAndGoesOut() {
        ViewTalk talk = tree(TREE).type("jj");
        assertThat(talk.cursor()).contains("> a1");
        assertThat(talk.type("l").cursor()).contains("v a1");
        assertThat(talk.type("l").cursor()).contains("> deep ");
        assertThat(talk.press(Code.RIGHT, Code.RIGHT).cursor()).contains("> deeper ");
        assertThat(talk.press(Code.LEFT).cursor()).contains("v deep ");
        assertThat(talk.type("hh").cursor()).contains("v a1");
        assertThat(talk.type("h").cursor()).contains("> a1");
        assertThat(talk.type(" ").cursor()).contains("v a1");
        assertThat(talk.press(Code.ENTER).cursor()).contains("> a1");
    }

    @Test
    void foldsAllOrToADepthOrToTheFirstFork() {
        ViewTalk talk = tree(TREE);
        assertThat(talk.screen()).doesNotContain("deep ");
        assertThat(talk.type("E").screen()).contains("deepest");
        assertThat(talk.type("C").screen()).contains("> a ").doesNotContain("a1");
        assertThat(talk.type("3").screen()).contains("> deep ").doesNotContain("deeper");
        assertThat(talk.type("2").screen()).contains("> a1").doesNotContain("deep ");
        assertThat(talk.type("jje").screen()).contains("- deepest");
        assertThat(talk.cursor()).contains("v a1");
    }

    @Test
    void theCursorStaysWithItsNodeWhenItIsFoldedAway() {
        ViewTalk talk = tree(TREE).type("E/deeper").press(Code.ENTER);
        assertThat(talk.cursor()).contains("deeper");
        assertThat(talk.type("C").cursor()).contains("> a ");
        assertThat(talk.type("E").cursor()).contains("deeper");
    }

    @Test
    void bracesGoToSiblings() {
        ViewTalk talk = tree(TREE).type("j");
        assertThat(talk.type("}").cursor()).contains("v b ");
        assertThat(talk.type("}}").cursor()).contains("- c ");
        assertThat(talk.type("{{").cursor()).contains("v a ");
        assertThat(talk.type("{").cursor()).contains("v a ");
    }

    @Test
    void searchesWhileTypingAndGivesUp() {
        ViewTalk talk = tree(TREE).type("jj");
        assertThat(talk.type("/").bottom()).isEqualTo("/");
        assertThat(talk.type("deep").cursor()).contains("> deep ");
        assertThat(talk.type("e").cursor()).contains("> deeper ");
        assertThat(talk.press(Code.BACKSPACE).screen()).contains("> deep ").doesNotContain("deeper");
        assertThat(talk.type("x").cursor()).contains("> a1");
        talk.press(Code.ESCAPE);
        assertThat(talk.cursor()).contains("> a1");
        assertThat(talk.screen()).doesNotContain("deep ");
        assertThat(talk.view.isClosed()).isFalse();
    }

    @Test
    void goesFromMatchToMatch() {
        ViewTalk talk = tree(TREE).type("/deep").press(Code.ENTER);
        assertThat(talk.bottom()).isEqualTo("\"deep\": 3 matches");
        assertThat(talk.type("n").cursor()).contains("> deeper ");
        assertThat(talk.type("n").cursor()).contains("- deepest ");
        assertThat(talk.type("n").cursor()).contains("v deep ");
        assertThat(talk.type("N").cursor()).contains("- deepest ");
        assertThat(talk.type("/select").press(Code.ENTER).cursor()).contains("b \"SELECT 1\"");
        assertThat(talk.bottom()).isEqualTo("\"select\": 1 match");
        assertThat(talk.type("/").press(Code.ENTER).bottom()).isEqualTo("\"select\": 1 match");
        assertThat(talk.type("/(").press(Code.ENTER).bottom()).isEqualTo("\"(\": no match");
        assertThat(tree(TREE).type("n").bottom()).isEqualTo("nothing is searched for: / search");
    }

    @Test
    void findsWhatIsFoldedIntoAGroup() {
        ViewTalk talk = tree("TopMemoryContext 1\n  leaky 1 ~ 100\n  leaky \"the one\" 1\n  leaky 1 ~ 10\n");
        assertThat(talk.screen()).contains("111x leaky");
        assertThat(talk.type("/the one").press(Code.ENTER).cursor()).contains("leaky \"the one\"");
    }

    @Test
    void filters() {
        ViewTalk talk = new ViewTalk(SampleSession.host(), 120, 40).type("L");
        assertThat(talk.screen()).contains("42 unchanged");
        assertThat(filter(talk, 1).screen()).doesNotContain("unchanged").doesNotContain("CatCache");
        assertThat(talk.status()).contains("only changed");
        assertThat(filter(talk, 9).screen()).contains("CatCache").contains("ErrorContext");
        assertThat(talk.status()).contains("not only changed");
        assertThat(filter(talk, 9).status()).contains("only changed").doesNotContain("not only");
        assertThat(filter(talk, 0).status()).doesNotContain("only");
        filter(talk, 4).type("catc").press(Code.ENTER);
        assertThat(talk.screen()).contains("CatCache").doesNotContain("ErrorContext");
        assertThat(talk.status()).contains("only \"catc\"");
        assertThat(filter(talk, 7).screen()).contains("CacheMemoryContext").doesNotContain("CatCache");
        assertThat(filter(talk, 3).screen()).contains("TopMemoryContext").doesNotContain("CacheMemoryContext  ");
        assertThat(filter(talk, 2).status()).contains("only what arose");
    }

    @Test
    void aMarkShowsWhatAroseSinceAndStillLives() {
        ViewTalk talk = new ViewTalk(SampleSession.host(), 120, 40).type("L[[");
        assertThat(talk.status()).contains("statement 2 of 5");
        assertThat(talk.type("m").bottom()).isEqualTo("marked: later trees show what arose since and still lives");
        assertThat(talk.screen()).contains("CatCache").doesNotContain("demo call");
        assertThat(talk.type("]]").status()).contains("statement 5 of 5", "since the mark", "only what arose");
        assertThat(talk.screen())
                .contains("39x demo call", "+128 bytes")
                .doesNotContain("CacheMemoryContext")
                .doesNotContain("retired plan")
                .doesNotContain("unchanged");
        assertThat(talk.type("b").status())
                .contains("since the statement before")
                .doesNotContain("only");
        assertThat(talk.type("bbb").status()).contains("since the mark");
        assertThat(talk.type("[[m").bottom()).isEqualTo("no mark any more");
        assertThat(talk.type("]]bbb").status()).contains("since the statement before");
    }

    @Test
    void beforeTheMarkAStatementIsComparedWithTheOneBefore() {
        ViewTalk talk = new ViewTalk(SampleSession.host(), 120, 40).type("Lm[");
        assertThat(talk.status()).contains("statement 3 of 5", "since the statement before");
        assertThat(talk.screen()).contains("39x demo call");
    }

    @Test
    void matchesAreHighlightedUntilEscape() {
        ViewTalk talk = tree(TREE).type("/dee").press(Code.ENTER);
        assertThat(matches(talk)).containsOnly("dee");
        assertThat(matches(talk.press(Code.ESCAPE))).isEmpty();
        assertThat(talk.bottom()).doesNotContain("q leaves");
        assertThat(matches(talk.type("n"))).contains("dee");
        assertThat(matches(talk.type("/z*").press(Code.ENTER))).isEmpty();
    }

    /** What is highlighted on the screen. */
    private static List<String> matches(ViewTalk talk) {
        return talk.view.picture().lines().stream()
                .flatMap(line -> line.spans().stream())
                .filter(span -> span.style() == Style.MATCH)
                .map(StyledText::text)
                .toList();
    }

    @Test
    void theCommitOfALineIsToldWhenItIsKnown() {
        ViewTalk talk = new ViewTalk(SampleSession.host(), 120, 40);
        StyledLine file = StyledLine.plain("  source      a.c");
        StyledLine code = StyledLine.plain("  => 87  leak();");
        talk.host.source = List.of(file, code);
        assertThat(talk.screen()).contains("=> 87  leak();").doesNotContain("CHANGED");
        talk.host.source = List.of(file, code, StyledLine.plain("  changed     2026-02-03 in 1a2b"));
        assertThat(talk.screen()).contains("CHANGED  2026-02-03 in 1a2b");
    }

    @Test
    void sorts() {
        ViewTalk talk = tree(TREE);
        assertThat(talk.type("s").screen()).contains("sort siblings by");
        talk.press(Code.DOWN, Code.ENTER);
        assertThat(talk.status()).contains("by bytes");
        assertThat(talk.type("j").cursor()).contains("b \"SELECT 1\"");
        talk.type("s").press(Code.HOME, Code.ENTER);
        assertThat(talk.status()).doesNotContain("by");
        assertThat(talk.cursor()).contains("b \"SELECT 1\"");
    }

    @Test
    void opensOnTheWorstFindingOfTheLastWindowThatHasAny() {
        ViewTalk talk = new ViewTalk(SampleSession.host(), 120, 40);
        assertThat(talk.cursor()).startsWith("> !! LEAK").contains("leak_context  buggy_ext.c:87");
        assertThat(talk.status()).contains("statement 3 of 5", "1 confirmed  1 unconfirmed");
        assertThat(talk.screen())
                .contains("SQL      ", "FIX      in leak_context()", "STACK ", "=> leak_context  buggy_ext.c:87")
                .contains("2 server frames (Enter)")
                .doesNotContain("standard_ExecutorRun");
        assertThat(talk.press(Code.ENTER).screen()).contains("standard_ExecutorRun (postgres)", "what to do");
    }

    @Test
    void theNextFindingOfTheSessionTakesItsStatementAlong() {
        ViewTalk talk = new ViewTalk(SampleSession.host(), 120, 40).type("[");
        assertThat(talk.status()).contains("statement 2 of 5");
        assertThat(talk.type("!").cursor()).startsWith("> !! LEAK");
        assertThat(talk.status()).contains("statement 3 of 5");
        assertThat(talk.type("!").cursor()).startsWith("> ? unconfirmed");
        assertThat(talk.type("!").cursor()).startsWith("> !! LEAK");
        assertThat(tree(TREE).type("!").bottom()).isEqualTo("no finding in this session");
    }

    @Test
    void findingsAndTreeAreOneList() {
        ViewTalk talk = new ViewTalk(SampleSession.host(), 120, 40).type("jj");
        assertThat(talk.cursor()).startsWith("^ v TopMemoryContext");
        assertThat(talk.type("k").cursor()).startsWith("> ? unconfirmed");
        assertThat(talk.type("kj!l").cursor()).contains("demo call");
        assertThat(talk.press(Code.ESCAPE).cursor()).startsWith("> !! LEAK");
        talk.view.handle(new ViewInput.Mouse(ViewInput.Button.LEFT, 4, 4));
        assertThat(talk.cursor()).startsWith("> ? unconfirmed");
        talk.view.handle(new ViewInput.Mouse(ViewInput.Button.LEFT, 6, 4));
        assertThat(talk.cursor()).startsWith("^ v TopMemoryContext");
    }

    @Test
    void rowsAndFindingsAreCopied() {
        ViewTalk talk = new ViewTalk(SampleSession.host(), 120, 40).type("jjy");
        assertThat(last(talk)).startsWith("copy ^ v TopMemoryContext").contains("? unconfirmed");
        talk.type("!!y");
        assertThat(last(talk)).startsWith("copy finding 1: !! LEAK").contains("\n  => #1  leak_context (buggy_ext)");
        assertThat(talk.bottom()).isEqualTo("copied the finding and its stack");
    }

    @Test
    void writesWhatIsOnTheScreen() {
        ViewTalk talk = tree(TREE).type("w");
        assertThat(last(talk)).isEqualTo("write 24");
        assertThat(talk.bottom()).isEqualTo("wrote tree-1.txt");
        talk.host.cannotWrite = Optional.of(new IOException("the disk is full"));
        assertThat(talk.type("w").bottom()).isEqualTo("cannot write: the disk is full");
    }

    @Test
    void contextsOfMemcheckAndOfTheStatementAreShownWhenAskedFor() {
        ViewTalk talk = tree("TopMemoryContext 1\n  a 1\n  memcheck 1 observer\n");
        assertThat(talk.screen()).doesNotContain("- memcheck");
        assertThat(talk.type("o").screen()).contains("- memcheck");
        assertThat(talk.type("t").status()).contains("all changes").contains("with memcheck");
    }

    @Test
    void theHelpFitsASmallScreen() {
        String help = tree(TREE).type("?").screen();
        for (KeyTable.Binding binding : KeyTable.standard().bindings()) {
            boolean inTheFooter =
                    List.of(ViewAction.HELP, ViewAction.BACK, ViewAction.LEAVE).contains(binding.action());
            assertThat(inTheFooter || help.contains(binding.help()))
                    .as(binding.help())
                    .isTrue();
        }
    }

    @Test
    void escapeGoesBackAndNeverOut() {
        ViewTalk talk = tree(TREE).type("?");
        assertThat(talk.screen()).contains("one row up");
        assertThat(talk.press(Code.ESCAPE).screen()).doesNotContain("one row up");
        talk.press(Code.TAB);
        assertThat(talk.bottom()).contains("Esc back");
        assertThat(talk.press(Code.ESCAPE).bottom()).doesNotContain("Esc back");
        assertThat(talk.press(Code.ESCAPE).bottom()).isEqualTo("q leaves");
        assertThat(talk.view.isClosed()).isFalse();
        assertThat(tree(TREE).type("q").view.isClosed()).isTrue();
        assertThat(tree(TREE).type("?q").view.isClosed()).isFalse();
    }

    @Test
    void onANarrowScreenTheDetailsAreAPageThatScrolls() {
        ViewTalk talk = new ViewTalk(SampleSession.host(), 80, 24);
        String lists = talk.screen();
        assertThat(lists).contains("FINDINGS", "TopMemoryContext").doesNotContain("FIX ");
        assertThat(talk.press(Code.TAB).screen())
                .contains("!! LEAK  39 kB", "FIX ")
                .doesNotContain("FINDINGS");
        assertThat(talk.press(Code.ENTER).screen()).contains("finding 1: ");
        assertThat(talk.press(Code.END).screen()).contains("\\why 1").doesNotContain("finding 1: !!");
        assertThat(talk.press(Code.HOME).type("jj").screen()).doesNotContain("finding 1: !!");
        assertThat(talk.press(Code.PAGE_UP).screen()).contains("finding 1: !!");
        assertThat(talk.press(Code.TAB).screen()).isEqualTo(lists);
    }

    @Test
    void theMousePointsAndFolds() {
        ViewTalk talk = tree(TREE).type("M");
        assertThat(last(talk)).isEqualTo("mouse true");
        talk.view.handle(new ViewInput.Mouse(ViewInput.Button.LEFT, 5, 4));
        assertThat(talk.cursor()).contains("> a1");
        talk.view.handle(new ViewInput.Mouse(ViewInput.Button.LEFT, 5, 4));
        assertThat(talk.cursor()).contains("v a1");
        talk.view.handle(new ViewInput.Mouse(ViewInput.Button.WHEEL_DOWN, 5, 4));
        assertThat(talk.cursor()).contains("v b ");
        talk.view.handle(new ViewInput.Mouse(ViewInput.Button.LEFT, 0, 0));
        assertThat(talk.cursor()).contains("v b ");
        assertThat(last(talk.type("M"))).isEqualTo("mouse false");
    }

    @Test
    void aHundredThousandContexts() {
        ViewTalk talk = tree("TopMemoryContext 1\n  leaky 1 ~ 50000\n  crowd 1\n    leaky 1 ~ 49997\n    needle 1\n");
        assertThat(talk.screen()).contains("50000x leaky");
        talk.type("E");
        assertThat(talk.status()).endsWith("1/100002");
        assertThat(talk.type("G").cursor()).contains("- needle");
        assertThat(talk.type("gC").status()).endsWith("1/3");
        assertThat(talk.type("/needle").press(Code.ENTER).cursor()).contains("- needle");
        talk.type("s").press(Code.END, Code.ENTER);
        assertThat(talk.cursor()).contains("- needle");
    }

    private static ViewTalk filter(ViewTalk talk, int choice) {
        talk.type("f").press(Code.HOME);
        for (int down = 0; down < choice; down++) {
            talk.press(Code.DOWN);
        }
        return talk.press(Code.ENTER);
    }

    private static ViewTalk tree(String drawing) {
        HandHost host = new HandHost();
        host.see(SnapshotDrawing.of(drawing));
        return new ViewTalk(host, 80, 24);
    }

    private static String last(ViewTalk talk) {
        return talk.host.asked.get(talk.host.asked.size() - 1);
    }
}
