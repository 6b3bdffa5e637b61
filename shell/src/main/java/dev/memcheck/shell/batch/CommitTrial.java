package dev.memcheck.shell.batch;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.file.OwnFiles;
import dev.memcheck.shell.out.ExitCode;
import dev.memcheck.source.BuildStop;
import dev.memcheck.source.CommitBuild;
import dev.memcheck.source.OwnInstallation;
import dev.memcheck.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    private static final String CARGO = "CARGO_TARGET_DIR";

    private final Path pgConfig;
    private final Path copy;
    private final Optional<String> build;
    private final BuildStop stop = new BuildStop();
    private final Path working;
    private final List<String> run;

    /** Of what was built last. */
    private Map<String, String> variables = Map.of();

    private Optional<Path> known = Optional.empty();

    /** What runs, or ran last. */
    private Optional<Process> running = Optional.empty();

    private boolean builds;

    /** Whether nothing else is to run. */
    private boolean over;

    /**
     * @param pgConfig of the server that is copied
     * @param copy where the copy is, each time
     * @param build a shell command; empty: as the commit's files tell
     * @param working where the run is started
     * @param run the command line of a run that tells apart what is no verdict
     */
    public CommitTrial(Path pgConfig, Path copy, Optional<String> build, Path working, List<String> run) {
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
            Path copied = OwnInstallation.copy(pgConfig, copy);
            variables = Map.of(
                    "PG_CONFIG",
                    copied.toString(),
                    // what cargo made for one commit is good for the next
                    CARGO,
                    Optional.ofNullable(System.getenv(CARGO))
                            .orElse(copy.resolveSibling("cargo").toString()));
            InstalledFiles before = InstalledFiles.of(copy);
            Optional<String> complaint = built(source, copied);
            if (complaint.isPresent()) {
                return new Outcome(Verdict.SKIP, "it does not build: " + complaint.get(), "");
            }
            if (InstalledFiles.of(copy).equals(before)) {
                return new Outcome(Verdict.SKIP, "its build installed nothing into the server of $PG_CONFIG", "");
            }
            return ran(start, known.map(file -> "--baseline=" + file));
        } catch (IOException | SourceException e) {
            return new Outcome(Verdict.SKIP, "the server could not be copied: " + e.getMessage(), "");
        }
    }

    /**
     * Runs the files for what was built last once more: what is found there does not count, there and in other commits, if that makes it
     * good.
     *
     * @param file to write it to
     */
    Outcome knowing(Path file) {
        Outcome outcome = ran(System.nanoTime(), Optional.of("--write-baseline=" + file));
        if (outcome.verdict() == Verdict.GOOD) {
            known = Optional.of(file);
        }
        return outcome;
    }

    /** What does not count, if anything does not. */
    Optional<List<String>> known() {
        return known.map(file -> {
            try (Stream<String> lines = Files.lines(file)) {
                return lines.filter(line -> !line.isBlank() && !line.startsWith("--"))
                        .map(line -> line.replaceFirst(" since '.*", ""))
                        .toList();
            } catch (IOException e) {
                return List.of("what is in " + file);
            }
        });
    }

    private Outcome ran(long start, Optional<String> option) {
        List<String> command = new ArrayList<>(run);
        option.ifPresent(command::add);
        Tool ran = Tool.run(working, variables, command, process -> begun(process, false));
        return outcome(
                ran,
                AmountWords.brief(Duration.ofNanos(System.nanoTime() - start).toMillis() * 1000));
    }

    /** What a build complained of, if it failed. */
    private Optional<String> built(Path source, Path copied) throws IOException {
        try {
            Optional<String> command = build.isPresent() ? build : CommitBuild.command(source);
            if (command.isEmpty()) {
                CommitBuild.install(source, copied, copy, stop);
                return Optional.empty();
            }
            Tool built =
                    Tool.run(source, variables, List.of("sh", "-c", command.get()), process -> begun(process, true));
            return built.good() ? Optional.empty() : Optional.of(built.complaint());
        } catch (SourceException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Ends what runs, and what may still begin. A run of memcheck ends its server itself. */
    synchronized void end() {
        over = true;
        stop.request();
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
