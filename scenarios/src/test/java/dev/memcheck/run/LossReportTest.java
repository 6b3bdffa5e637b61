package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LossReportTest {
    private static final String LOG = "server process (PID 7) was terminated by signal 11: Segmentation fault\n"
            + "Failed process was running: SELECT 1";

    @Test
    void theStatementThatRanIsTheOneOfTheServersLog() {
        assertThat(LossReport.toldBetween(LOG, Optional.of("SELECT 1"))).isEqualTo(LOG);
    }

    @Test
    void aStatementThatWasOverDidNotRun() {
        assertThat(LossReport.toldBetween(LOG, Optional.empty()))
                .endsWith("\nNo statement was running; the last one was: SELECT 1");
    }
}
