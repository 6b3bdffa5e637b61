package dev.memcheck.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Site;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DoubtTest {
    private static final Finding ONCE =
            FindingSample.of(CheckType.MALLOC_LEAK).unconfirmed().finding();
    private static final Finding NINE_TIMES = FindingSample.of(CheckType.MALLOC_LEAK)
            .unconfirmed()
            .occurrences(9)
            .bytesPerCall(65_614)
            .site(new Site(
                    Optional.of("my_ext"),
                    Optional.of("parse"),
                    Optional.empty(),
                    OptionalInt.empty(),
                    List.of("xmlNew (libxml2)", "parse+0x10 (my_ext)", "ExecInterpExpr (postgres)")))
            .finding();

    @Test
    void whatDidNotComeBackIsLikeACache() {
        assertThat(Doubt.afterRepeats(List.of(ONCE), 2))
                .isEqualTo("unconfirmed: did not come back in 2 repeats, as with a cache that is filled once");
    }

    @Test
    void whatCameBackIsToldWithItsAmountAndTheReasonOfTheDoubt() {
        assertThat(Doubt.afterRepeats(List.of(NINE_TIMES), 2))
                .isEqualTo(
                        "unconfirmed: seen 9 times with 2 repeats, 64 kB each time on average; allocated inside libxml2,"
                                + " which may keep it for itself");
        assertThat(Doubt.afterRepeats(List.of(ONCE, NINE_TIMES), 2)).startsWith("unconfirmed: 1 of 2 seen 9 times");
    }
}
