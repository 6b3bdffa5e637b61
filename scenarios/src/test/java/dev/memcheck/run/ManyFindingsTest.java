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

    /** For each test, of processor time: ten times what a test takes, and a tenth of what comparing each with each does. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final List<Finding> FINDINGS = IntStream.range(0, MANY)
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
        log.note(FINDINGS, SessionName.DEFAULT, 1);

        assertThat(log.note(FINDINGS, SessionName.DEFAULT, 1)).hasSize(MANY);
        assertThat(FINDINGS.stream().allMatch(finding -> log.knows(SessionName.DEFAULT, finding)))
                .isTrue();
        assertThat(log.all()).hasSize(MANY);
    }

    @Test
    void inARepeat() {
        assertThat(Findings.merge(FINDINGS, FINDINGS)).hasSize(MANY);
    }

    @Test
    void amongMoreOfTheSameDefect() {
        Finding finding = FINDINGS.get(0);
        Pairing pairing = new Pairing(Collections.nCopies(MANY, finding));

        assertThat(IntStream.range(0, MANY).allMatch(i -> pairing.take(finding).orElse(-1) == i))
                .isTrue();
        assertThat(pairing.take(finding)).isEmpty();
    }

    @Test
    void inABaseline() {
        KnownFindings known = KnownFindings.recording(BaselineFile.empty(), LocalDate.EPOCH);

        assertThat(FINDINGS.stream().allMatch(known::excuses)).isTrue();
        assertThat(FINDINGS.stream().allMatch(finding -> known.reason(finding).isPresent()))
                .isTrue();
    }
}
