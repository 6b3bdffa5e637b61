package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.Severity;
import dev.memcheck.script.BaselineFile;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownFindingsTest {
    private static final String LEAK = "begin; SELECT leak_top(); end";
    private static final String ENTRY = "chunk_leak symbol 'leak%' since '2026-01-31' because 'by design'\n";
    private static final String OTHER = "crash since '2026-01-31' because 'flaky'\n";

    @Test
    void aKnownFindingDoesNotFailASessionWithoutExpectations() {
        KnownFindings known = KnownFindings.of(BaselineFile.parse("known.txt", ENTRY + OTHER));

        assertThat(outcome(KnownFindings.none(), LEAK).isGood()).isFalse();
        RunOutcome outcome = outcome(known, LEAK);

        assertThat(outcome.isGood()).isTrue();
        assertThat(outcome.findings()).hasSize(1);
        assertThat(known.reason(outcome.findings().get(0).finding())).contains("by design (since 2026-01-31)");
        assertThat(known.unused())
                .extracting(line -> line.position().toString())
                .containsExactly("known.txt:2:1");
    }

    @Test
    void expectationsOfCleanAndOfNoFindingKnowItToo() {
        String text = LEAK + "\n\\expect clean\n\\expect no chunk_leak\n\\expect chunk_leak symbol leak_top\n";

        assertThat(outcome(KnownFindings.none(), text).failures()).hasSize(2);
        assertThat(outcome(KnownFindings.of(BaselineFile.parse("known.txt", ENTRY)), text)
                        .isGood())
                .isTrue();
    }

    @Test
    void anotherFindingStillFails() {
        KnownFindings known = KnownFindings.of(BaselineFile.parse("known.txt", OTHER));

        assertThat(outcome(known, LEAK).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.FINDING));
    }

    @Test
    void recordingLearnsWhatWouldFailAndNothingElse() {
        KnownFindings known = KnownFindings.recording(BaselineFile.parse("known.txt", OTHER), LocalDate.of(2026, 2, 3));

        assertThat(outcome(known, LEAK).isGood()).isTrue();
        assertThat(outcome(known, LEAK + "\n\\expect clean").isGood()).isTrue();
        assertThat(outcome(known, "SELECT fail();").isGood()).isFalse();

        assertThat(known.added())
                .singleElement()
                .satisfies(
                        entry -> assertThat(entry.toString())
                                .startsWith("chunk_leak in ")
                                .endsWith(
                                        " symbol leak_top since '2026-02-03' because 'not reviewed; left by SELECT leak_top()'"));
        assertThat(outcome(
                                KnownFindings.of(BaselineFile.parse(
                                        "new", BaselineFile.empty().with(known.added()))),
                                LEAK)
                        .isGood())
                .isTrue();
    }

    @Test
    void whatIsExpectedIsNotRecorded() {
        KnownFindings known = KnownFindings.recording(BaselineFile.empty(), LocalDate.of(2026, 2, 3));

        assertThat(outcome(known, LEAK + "\n\\expect chunk_leak").isGood()).isTrue();
        assertThat(known.added()).isEqualTo(List.of());
    }

    private static RunOutcome outcome(KnownFindings known, String text) {
        Conversation talk =
                Conversation.with(RunOptions.batch(2, Severity.WARNING).knowing(known));
        talk.type(text);
        return talk.finish();
    }
}
