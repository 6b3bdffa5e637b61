package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpectationInserterTest {
    private static final Expectation CLEAN = new Expectation.Clean();
    private static final Expectation ERROR = new Expectation.Error(Optional.of("22012"), Optional.empty());
    private static final Expectation LEAK = Expectation.Found.of(CheckType.CONTEXT_LEAK);

    @Test
    void keepsCommentsAndLayout() {
        assertThat(fill("-- first\nbegin;\n  SELECT 1 / 0;  -- why\n\n  /* x */ SELECT 2;\nend -- done\n-- last\n"))
                .isEqualTo("""
                        -- first
                        begin;
                          SELECT 1 / 0;  -- why
                          \\expect error '22012'

                          /* x */ SELECT 2;
                        end -- done
                        \\expect clean
                        -- last
                        """);
    }

    @Test
    void breaksALineThatGoesOn() {
        assertThat(fill("begin; SELECT 1 / 0; end")).isEqualTo("""
                        begin; SELECT 1 / 0;
                        \\expect error '22012'
                         end
                        \\expect clean
                        """);
    }

    @Test
    void givesTheLastStatementItsSemicolon() {
        assertThat(fill("SELECT 1 / 0\n\n-- last\n")).isEqualTo("SELECT 1 / 0;\n\\expect error '22012'\n\n-- last\n");
        assertThat(fill("SELECT 1 / 0 -- no more")).isEqualTo("SELECT 1 / 0; -- no more\n\\expect error '22012'\n");
    }

    @Test
    void leavesAloneWhatHasAnExpectation() {
        String text = "SELECT 1 / 0;\n-- as it must\n\\expect error\nbegin\nend\n\n\\expect no crash\n";

        assertThat(fill(text)).isEqualTo(text);
    }

    @Test
    void keepsTheLineBreaksOfWindows() {
        assertThat(fill("SELECT 1 / 0;\r\nSELECT 2;\r\n"))
                .isEqualTo("SELECT 1 / 0;\r\n\\expect error '22012'\r\nSELECT 2;\r\n");
    }

    @Test
    void writesSeveralOfOneWindow() {
        ExpectationInserter inserter = new ExpectationInserter("t", "end")
                .insert(position -> List.of(LEAK, Expectation.Found.of(CheckType.CRASH)));

        assertThat(inserter.text(position -> false)).isEqualTo("end\n\\expect context_leak\n\\expect crash\n");
        assertThat(inserter.inserted()).isEqualTo(2);
    }

    @Test
    void leavesOutWhatIsNotWanted() {
        Position command = new Position("t", 2, 1);

        assertThat(new ExpectationInserter("t", "SELECT 1;\n\\q -- leave\nSELECT 2")
                        .terminate()
                        .text(command::equals))
                .isEqualTo("SELECT 1;\n\nSELECT 2;");
    }

    /** Errors and windows as their words tell them. */
    private static String fill(String text) {
        SessionParser parser = new SessionParser(Set.of("q"), IncludeResolver.files());
        List<Item> items = parser.parse("t", text);
        String filled = new ExpectationInserter("t", text)
                .insert(position -> items.stream()
                        .filter(item -> item.position().equals(position))
                        .findFirst()
                        .map(ExpectationInserterTest::expectation)
                        .orElse(List.of()))
                .text(position -> false);
        assertThat(parser.parse("again", filled)).hasSizeGreaterThanOrEqualTo(items.size());
        return filled;
    }

    private static List<Expectation> expectation(Item item) {
        if (item instanceof Item.End) {
            return List.of(CLEAN);
        }
        return item.text().contains("/ 0") ? List.of(ERROR) : List.of();
    }
}
