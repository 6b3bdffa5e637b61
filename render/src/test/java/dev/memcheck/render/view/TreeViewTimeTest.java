package dev.memcheck.render.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Observation;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import dev.memcheck.render.view.ViewInput.Code;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.Timeline;
import dev.memcheck.session.SessionName;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotDrawing;
import dev.memcheck.snapshot.SnapshotFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Steps through the statements, follows a running one, starts and cancels. */
class TreeViewTimeTest {
    private static final String GROWING = """
            TopMemoryContext 90128/102400
              CacheMemoryContext 510000/1048576
              PortalContext 1000/1024 statement
                ExecutorState %d/9437184
            """;

    @Test
    void stepsThroughTheStatements() {
        ViewTalk talk = session();
        assertThat(talk.status()).contains("statement 5 of 5");
        assertThat(talk.type("[").status()).contains("statement 3 of 5").doesNotContain("live");
        assertThat(talk.screen()).contains("leak_context (buggy_ext)");
        assertThat(talk.type("[").status()).contains("statement 2 of 5");
        assertThat(talk.type("[").status()).contains("statement 2 of 5");
        assertThat(talk.bottom()).isEqualTo("this is the first statement that is kept");
        assertThat(talk.type("]]").status()).contains("statement 5 of 5").doesNotContain("live");
        assertThat(talk.type("]").status()).contains("statement 5 of 5");
        assertThat(talk.type("]").bottom()).isEqualTo("nothing later was seen");
        assertThat(talk.type("[[L").status()).contains("statement 5 of 5");
    }

    @Test
    void whatIsWatchedIsDrawnOverTheLastLooks() {
        HandHost host = new HandHost();
        ViewTalk talk = new ViewTalk(host, 160, 40);
        for (int look = 1; look <= 3; look++) {
            SnapshotFacts process =
                    SnapshotFacts.unknown().withProcess(OptionalLong.empty(), OptionalLong.of(look * 1_048_576L));
            host.see(SnapshotDrawing.of(look, "TopMemoryContext 1000/" + look * 1024)
                    .with(process));
            talk.after(200);
        }
        assertThat(talk.screen())
                .contains("at the last 3 looks")
                .containsPattern("used .* 1000 bytes")
                .containsPattern("contexts .* 1024 bytes to 3072 bytes")
                .containsPattern("peak .* 1024 bytes to 3072 bytes")
                .containsPattern("RssAnon .* 1024 kB to 3072 kB")
                .doesNotContain("malloc");
        host.see(SnapshotDrawing.of(99, 4, "TopMemoryContext 1000/1024"));
        assertThat(talk.after(200).screen()).doesNotContain("the last 3 looks");
    }

    @Test
    void theCursorStaysWithItsNodeAndWaitsForItAtItsParent() {
        ViewTalk talk = session().type("/retired").press(Code.ENTER);
        assertThat(talk.cursor()).contains("retired plan");
        assertThat(talk.type("[").cursor()).contains("unchanged");
        assertThat(talk.type("[").cursor()).contains("retired plan");
        HandHost host = SampleSession.host();
        host.timeline =
                new Timeline(host.timeline.connected(), host.timeline.moments().subList(1, 3), 1);
        ViewTalk later = new ViewTalk(host, 120, 40).type("[/leak_context").press(Code.ENTER);
        assertThat(later.cursor()).contains("demo call");
        assertThat(later.status()).contains("thinned 1");
    }

    @Test
    void whereItsNodeIsGoneTheCursorIsOnTheNearestAncestor() {
        HandHost host = new HandHost();
        host.see(SnapshotDrawing.of(1, "TopMemoryContext 1\n  a 1\n    b 1\n"));
        ViewTalk talk = new ViewTalk(host, 80, 24).type("G");
        assertThat(talk.cursor()).contains("- b");
        host.see(SnapshotDrawing.of(2, "TopMemoryContext 1\n  z 1\n  a 1\n"));
        talk.after(1).type("f").press(Code.END, Code.HOME, Code.ENTER);
        assertThat(talk.cursor()).contains("b");
        host.see(SnapshotDrawing.of(99, 3, "TopMemoryContext 1\n  z 1\n  a 1\n"));
        assertThat(talk.after(1).cursor()).contains("- a");
        host.see(SnapshotDrawing.of(99, 4, "TopMemoryContext 1\n  z 1\n  a 1\n    b 1\n"));
        assertThat(talk.after(1).cursor()).contains("- b");
    }

    @Test
    void whatWasFoldedStaysFolded() {
        ViewTalk talk = session();
        assertThat(talk.type("gj").cursor()).contains("v CacheMemoryContext");
        talk.type(" [[");
        assertThat(talk.cursor()).contains("> CacheMemoryContext");
        assertThat(talk.type("L").cursor()).contains("> CacheMemoryContext");
    }

