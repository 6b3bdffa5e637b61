package dev.memcheck.shell.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.render.text.Theme;
import dev.memcheck.shell.command.Commands;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.shell.out.TerminalSize;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.shell.session.SessionScript;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FileRunsTest {
    private final StringWriter out = new StringWriter();
    private final Interruption interruption = Interruption.never();
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

    @Test
    void filesRunAtTheSameTimeAndPrintInTheirOrder() {
        CountDownLatch bothRun = new CountDownLatch(2);
        FileRuns runs = runs(false, 2, false);

        runs.run(scripts("a", "b"), (script, screen) -> {
            screen.say(script.name() + " begins");
            bothRun.countDown();
            await(bothRun);
            if (script.name().equals("a")) {
                await(() -> ran.contains("b"));
            }
            screen.say(script.name() + " ends");
            ran.add(script.name());
            return FileResult.of(ExitCode.GOOD);
        });

        assertThat(ran).containsExactly("b", "a");
        assertThat(out).hasToString("a begins\na ends\nb begins\nb ends\n");
        assertThat(runs.worst()).isEqualTo(ExitCode.GOOD);
    }

    @Test
    void theWorstOfAllCounts() {
        FileRuns runs = runs(false, 1, false);

        runs.run(
                scripts("a", "b", "c"),
                (script, screen) -> FileResult.of(script.name().equals("b") ? ExitCode.NO_BACKEND : ExitCode.FAILED));

        assertThat(runs.worst()).isEqualTo(ExitCode.NO_BACKEND);
        assertThat(runs.results())
                .extracting(FileResult::code)
                .containsExactly(ExitCode.FAILED, ExitCode.NO_BACKEND, ExitCode.FAILED);
    }

    @Test
    void failFastStartsNoOtherFile() {
        FileRuns runs = runs(false, 1, true);

        runs.run(scripts("a", "b", "c", "d"), this::failingAtB);

        assertThat(ran).containsExactly("a", "b");
        assertThat(out).hasToString("a\nb\n2 files were not run: --fail-fast\n");
        assertThat(runs.worst()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void anInterruptionIsToldAndIsNoSuccess() {
        FileRuns runs = runs(false, 1, false);

        runs.run(scripts("a", "b"), (script, screen) -> {
            interruption.request();
            return FileResult.of(ExitCode.GOOD);
        });

        assertThat(out).hasToString("1 file was not run: interrupted\n");
        assertThat(runs.worst()).isEqualTo(ExitCode.INTERRUPTED);
    }

    @Test
    void onATerminalALineTellsWhatRuns() {
        runs(true, 1, false).run(scripts("a", "b"), this::failingAtB);

        assertThat(out).hasToString("""
                \r\033[K\033[?7l0 of 2 done, 0 failed; running a\033[?7h\
                \r\033[Ka
                \r\033[K\033[?7l1 of 2 done, 0 failed; running b\033[?7h\
                \r\033[Kb
                """);
    }

    @Test
    void aMistakeInOneFileIsRaisedAndTheOthersAreKept() {
        FileRuns runs = runs(false, 1, false);

        assertThatThrownBy(() -> runs.run(scripts("a", "b", "c"), (script, screen) -> {
                    if (script.name().equals("b")) {
                        throw new UsageException("b is wrong");
                    }
                    return FileResult.of(ExitCode.GOOD);
                }))
                .isInstanceOf(UsageException.class)
                .hasMessage("b is wrong");
        assertThat(runs.results()).hasSize(1);
    }

    private FileResult failingAtB(SessionScript script, Screen screen) {
        ran.add(script.name());
        screen.say(script.name());
        return FileResult.of(script.name().equals("b") ? ExitCode.FAILED : ExitCode.GOOD);
    }

    private FileRuns runs(boolean terminal, int jobs, boolean failFast) {
        Screen screen = new Screen(
                new PrintWriter(out),
                Theme.resolve(Map.of(), false, StandardCharsets.UTF_8),
                TerminalSize.UNBOUNDED,
                terminal);
        return new FileRuns(screen, terminal, jobs, failFast, interruption);
    }

    private static List<SessionScript> scripts(String... names) {
        Commands commands = new Commands();
        return List.of(names).stream()
                .map(name -> SessionScript.of(name, "", commands))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
