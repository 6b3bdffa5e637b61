package dev.memcheck.shell.cli;

import dev.memcheck.shell.batch.Shard;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.shell.session.BackendSources;
import picocli.CommandLine.Option;

/** The options that say which files run, and when. */
final class ScheduleOptions {
    private static final int MOST_JOBS = 256;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "run N files in parallel (1), each with its own private backend")
    private int jobs = 1;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description = "run only part I of N; a file's content decides which part it belongs to")
    private String shard;

    @Option(names = "--fail-fast", description = "start no more files after the first failure")
    private boolean failFast;

    void take(PlainWords words) {
        Integer number = words.number("--jobs");
        jobs = number == null ? jobs : number;
        shard = words.value("--shard");
        failFast = words.flag("--fail-fast");
    }

    /** @throws UsageException if it is out of range, or there would be one server for several files */
    int jobs(BackendSources sources) {
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw new UsageException("--jobs expects a number from 1 to " + MOST_JOBS + ", found " + jobs);
        }
        if (jobs > 1 && !sources.arePrivate()) {
            throw new UsageException(
                    "--jobs cannot be used with a running server: it gives each file a private backend; leave"
                            + " out the connection options");
        }
        return jobs;
    }

    /** @throws UsageException if there is no such part */
    Shard shard() {
        return shard == null ? Shard.WHOLE : Shard.of(shard);
    }

    boolean failFast() {
        return failFast;
    }
}