    @Test
    void comparesWithOtherMoments() {
        ViewTalk talk = session().type("[");
        assertThat(talk.status()).contains("since the statement before");
        assertThat(talk.screen()).contains("3 unchanged");
        assertThat(talk.type("b").status()).contains("since the window's start");
        assertThat(talk.screen()).contains("+ | |-- relation rules").contains("+117 kB");
        assertThat(talk.type("b").status()).contains("since connecting");
        assertThat(talk.type("b").status()).contains("since the statement before");
        HandHost host = SampleSession.host();
        host.timeline = new Timeline(Optional.empty(), host.timeline.moments(), 0);
        assertThat(new ViewTalk(host, 120, 40).type("bb").bottom())
                .isEqualTo("connecting was not seen; since the statement before");
    }

    @Test
    void findingsOfAllStatementsSinceTheBaselineAreShown() {
        ViewTalk talk = session();
        assertThat(talk.screen()).doesNotContain("leak_context (buggy_ext)");
        assertThat(talk.type("b").screen()).contains("leak_context (buggy_ext)");
        assertThat(talk.type("b").screen()).contains("leak_context (buggy_ext)");
        assertThat(talk.type("[[").screen()).doesNotContain("leak_context (buggy_ext)");
    }

    @Test
    void showsThePeakInsideAStatement() {
        ViewTalk talk = session().type("[");
        assertThat(talk.screen()).doesNotContain("ExecutorState").contains("peak 10 MB");
        assertThat(talk.type("P").status()).contains("peak of statement 3 of 5");
        assertThat(talk.screen()).contains("+ | `-- ExecutorState");
        assertThat(talk.type("P").status()).doesNotContain("peak");
        assertThat(talk.type("]P").bottom()).startsWith("no larger tree was seen");
        assertThat(talk.type("[").status()).doesNotContain("peak");
    }

    @Test
    void listsTheStatementsAndGoesToOne() {
        ViewTalk talk = session().type("T");
        assertThat(talk.screen()).contains("statements, newest first");
        assertThat(talk.cursor()).contains("DISCARD PLANS").contains("-15 kB");
        talk.press(Code.DOWN, Code.ENTER);
        assertThat(talk.status()).contains("statement 3 of 5");
        assertThat(talk.type("T").cursor()).contains("SELECT leak_context()").contains("2 findings");
        assertThat(new ViewTalk(new HandHost(), 80, 24).type("T").screen()).contains("nothing");
    }

    @Test
    void followsARunningStatement() {
        ViewTalk talk = session();
        talk.host.running = Optional.of("SELECT slow()");
        assertThat(talk.after(0).after(2_500).status()).contains("running 2.5 s");
        talk.host.see(look(6, 100_000));
        assertThat(talk.after(200).status()).contains("live, now");
        assertThat(talk.screen())
                .contains("SELECT slow()")
                .contains("+ | `-- ExecutorState")
                .contains("+98 kB");
        talk.host.see(look(7, 3_000_000));
        assertThat(talk.after(200).screen()).contains("+2930 kB");
        talk.host.running = Optional.empty();
        talk.host.add(SampleSession.moment(6, "SELECT slow()", SampleSession.GIVEN_BACK, look(8, 0), List.of()));
        talk.host.outcome = Optional.of("SELECT 1, 2.9 s");
        assertThat(talk.after(200).status()).contains("statement 6 of 6").doesNotContain("running");
        assertThat(talk.bottom()).isEqualTo("SELECT 1, 2.9 s");
        assertThat(talk.type("j").after(200).bottom()).doesNotContain("2.9 s");
    }

    @Test
    void aLaterLookAtABackendThatDidNothingMoreDoesNotHideItsLastStatement() {
        HandHost host = SampleSession.host();
        host.timeline =
                new Timeline(host.timeline.connected(), host.timeline.moments().subList(0, 2), 0);
        Snapshot end = SampleSession.LEAKED;
        host.see(Snapshot.of(end.backendPid(), 6, end.takenAt().plusSeconds(1), end.nodes()));
        ViewTalk talk = new ViewTalk(host, 120, 40).type("L");
        assertThat(talk.status()).contains("statement 3 of 3");
        assertThat(talk.screen()).contains("leak_context (buggy_ext)");
        host.see(look(7, 0));
        assertThat(talk.after(200).status()).contains("now");
    }

    @Test
    void whatHasBecomeCertainSinceIsShownSo() {
        HandHost host = SampleSession.host();
        ViewTalk talk = new ViewTalk(host, 120, 40).type("[");
        assertThat(talk.screen()).contains("? unconfirmed").doesNotContain("!! WRONG CONTEXT");
        Finding certain =
                FindingSample.of(CheckType.WRONG_CTX_ALLOC, "TopMemoryContext").finding();
        host.findings = List.of(host.findings.get(0), new NumberedFinding(2, certain, SessionName.DEFAULT));
        assertThat(talk.after(200).screen()).contains("!! WRONG CONTEXT");
    }

