package dev.memcheck.shell.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.run.Failure;
import dev.memcheck.shell.out.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BisectVerdictTest {
    private static final Failure ERROR = of(Failure.Kind.SQL_ERROR, false);
    private static final Failure EXPECTATION = of(Failure.Kind.EXPECTATION, false);
    private static final Failure UNWANTED = of(Failure.Kind.EXPECTATION, true);

    @Test
    void whatFailedBecauseAStatementDidIsNoVerdict() {
        assertThat(BisectVerdict.of(ExitCode.FAILED, List.of(ERROR))).isEqualTo(ExitCode.NO_VERDICT);
        assertThat(BisectVerdict.of(ExitCode.FAILED, List.of(EXPECTATION, ERROR)))
                .isEqualTo(ExitCode.NO_VERDICT);
        assertThat(BisectVerdict.of(ExitCode.FAILED, List.of(of(Failure.Kind.NOT_LOOKED_AT, false))))
                .isEqualTo(ExitCode.NO_VERDICT);
    }

    /** As where a bad free ends its statement. */
    @Test
    void aFindingIsAVerdictWhateverElseFailed() {
        assertThat(BisectVerdict.of(ExitCode.FAILED, List.of(UNWANTED, ERROR))).isEqualTo(ExitCode.FAILED);
        assertThat(BisectVerdict.of(ExitCode.FAILED, List.of(ERROR, of(Failure.Kind.FINDING, false))))
                .isEqualTo(ExitCode.FAILED);
        assertThat(BisectVerdict.of(ExitCode.NO_BACKEND, List.of(ERROR, of(Failure.Kind.BACKEND_LOST, false))))
                .isEqualTo(ExitCode.FAILED);
        assertThat(BisectVerdict.of(ExitCode.FAILED, List.of(EXPECTATION))).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void whatIsGoodOrWasStoppedStaysSo() {
        assertThat(BisectVerdict.of(ExitCode.GOOD, List.of())).isEqualTo(ExitCode.GOOD);
        assertThat(BisectVerdict.of(ExitCode.INTERRUPTED, List.of(ERROR))).isEqualTo(ExitCode.INTERRUPTED);
    }

    private static Failure of(Failure.Kind kind, boolean unwanted) {
        return new Failure(kind, Optional.empty(), "", OptionalInt.empty(), unwanted);
    }
}
