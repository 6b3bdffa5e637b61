package dev.memcheck.shell.command;

import dev.memcheck.amount.AmountWords;
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
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code \trace PID [TIME] [every N kB]}: who grows in another process of the server, judged as a window is. */
final class TraceCommand implements ShellCommand {
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final int MOST_LINES = 20;

    @Override
    public String name() {
        return "trace";
    }

    @Override
    public String synopsis() {
        return "PID [TIME] [every N]";
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
        Optional<Wish> asked = Wish.of(command.words());
        if (asked.isEmpty()) {
            return CommandResult.refused(
                    "\\trace expects the id of a process, a time such as 30s or 2min, and perhaps \"every"
                            + " 64 kB\", to follow one chunk in so many bytes"
                            + Wish.wrong(command.words()) + "; \\backends lists processes");
        }
        Wish wish = asked.get();
        int pid = wish.pid();
        if (pid == context.runner().backendFacts().pid()) {
            return CommandResult.refused(
                    "process " + pid + " is the backend under test: begin and end find who grows in it");
        }
        if (context.runner().state().inWindow()) {
            return CommandResult.refused("\\trace is a window of its own; end the open one first");
        }
        if (isThere(context, pid)) {
            String sampled = wish.every().isPresent()
                    ? ", one chunk in " + AmountWords.bytes(wish.every().getAsInt()) + ": all figures are estimates"
                    : "";
            context.screen().say("tracing process " + pid + " for " + words(wish.time()) + sampled, Style.DIM);
            context.screen().flush();
        }
        Traced traced = followed(context, wish);
        return traced.refusal()
                .map(CommandResult::refused)
                .orElseGet(
                        () -> CommandResult.judged("trace of process " + pid, pid, traced.findings(), traced.notes()));
    }

    /** What was typed after the name of the command. */
    private record Wish(int pid, Duration time, OptionalInt every) {
        private static final Pattern FORM =
                Pattern.compile("([0-9]+)(?: (?!every)([^ ]+))?(?: every ([0-9]{1,7}) ?(B|kB|MB))?");

        /** Empty if it is none. */
        static Optional<Wish> of(List<String> words) {
            Matcher form = FORM.matcher(String.join(" ", words));
            if (!form.matches()) {
                return Optional.empty();
            }
            int pid = NumberArgument.of(form.group(1), Integer.MAX_VALUE);
            Optional<Duration> time = form.group(2) == null ? Optional.of(USUAL) : TimeLimit.parse(form.group(2));
            long every = form.group(3) == null ? 0 : Long.parseLong(form.group(3)) << shift(form.group(4));
            if (pid == 0 || time.isEmpty() || every > Integer.MAX_VALUE || form.group(3) != null && every == 0) {
                return Optional.empty();
            }
            return Optional.of(
                    new Wish(pid, time.get(), every == 0 ? OptionalInt.empty() : OptionalInt.of((int) every)));
        }

        /** Which of the words it is that is none of these. */
        static String wrong(List<String> words) {
            if (words.isEmpty()) {
                return "";
            }
            int every = words.indexOf("every");
            if (of(words.subList(0, 1)).isEmpty()) {
                return found(words.subList(0, 1));
            }
            List<String> before = every < 0 ? words : words.subList(0, every);
            return found(
                    of(before).isEmpty() || every < 0
                            ? before.subList(1, before.size())
                            : words.subList(every, words.size()));
        }

        private static String found(List<String> words) {
            return ", found \"" + String.join(" ", words) + "\"";
        }

        private static int shift(String unit) {
            return unit.equals("MB") ? 20 : unit.equals("kB") ? 10 : 0;
        }
    }

    /** On a terminal each look is shown, in place of the one before. */
    private static Traced followed(CommandContext context, Wish wish) {
        Screen screen = context.screen();
        TraceLines lines =
                new TraceLines(wish.pid(), wish.time(), screen.theme().glyphs());
        try {
            return context.observer()
                    .trace(
                            wish.pid(),
                            wish.time(),
                            wish.every(),
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
