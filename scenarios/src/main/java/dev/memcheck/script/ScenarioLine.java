package dev.memcheck.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code \scenario NAME key=value ...}. */
final class ScenarioLine {
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String FORM = "expected \\scenario NAME key=value ..., as in \\scenario growth_benchmark"
            + " iterations=1000 workload='SELECT my_fn()'";

    private final Fragment line;
    private final Set<String> keys = new HashSet<>();
    private final List<ScenarioParameter> parameters = new ArrayList<>();
    private OptionalInt iterations = OptionalInt.empty();
    private Optional<String> workload = Optional.empty();

    private ScenarioLine(Fragment line) {
        this.line = line;
    }

    /**
     * Reads what stands after {@code \scenario}, at least a word.
     *
     * @throws ParseException if it has another form
     */
    static Item.Scenario parse(Position position, String text, Fragment arguments) {
        List<CommandWords.Word> words = CommandWords.words(arguments.text());
        CommandWords.Word name = words.get(0);
        if (!KEY.matcher(name.value()).matches()) {
            throw arguments.error(name.start(), "no name of a scenario: " + name.value(), FORM);
        }
        ScenarioLine scenario = new ScenarioLine(arguments);
        words.subList(1, words.size()).forEach(scenario::take);
        return new Item.Scenario(
                position, text, name.value(), scenario.iterations, scenario.workload, scenario.parameters);
    }

    private void take(CommandWords.Word word) {
        int equals = word.value().indexOf('=');
        String key = equals < 0 ? word.value() : word.value().substring(0, equals);
        if (equals < 0 || !KEY.matcher(key).matches()) {
            throw line.error(word.start(), "found " + word.value(), FORM);
        }
        String value = word.value().substring(equals + 1);
        if (value.isEmpty() && !word.quoted()) {
            throw line.error(word.start(), key + " has no value", FORM);
        }
        if (!keys.add(key)) {
            throw line.error(word.start(), key + " stands twice", "say it once");
        }
        switch (key) {
            case "iterations" -> iterations = OptionalInt.of(wholeNumber(word, value));
            case "workload" -> workload = Optional.of(value);
            default -> parameters.add(new ScenarioParameter(key, value, word.quoted()));
        }
    }

    private int wholeNumber(CommandWords.Word word, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException notWholeOrTooLarge) {
            // The message below says what is expected of either.
        }
        throw line.error(
                word.start(), "found iterations=" + value, "expected a whole number from 1 to " + Integer.MAX_VALUE);
    }
}
