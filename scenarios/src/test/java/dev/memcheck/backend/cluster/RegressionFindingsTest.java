package dev.memcheck.backend.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegressionFindingsTest {
    private static FindingSample leak() {
        return FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "work");
    }

    @Test
    void whatIsToldTwiceIsOneFindingAndTheConfirmedOneWhicheverCameFirst() {
        Finding confirmed = leak().finding();
        Finding unconfirmed = leak().unconfirmed().finding();
        Finding another = FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "other")
                .unconfirmed()
                .finding();

        assertThat(RegressionDatabase.eachOnce(List.of(unconfirmed, another, confirmed)))
                .containsExactly(confirmed, another);
        assertThat(RegressionDatabase.eachOnce(List.of(confirmed, unconfirmed))).containsExactly(confirmed);
    }
}
