package dev.memcheck.shell.command;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.ConnectionChange;
import dev.memcheck.backend.catalog.NameKind;
import dev.memcheck.render.text.Style;
import dev.memcheck.run.CommandResult;
import dev.memcheck.script.Item;
import dev.memcheck.shell.out.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code \c [DB|- [USER|- [HOST|- [PORT|-]]]]}: another connection, as in psql. The one before stays if it cannot be had. */
final class ConnectCommand implements ShellCommand {
    private static final int MOST_WORDS = 4;
    private static final String REUSE = "-reuse-previous=";
    private static final List<String> TRUE = List.of("on", "true", "yes", "1");
    private static final List<String> FALSE = List.of("off", "false", "no", "0");

    /** As facts tell it: database and user, and which server. */
    private static final Pattern WHERE = Pattern.compile("(database .* as user \".*\") (.*) at port (\\d+)");

    @Override
    public String name() {
        return "connect";
    }

    @Override
    public List<String> aliases() {
        return List.of("c");
    }

    @Override
    public String synopsis() {
        return "[DB [USER ...]]";
    }

    @Override
    public String help() {
        return "another database, user, host, port; - keeps one";
    }

    @Override
    public List<NameKind> names() {
        return List.of(NameKind.DATABASES, NameKind.ROLES);
    }

    @Override
    public CommandResult run(CommandContext context, Item.Command command) {
        ConnectionChange change = change(command.words());
        Optional<String> before = where(context);
        List<String> lost = context.runner().unfinished().stream()
                .filter(open -> open.session().equals(context.runner().session()))
                .flatMap(open -> open.lost().stream())
                .toList();
        try {
            context.reconnect(change);
        } catch (BackendUnavailableException e) {
            // In memcheck 1.0 sessions by name were called so.
            String meant = command.words().size() == 1 && (!context.isPrompt() || e.isForWantOfDatabase())
                    ? "\n\\session " + command.words().get(0) + " begins another session"
                    : "";
            throw new UsageException(e.getMessage() + "\nPrevious connection kept" + meant, e);
        }
        lost.forEach(what -> context.screen().say("note: " + what, Style.WARNING));
        BackendFacts facts = context.runner().backendFacts();
        if (!context.display().quiet()) {
            context.screen().say("You are now connected to " + told(facts.where(), before) + ".");
        }
        return CommandResult.done();
    }

    private static Optional<String> where(CommandContext context) {
        try {
            return Optional.of(context.runner().backendFacts().where());
        } catch (BackendUnavailableException noneYet) {
            return Optional.empty();
        }
    }

    /** As in psql, the server is named where it is another one. */
    private static String told(String where, Optional<String> before) {
        Matcher now = WHERE.matcher(where);
        if (!now.matches()) {
            return where;
        }
        Matcher then = WHERE.matcher(before.orElse(""));
        boolean same = then.matches()
                && now.group(2).equals(then.group(2))
                && now.group(3).equals(then.group(3));
        return now.group(1) + (same ? "" : " " + now.group(2) + " at port \"" + now.group(3) + "\"");
    }

    static ConnectionChange change(List<String> typed) {
        List<String> words = new ArrayList<>(typed);
        Optional<Boolean> reuse = Optional.empty();
        if (!words.isEmpty() && words.get(0).startsWith(REUSE)) {
            String value = words.remove(0).substring(REUSE.length());
            if (!TRUE.contains(value) && !FALSE.contains(value)) {
                throw new UsageException(
                        "unrecognized value \"" + value + "\" for \"-reuse-previous\": Boolean expected");
            }
            reuse = Optional.of(TRUE.contains(value));
        }
        if (words.size() > MOST_WORDS) {
            throw new UsageException(
                    "expected at most database, user, host and port, found \"" + words.get(MOST_WORDS) + "\" besides");
        }
        Optional<String> database = word(words, 0);
        boolean string = database.filter(ConnectionChange::isConnectionString).isPresent();
        ConnectionChange change =
                new ConnectionChange(database, word(words, 1), word(words, 2), word(words, 3), reuse.orElse(!string));
        if (string
                && (change.user().isPresent()
                        || change.host().isPresent()
                        || change.port().isPresent())) {
            throw new UsageException("Do not give user, host, or port separately when using a connection string");
        }
        return change;
    }

    private static Optional<String> word(List<String> words, int index) {
        return words.stream().skip(index).findFirst().filter(word -> !word.isEmpty() && !word.equals("-"));
    }
}
