package dev.memcheck.shell.batch;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.file.OwnFiles;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.source.OwnInstallation;
import dev.memcheck.source.SourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the commit that is checked out, installs it into a copy of the server, and runs the session files there. */
public final class CommitTrial {
    /** What git says of a commit. */
    public enum Verdict {
        GOOD,
        BAD,
        /** It does not build, or nothing can be said of it. */
        SKIP
    }

    /**
     * What came of one commit.
     *
     * @param why in some words
     * @param printed by the run; empty if there was none
     */
    public record Outcome(Verdict verdict, String why, String printed) {
        /** {@code good}. */
        public String word() {
            return verdict.name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Path pgConfig;
    private final Path copy;
    private final String build;
    private final Path working;
    private final List<String> run;

    /** What runs, or ran last. */
    private Optional<Process> running = Optional.empty();

    private boolean builds;

    /** Whether nothing else is to run. */
    private boolean over;

    /**
     * @param pgConfig of the server that is copied
     * @param copy where the copy is, each time
     * @param build a shell command
     * @param working where the run is started
     * @param run the command line of a run that tells apart what is no verdict
     */
    public CommitTrial(Path pgConfig, Path copy, String build, Path working, List<String> run) {
        this.pgConfig = pgConfig;
        this.copy = copy;
        this.build = build;
        this.working = working;
        this.run = List.copyOf(run);
    }

    /** @param source where the extension lies */
    public Outcome of(Path source) {
        long start = System.nanoTime();
        OwnFiles.remove(copy);
        try {
            Map<String, String> variables =
                    Map.of("PG_CONFIG", OwnInstallation.copy(pgConfig, copy).toString());
            Tool built = Tool.run(source, variables, List.of("sh", "-c", build), process -> begun(process, true));
            if (!built.good()) {
                return new Outcome(Verdict.SKIP, "it does not build: " + built.complaint(), "");
            }
            Tool ran = Tool.run(working, variables, run, process -> begun(process, false));
            return outcome(
                    ran,
                    AmountWords.brief(
                            Duration.ofNanos(System.nanoTime() - start).toMillis() * 1000));
        } catch (IOException | SourceException e) {
            return new Outcome(Verdict.SKIP, "the server could not be copied: " + e.getMessage(), "");
        }
    }

    /** Ends what runs, and what may still begin. A run of memcheck ends its server itself. */
    synchronized void end() {
        over = true;
        running.ifPresent(process -> {
            List<ProcessHandle> started = builds ? process.descendants().toList() : List.of();
            Stream.concat(started.stream(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroy);
        });
    }

    synchronized boolean isOver() {
        return over;
    }

    private synchronized void begun(Process process, boolean building) {
        running = Optional.of(process);
        builds = building;
        if (over) {
            end();
        }
    }

    private static Outcome outcome(Tool ran, String time) {
        if (ran.good()) {
            return new Outcome(Verdict.GOOD, time, ran.text());
        }
        return ran.code() == ExitCode.FAILED.code()
                ? new Outcome(Verdict.BAD, time, ran.text())
                : new Outcome(Verdict.SKIP, "no verdict: " + ran.complaint(), ran.text());
    }
}
