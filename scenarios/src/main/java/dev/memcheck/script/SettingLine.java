package dev.memcheck.script;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the commands say that set something: a variable that is memcheck's own, a limit of time, the session. */
final class SettingLine {
    private static final String ON_ERROR_STOP = "stop";
    private static final List<String> ON_ERROR_VALUES = List.of(ON_ERROR_STOP, "continue");

    /** Results come in parts here whatever it is; who misspells the number should hear of it. */
    private static final String FETCH_COUNT = "FETCH_COUNT";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{0,9}");
    private static final Set<String> OFF = Set.of("off", "false", "no", "0");

    /** As psql has it for who types. */
    private static final String AT_PROMPT = "interactive";

    private SettingLine() {}

    /**
     * What {@code \set} does, apart from setting the variable.
     *
     * @throws ParseException if the variable is memcheck's own and cannot have that value
     */
    static Item set(CommandLine line, String name, String value) {
        if (name.equals(Variables.AUTOCOMMIT) && !Variables.isTrue(value)) {
            throw line.argumentError(
                    name + " cannot be \"" + value + "\": a statement commits by itself here",
                    "write BEGIN TRANSACTION where a transaction is meant; memcheck begins none in the backend that it"
                            + " watches");
        }
        if (name.equals(Variables.ON_ERROR_ROLLBACK)
                && (value.isEmpty() || Variables.isTrue(value) || value.equals(AT_PROMPT))) {
            throw line.argumentError(
                    name + " cannot be \"" + value + "\": memcheck sets no savepoints in the backend that it watches",
                    "write SAVEPOINT and ROLLBACK TO SAVEPOINT where an error is not to end the transaction");
        }
        if (name.equals(Variables.ON_ERROR_ROLLBACK) && !OFF.contains(value.toLowerCase(Locale.ROOT))) {
            throw line.argumentError(name + " cannot be \"" + value + "\"", "expected off");
        }
        if (name.equals(FETCH_COUNT) && !NUMBER.matcher(value).matches()) {
            throw line.argumentError(name + " cannot be \"" + value + "\"", "expected a number");
        }
        if (name.equals(Variables.ON_ERROR_STOP)) {
            return new Item.OnError(line.position(), line.text(), Variables.isTrue(value));
        }
        return name.equals(Variables.ON_ERROR)
                ? onError(line, value)
                : name.equals(Variables.CANCEL_TIMEOUT) ? cancelTimeout(line, value) : line.command();
    }

    static Item unset(CommandLine line, String name) {
        boolean stops = name.equals(Variables.ON_ERROR) || name.equals(Variables.ON_ERROR_STOP);
        return stops ? new Item.OnError(line.position(), line.text(), false) : line.command();
    }

    private static Item cancelTimeout(CommandLine line, String value) {
        return TimeLimit.parse(value)
                .map(limit -> new Item.CancelTimeout(line.position(), line.text(), limit))
                .orElseThrow(() -> line.argumentError(
                        Variables.CANCEL_TIMEOUT + " cannot be \"" + value + "\"",
                        "expected a time such as 200ms, 5s or 2min"));
    }

    private static Item onError(CommandLine line, String value) {
        if (!ON_ERROR_VALUES.contains(value)) {
            String hint = NearMiss.hint(value, ON_ERROR_VALUES, "");
            throw line.argumentError(
                    Variables.ON_ERROR + " cannot be \"" + value + "\"",
                    hint.isEmpty() ? "expected stop or continue" : hint);
        }
        return new Item.OnError(line.position(), line.text(), value.equals(ON_ERROR_STOP));
    }

    static String sessionName(CommandLine line) {
        String name = line.onlyWord("expected \\session NAME, as in \\session writer");
        if (!Variables.isName(name)) {
            throw line.argumentError("no name for a session: " + name, "expected letters, digits and underscores");
        }
        return name;
    }

    static Optional<Duration> timeLimit(CommandLine line) {
        String time = line.onlyWord(TimeLimit.FORM);
        if (TimeLimit.isOff(time)) {
            return Optional.empty();
        }
        Optional<Duration> limit = TimeLimit.parse(time);
        if (limit.isEmpty()) {
            throw line.argumentError("no time: " + time, TimeLimit.FORM);
        }
        return limit;
    }
}
