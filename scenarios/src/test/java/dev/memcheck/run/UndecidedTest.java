package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.WindowOptions;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.finding.Severity;
import dev.memcheck.script.Position;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionName;
import dev.memcheck.sql.TransactionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What could not be decided is said beside the verdict, with the reason and how to go on. */
class UndecidedTest {
    private static final String LIMIT = "the repeats took 3.4 s, and end after 3 s unless more are asked for";

    private static Finding leak(String context, int occurrences) {
        return FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", context)
                .severity(Severity.WARNING)
                .occurrences(occurrences)
                .bytes(96L * occurrences)
                .bytesPerCall(96)
                .by("my_fn", "my_ext")
                .finding();
    }

    private static Optional<String> sentence(Undecided undecided, Finding... findings) {
        return undecided.sentence(IntStream.range(0, findings.length)
                .mapToObj(i -> new NumberedFinding(i + 1, findings[i], SessionName.DEFAULT))
                .toList());
    }

    @Test
    void namesTheFindingHowOftenItWasSeenHowManyBytesAndHowToGoOn() {
        Finding decided = leak("decided", 12);
        Finding open = leak("open", 4);

        assertThat(sentence(new Undecided(List.of(open), 1, Optional.empty(), LIMIT), decided, open))
                .hasValue("not decided: finding 2 (seen 4 times, 96 bytes each time on average): " + LIMIT
                        + "; \\confirm 4 at the prompt, or --confirm 5, goes on");
    }

    @Test
    void whatCouldNotBeRepeatedIsToldWithTheWayOut() {
        Finding open = FindingSample.of(CheckType.CHUNK_LEAK, "TopMemoryContext")
                .bytes(8192)
                .occurrences(1)
                .finding();

        assertThat(sentence(
                        new Undecided(
                                List.of(open), 0, Optional.of("\"CREATE TABLE t ()\" fails now: it exists"), LIMIT),
                        open))
                .hasValue(
                        "not decided: finding 1 (seen once, 8192 bytes in the window): the window could not be repeated as it was,"
                                + " \"CREATE TABLE t ()\" fails now: it exists; it can be repeated if it leaves everything as"
                                + " it found it, with BEGIN TRANSACTION and ROLLBACK in it, say");
    }

    @Test
    void manyAreCounted() {
        Finding[] open =
                IntStream.range(0, 8).mapToObj(i -> leak("context " + i, 2)).toArray(Finding[]::new);

        assertThat(sentence(new Undecided(List.of(open), 1, Optional.empty(), LIMIT), open)
                        .orElseThrow())
                .contains("finding 5 (seen 2 times, 96 bytes each time on average), 3 more: the repeats")
                .doesNotContain("finding 6");
    }

    @Test
    void ifAllIsDecidedOnlyWhatStoodInTheWayIsSaid() {
        assertThat(sentence(new Undecided(List.of(), 3, Optional.empty(), LIMIT), leak("decided", 12)))
                .isEmpty();
        assertThat(sentence(new Undecided(List.of(), 0, Optional.of("it leaves a transaction open"), LIMIT)))
                .hasValue("it could not be repeated as it was: it leaves a transaction open");
    }

    /** A window whose every run takes as long as all repeats may. */
    @Test
    void aSlowWindowIsRepeatedOnceAndSaysSo() {
        assertThat(notes("SELECT leak_top(); SELECT leak_top();", 1, 4))
                .containsExactly(
                        "not decided: finding 1 (seen 4 times, 64 bytes in the window): the repeats took 4.0 s, and end after 3 s"
                                + " unless more are asked for; \\confirm 4 at the prompt, or --confirm 5, goes on");
    }

    @Test
    void aQuickOneIsDecided() {
        assertThat(notes("SELECT leak_top(); SELECT leak_top();", 1, 0)).isEmpty();
        assertThat(notes("SELECT cache_once();", 2, 4)).isEmpty();
    }

    @Test
    void whatComesBackEachTimeAndIsNotCertainIsNotDecided() {
        assertThat(notes("SELECT lose_in_library();", 2, 11))
                .containsExactly(
                        "not decided: finding 1 (seen 3 times, 16 bytes in the window): the repeats took 22.0 s, and end after 20 s"
                                + " unless more are asked for; \\confirm 12 at the prompt, or --confirm 14, goes on");
    }

    @Test
    void inAConversation() {
        Conversation talk = Conversation.batch();

        talk.type("begin; CREATE TABLE t (); SELECT leak_top(); end");

        assertThat(talk.notes)
                .singleElement()
                .asString()
                .startsWith(
                        "not decided: finding 1 (seen 2 times, 32 bytes in the window): the window could not be repeated as it was, \"CREATE"
                                + " TABLE t ()\" succeeded before and fails now: relation already exists; it can be");
        assertThat(talk.type("begin; SELECT leak_top(); SELECT leak_top(); end"))
                .isNotEmpty();
        assertThat(talk.notes).isEmpty();
    }

    /** Of a window with these statements, of which each run takes so long. */
    private static List<String> notes(String statements, int repeats, int seconds) {
        FakeBackend backend = new FakeBackend(1, new ArrayList<>());
        Position nowhere = new Position("test.mcs", 1, 1);
        WindowOptions options = new WindowOptions(Optional.empty(), Optional.empty(), Optional.empty());
        WindowRecord record =
                new WindowRecord(new OpenWindow(1, options), nowhere, TransactionState.IDLE, Optional.empty());
        backend.beginWindow(options);
        for (String sql : statements.split("; ?")) {
            backend.execute(sql);
            backend.judge();
            record.add(new WindowStep.Ran(sql, false, false, Optional.empty()));
        }
        record.closed(backend.endWindow(), List.of(), TransactionState.IDLE, Optional.empty(), nowhere);
        AtomicLong time = new AtomicLong();
        try (StatementClock clock = new StatementClock(() -> {})) {
            WindowRepeater repeater = new WindowRepeater(
                    backend, record, clock, () -> false, () -> time.getAndAdd(seconds * 1_000_000_000L));
            repeater.repeat(repeats);
            record.confirmed(repeater.findings(), repeater.limits(), repeater.undecided());
        }
        List<Finding> findings = record.findings();
        return record.notes(IntStream.range(0, findings.size())
                .mapToObj(i -> new NumberedFinding(i + 1, findings.get(i), SessionName.DEFAULT))
                .toList());
    }
}
