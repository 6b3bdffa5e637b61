package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Pairing;
import dev.memcheck.script.BaselineFile;
import dev.memcheck.session.SessionName;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Thousands of findings are found again without comparing each with each. */
class ManyFindingsTest {
    private static final int MANY = 30_000;

    /** For each test, of the processor, as other programs may need it, too. Ten times what it takes. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<Finding> findings = IntStream.range(0, MANY)
            .mapToObj(i -> FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "cache " + i)
                    .finding())
            .toList();

    private final long begun = THREADS.getCurrentThreadCpuTime();

    @AfterEach
    void soon() {
        assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - begun)).isLessThan(LONGEST);
    }

    @Test
    void inTheLogOfASession() {
        FindingLog log = new FindingLog();
        log.note(findings, SessionName.DEFAULT, 1);

        assertThat(log.note(findings, SessionName.DEFAULT, 1)).hasSize(MANY);
        assertThat(findings.stream().allMatch(finding -> log.knows(SessionName.DEFAULT, finding)))
                .isTrue();
        assertThat(log.all()).hasSize(MANY);
    }

    @Test
    void inARepeat() {
        assertThat(Findings.merge(findings, findings)).hasSize(MANY);
    }

    @Test
    void amongMoreOfTheSameDefect() {
        Pairing pairing = new Pairing(Collections.nCopies(MANY, findings.get(0)));
        for (int i = 0; i < MANY; i++) {
            assertThat(pairing.take(findings.get(0)).orElseThrow()).isEqualTo(i);
        }
        assertThat(pairing.take(findings.get(0))).isEmpty();
    }

    @Test
    void inABaseline() {
        KnownFindings recorded = KnownFindings.recording(BaselineFile.empty(), LocalDate.EPOCH);
        assertThat(findings.stream().allMatch(recorded::excuses)).isTrue();
        assertThat(findings.stream().allMatch(recorded::excuses)).isTrue();
        String text = BaselineFile.empty().with(recorded.added());

        KnownFindings known = KnownFindings.of(BaselineFile.parse("known.txt", text));
        assertThat(findings.stream().allMatch(finding -> known.reason(finding).isPresent()))
                .isTrue();
        assertThat(known.unused()).isEmpty();
    }
}
