package dev.memcheck.shell.command;

import dev.memcheck.backend.Traced;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.view.TraceLines;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.script.TimeLimit;
import dev.memcheck.shell.out.Screen;
import dev.memcheck.sql.StatementResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code \trace PID [TIME]}: who grows in another process of the server, judged as a window is. */
final class TraceCommand implements ShellCommand {
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final int MOST_LINES = 20;

    @Override
    public String name() {
        return "trace";
    }

    @Override
    public String synopsis() {
        return "PID [TIME]";
    }

    @Override
    public String help() {
        return "find who grows in another server process, for 10s";
    }

    @Override
    public Argument argument() {
        return Argument.BACKEND;
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        List<String> words = command.words();
        int pid = words.isEmpty() ? 0 : NumberArgument.of(words.get(0), Integer.MAX_VALUE);
        Optional<Duration> time = words.size() > 1 ? TimeLimit.parse(words.get(1)) : Optional.of(USUAL);
        if (pid == 0 || words.size() > 2 || time.isEmpty()) {
            return CommandResult.refused(
                    "\\trace expects the id of a process, and a time such as 30s or 2min; \\backends lists processes");
        }
        if (pid == context.runner().backendFacts().pid()) {
            return CommandResult.refused(
                    "process " + pid + " is the backend under test: begin and end find who grows in it");
        }
        if (context.runner().state().inWindow()) {
            return CommandResult.refused("\\trace is a window of its own; end the open one first");
        }
        if (isThere(context, pid)) {
            context.screen().say("tracing process " + pid + " for " + words(time.get()), Style.DIM);
            context.screen().flush();
        }
        Traced traced = followed(context, pid, time.get());
        return traced.refusal()
                .map(CommandResult::refused)
                .orElseGet(
                        () -> CommandResult.judged("trace of process " + pid, pid, traced.findings(), traced.notes()));
    }

    /** On a terminal each look is shown, in place of the one before. */
    private static Traced followed(CommandContext context, int pid, Duration time) {
        Screen screen = context.screen();
        TraceLines lines = new TraceLines(pid, time, screen.theme().glyphs());
        try {
            return context.observer()
                    .trace(
                            pid,
                            time,
                            look -> screen.fleeting(lines.at(look, Math.min(MOST_LINES, screen.rows() - 2))),
                            context.runner()::isCancelled);
        } finally {
            screen.wipe();
        }
    }

    /** Nothing is said to be traced that the server is about to refuse. */
    private static boolean isThere(CommandContext context, int pid) {
        String sql = "SELECT 1 FROM pg_catalog.pg_stat_activity WHERE pid OPERATOR(pg_catalog.=) " + pid;
        return !(context.observer().ask(sql) instanceof StatementResult.Rows rows) || rows.count() > 0;
    }

    private static String words(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