    @Test
    void staysWhereItIsWhenItIsNotAtTheLiveEndOrIsPaused() {
        ViewTalk talk = session().type("[");
        talk.host.see(look(6, 100_000));
        assertThat(talk.after(200).status()).contains("statement 3 of 5");
        assertThat(talk.type("]").status()).contains("statement 5 of 5");
        assertThat(talk.type("]").status()).contains("now");
        talk.type("p");
        assertThat(last(talk)).isEqualTo("refresh never");
        talk.host.see(look(7, 3_000_000));
        assertThat(talk.after(200).status()).contains("paused");
        assertThat(talk.screen()).contains("+98 kB");
        talk.type("p");
        assertThat(last(talk)).isEqualTo("refresh 200");
        assertThat(talk.screen()).contains("+2930 kB");
    }

    @Test
    void looksMoreOrLessOften() {
        ViewTalk talk = session();
        assertThat(talk.host.asked).containsExactly("refresh 200");
        assertThat(talk.type("+").bottom()).isEqualTo("looks every 100 ms");
        assertThat(talk.type("++++").bottom()).isEqualTo("looks every 50 ms");
        assertThat(talk.type("---------").bottom()).isEqualTo("looks every 10 s");
        assertThat(last(talk)).isEqualTo("refresh 10000");
        talk.host.asked.clear();
        talk.type("p+");
        assertThat(talk.host.asked).containsExactly("refresh never");
    }

    @Test
    void startsAndCancelsStatements() {
        ViewTalk talk = session().type("[:SELECT 日本x");
        assertThat(talk.bottom()).isEqualTo(":SELECT 日本x");
        assertThat(talk.view.picture().caret()).contains(new Picture.Caret(39, 13));
        talk.press(Code.BACKSPACE, Code.LEFT, Code.DELETE, Code.ENTER);
        assertThat(last(talk)).isEqualTo("run SELECT 日");
        talk.host.running = Optional.of("SELECT 日");
        assertThat(talk.after(1).status()).contains("live, statement 5 of 5");
        assertThat(talk.after(1).type(":").bottom()).isEqualTo("a statement is running; Ctrl-C cancels it");
        talk.press(Code.INTERRUPT);
        assertThat(last(talk)).isEqualTo("cancel");
        assertThat(talk.view.isClosed()).isFalse();
        talk.host.running = Optional.empty();
        talk.after(1).type(":x").press(Code.INTERRUPT);
        assertThat(talk.view.isClosed()).isFalse();
        talk.press(Code.INTERRUPT);
        assertThat(talk.view.isClosed()).isTrue();
        HandHost other = new HandHost();
        other.canRun = false;
        assertThat(new ViewTalk(other, 80, 24).type(":").bottom()).contains("another backend is watched");
    }

    @Test
    void saysWhyABackendIsNotSeen() {
        HandHost host = new HandHost();
        host.latest = Optional.of(new Observation.Unseen("backend 99 is gone\u001b[2J"));
        ViewTalk talk = new ViewTalk(host, 80, 24);
        assertThat(talk.lines().get(1)).isEqualTo("cannot be seen: backend 99 is gone\\x1B[2J");
        assertThat(talk.screen()).contains("Nothing has been seen yet");
        host.see(look(1, 100_000));
        assertThat(talk.after(1).lines().get(1)).doesNotContain("cannot");
        host.latest = Optional.of(new Observation.Unseen("it is busy"));
        assertThat(talk.after(1).lines().get(1)).isEqualTo("cannot be seen: it is busy");
        assertThat(talk.screen()).contains("ExecutorState");
    }

    @Test
    void anotherBackendIsComparedWithTheFirstLook() {
        HandHost host = new HandHost();
        host.latest = Optional.of(new Observation.Seen(look(1, 1000), Optional.of("idle: SELECT 2")));
        ViewTalk talk = new ViewTalk(host, 120, 40);
        assertThat(talk.lines().get(1)).endsWith("in all: idle: SELECT 2");
        assertThat(talk.status()).doesNotContain("since");
        host.see(look(2, 101_000));
        assertThat(talk.after(200).status()).contains("since the first look");
        assertThat(talk.screen()).contains("^   `-- ExecutorState").contains("+98 kB");
    }

    @Test
    void aServerWithoutTheExtensionIsShownAsFarAsItTells() {
        HandHost host = new HandHost();
        Snapshot connected = SnapshotDrawing.of("TopMemoryContext 1 unknown\n  CacheMemoryContext 2\n");
        host.timeline = new Timeline(Optional.of(connected), List.of(), 0);
        ViewTalk talk = new ViewTalk(host, 120, 40).type("j");
        assertThat(talk.status()).contains("when connected");
        assertThat(talk.cursor()).contains("CacheMemoryContext");
    }

    private static Snapshot look(int sequence, int bytes) {
        return SnapshotDrawing.of(sequence, String.format(GROWING, bytes));
    }

    private static ViewTalk session() {
        return new ViewTalk(SampleSession.host(), 120, 40).type("L");
    }

    private static String last(ViewTalk talk) {
        return talk.host.asked.get(talk.host.asked.size() - 1);
    }
}
