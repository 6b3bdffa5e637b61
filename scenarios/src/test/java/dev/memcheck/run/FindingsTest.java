package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Severity;
import dev.memcheck.session.SessionName;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final Finding FIRST = sample().unconfirmed().bytes(500).finding();
    private static final Finding OTHER = FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "cache")
            .unconfirmed()
            .finding();

    @Test
    void twoSightingsOfOneJudgementAreTwoFindings() {
        Finding large = sample().bytes(82_000).finding();
        Finding small = sample().bytes(1_000).finding();
        FindingLog log = new FindingLog();

        for (int turn = 0; turn < 2; turn++) {
            assertThat(log.note(List.of(large, small), SessionName.DEFAULT, 1))
                    .extracting(NumberedFinding::number)
                    .containsExactly(1, 2);
        }

        assertThat(Findings.merge(List.of(large, small), List.of(large, small))).hasSize(2);
        assertThat(Findings.addUp(List.of(large, small), List.of(large, small)))
                .extracting(Finding::bytes)
                .containsExactly(164_000L, 2_000L);
    }

    @Test
    void aRepeatGradesAndTheFiguresStay() {
        Finding repeat = sample().bytes(900).bytesPerCall(96).finding();

        Finding merged = Findings.merge(List.of(FIRST), List.of(repeat)).get(0);

        assertThat(merged.bytes()).isEqualTo(500);
        assertThat(merged.confirmed()).isTrue();
        assertThat(merged.severity()).isEqualTo(Severity.WARNING);
        assertThat(merged.occurrences()).isEqualTo(2);
        assertThat(merged.bytesPerCall()).isEqualTo(OptionalDouble.of(96));
    }

    @Test
    void whatOneCallLeavesIsKeptWhenTheRepeatCannotTell() {
        Finding known = sample().bytesPerCall(96).finding();

        assertThat(Findings.merge(List.of(known), List.of(sample().finding()))
                        .get(0)
                        .bytesPerCall())
                .isEqualTo(OptionalDouble.of(96));
    }

    @Test
    void whatDidNotComeBackKeepsItsGradeAndWhatIsNewIsAddedWorstFirst() {
        assertThat(Findings.merge(List.of(OTHER), List.of(sample().finding())))
                .containsExactly(sample().finding(), OTHER);
    }

    @Test
    void statementsAddUp() {
        List<Finding> sum = Findings.addUp(
                List.of(FIRST), List.of(sample().bytes(20).count(2).finding(), OTHER));

        assertThat(sum).extracting(Finding::bytes).containsExactly(520L, 128L);
        assertThat(sum.get(0).count()).isEqualTo(3);
        assertThat(sum.get(0).confirmed()).isTrue();
    }

    @Test
    void whereMemoryWasGivenBackIsKept() {
        Finding used = FindingSample.of(CheckType.USE_AFTER_RESET)
                .freedAt("pfree (postgres)")
                .finding();

        assertThat(Findings.merge(List.of(used), List.of(used)))
                .extracting(Finding::freedStack)
                .containsExactly(List.of("pfree (postgres)"));
        assertThat(Findings.addUp(List.of(used), List.of(used)))
                .extracting(Finding::freedStack)
                .containsExactly(List.of("pfree (postgres)"));
    }

    private static FindingSample sample() {
        return FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext");
    }
}
