package dev.memcheck.shell.command;

import dev.memcheck.amount.AmountWords;
import dev.memcheck.render.text.Style;
import dev.memcheck.report.WallClock;
import dev.memcheck.run.CommandResult;
import dev.memcheck.run.SentStatement;
import dev.memcheck.run.StatementReport;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.Loudness;
import dev.memcheck.shell.out.UsageException;
import dev.memcheck.snapshot.ContextNode;
import dev.memcheck.snapshot.Snapshot;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code \watch [SECONDS]}: sends the statement again and again, until it fails or the user cancels. In a window each turn has
 * its status line; outside, what the backend's contexts hold is said each time.
 */
final class WatchCommand implements SendingShellCommand {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);
    private static final double DEFAULT_SECONDS = 2;
    private static final double MOST_SECONDS = 86_400;
    private static final String INTERVAL = "i=";
    private static final String COUNT = "c=";
    private static final long NANOS = 1_000_000_000;
    private static final long POLL_NANOS = 20_000_000;

    @Override
    public String name() {
        return "watch";
    }

    @Override
    public String synopsis() {
        return "[SECONDS] [c=N]";
    }

    @Override
    public String help() {
        return "send it every SECONDS (2) until Ctrl-C";
    }

    @Override
    public CommandResult send(CommandContext context, Item.Command command, SentStatement statement) {
        double seconds = DEFAULT_SECONDS;
        int turns = Integer.MAX_VALUE;
        for (String word : command.words()) {
            if (word.startsWith(COUNT)) {
                turns = (int) number(word.substring(COUNT.length()), Integer.MAX_VALUE);
            } else {
                seconds = number(word.startsWith(INTERVAL) ? word.substring(INTERVAL.length()) : word, MOST_SECONDS);
            }
        }
        // As in psql 15.
        double interval = seconds == 0 ? 1 : seconds;
        String every = " (every " + (interval == Math.rint(interval) ? "" + (long) interval : "" + interval) + "s)";
        OptionalLong before = OptionalLong.empty();
        for (int turn = 1; turn <= turns; turn++) {
            long start = System.nanoTime();
            context.results().screen().say(CLOCK.format(WallClock.local()) + every);
            context.results().screen().say("");
            StatementReport report = statement.run();
            if (report.failed()) {
                break;
            }
            if (!report.inWindow() && context.screen().loudness() == Loudness.ALL) {
                before = tellMemory(context, before);
            }
            if (turn == turns || !waited(start + (long) (interval * NANOS), statement)) {
                break;
            }
        }
        return CommandResult.done();
    }

    private static OptionalLong tellMemory(CommandContext context, OptionalLong before) {
        Optional<Snapshot> snapshot = context.runner().snapshot();
        if (snapshot.isEmpty()) {
            return before;
        }
        long used = snapshot.get().nodes().stream()
                .filter(node -> !node.observer())
                .mapToLong(ContextNode::usedBytes)
                .sum();
        String change = before.isEmpty()
                ? ""
                : used == before.getAsLong() ? ", as before" : ", " + AmountWords.difference(used - before.getAsLong());
        context.screen().say("contexts hold " + AmountWords.bytes(used) + change, Style.DIM);
        context.screen().flush();
        return OptionalLong.of(used);
    }

    /** Waits until then, as it was asked to; false if nothing more is to run, as after Ctrl-C. */
    private static boolean waited(long until, SentStatement statement) {
        while (!statement.isOver()) {
            if (System.nanoTime() - until >= 0) {
                return true;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return false;
    }

    private static double number(String text, double most) {
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,6})?") || Double.parseDouble(text) > most) {
            throw new UsageException("expected seconds, and c=N for how often, found \"" + text + "\"");
        }
        return Double.parseDouble(text);
    }
}
