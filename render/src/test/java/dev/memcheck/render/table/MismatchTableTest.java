package dev.memcheck.render.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.run.Mismatch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MismatchTableTest {
    @Test
    void standsSideBySideWithAMarkWhereItDiffers() {
        assertThat(draw(
                        new Mismatch.Side("finding", "context_leak", "context_leak", true),
                        new Mismatch.Side("bytes", ">= 1kB", "96", false),
                        new Mismatch.Side("from", "my_ext", "not known", false)))
                .isEqualTo("""
                        \u0020            expected      found
                            finding  context_leak  context_leak
                          ! bytes    >= 1kB        96
                          ! from     my_ext        not known
                        """);
    }

    @Test
    void aLongCellPushesOnlyItsOwnLine() {
        String sentence = "a message that is longer than anybody would make a column wide";
        assertThat(draw(
                        new Mismatch.Side("SQLSTATE", "22012", "42P01", false),
                        new Mismatch.Side("message", sentence, "x", false)))
                .isEqualTo("""
                        \u0020             expected  found
                          ! SQLSTATE  22012     42P01
                          ! message   %s  x
                        """.formatted(sentence));
    }

    @Test
    void whatTheServerSaysCannotReachTheTerminal() {
        assertThat(draw(new Mismatch.Side("value", "= 'a'", "\u001b[2J", false)))
                .doesNotContain("\u001b");
    }

    private static String draw(Mismatch.Side... sides) {
        Mismatch mismatch = new Mismatch("", List.of(sides), Optional.empty(), List.of());
        StringBuilder drawn = new StringBuilder();
        MismatchTable.lines(mismatch).forEach(line -> drawn.append(line.text()).append('\n'));
        return drawn.toString();
    }
}
