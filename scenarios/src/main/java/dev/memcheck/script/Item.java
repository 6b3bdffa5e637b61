package dev.memcheck.script;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** One thing to do, in the order of the text. */
public sealed interface Item {
    /** What is done with each kind of item. */
    interface Visitor<R> {
        R sql(Sql sql);

        R begin(Begin begin);

        R end(End end);

        R expect(Expect expect);

        R command(Command command);

        R repeat(Repeat repeat);

        R warmup(Warmup warmup);

        R connect(Connect connect);

        R timeout(Timeout timeout);

        R cancelTimeout(CancelTimeout cancelTimeout);

        R onError(OnError onError);

        R scenario(Scenario scenario);

        R late(Late late);
    }

    /** Calls the method of its kind. */
    <R> R accept(Visitor<R> visitor);

    /** Where it starts. */
    Position position();

    /**
     * Its text without the semicolon that ended it: SQL and window lines with variables put in, commands and
     * {@code \repeat} blocks as written.
     */
    String text();

    /**
     * One SQL statement for the server.
     *
     * @param sender the command that sends it in place of a semicolon and says what becomes of its result, if there is one
     * @param data the lines after it that it reads, if it is {@code COPY ... FROM STDIN}
     */
    record Sql(Position position, String text, Optional<Command> sender, Optional<InlineData> data) implements Item {
        /** One that ends with a semicolon. */
        public Sql(Position position, String text) {
            this(position, text, Optional.empty());
        }

        /** One without data. */
        public Sql(Position position, String text, Optional<Command> sender) {
            this(position, text, sender, Optional.empty());
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sql(this);
        }
    }

    /**
     * Opens a window.
     *
     * @param name name of the window, if it has one
     * @param pattern LIKE pattern of context names, if one was given
     * @param options JSON object as written, if one was given
     */
    record Begin(
            Position position, String text, Optional<String> name, Optional<String> pattern, Optional<String> options)
            implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.begin(this);
        }

        /** Whether only the word was typed, in which case SQL's BEGIN may have been meant. */
        public boolean isBare() {
            return name.isEmpty() && pattern.isEmpty() && options.isEmpty();
        }
    }

    /** Closes the innermost window, or the one named. */
    record End(Position position, String text, Optional<String> name) implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.end(this);
        }

        /** Whether only the word was typed, in which case SQL's END may have been meant. */
        public boolean isBare() {
            return name.isEmpty();
        }
    }

    /** What must hold of the statement or window before it. */
    record Expect(Position position, String text, Expectation expectation) implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.expect(this);
        }
    }

    /**
     * A backslash command, or a bare {@code help}, {@code quit} or {@code exit}.
     *
     * @param name without the backslash
     * @param rest what follows the name on its line, stripped
     */
    record Command(Position position, String text, String name, String rest) implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.command(this);
        }

        /** The rest split at white space; quotes keep words together and are taken off. */
        public List<String> words() {
            return words(rest);
        }

        /** The same, but double quotes stay, as in what psql prints. */
        public List<String> texts() {
            return CommandWords.words(rest, true).stream()
                    .map(CommandWords.Word::value)
                    .toList();
        }

        /** The words, each text in single quotes with what its backslashes stand for, as in {@code '\t'}. */
        public List<String> escapedWords() {
            return CommandWords.words(rest).stream()
                    .map(word ->
                            rest.charAt(word.start()) == '\'' ? CommandWords.unescaped(word.value()) : word.value())
                    .toList();
        }

        /** One such word. */
        public static String escaped(String word) {
            return word.startsWith("'") ? CommandWords.unescaped(String.join("", CommandWords.split(word))) : word;
        }

        /** The same of a part of a line. */
        public static List<String> words(String line) {
            return CommandWords.split(line);
        }
    }

    /**
     * Runs the body a number of times.
     *
     * @param counter is told of each turn, if the body names it
     */
    record Repeat(Position position, String text, int times, List<Item> body, Optional<RepeatCounter> counter)
            implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.repeat(this);
        }

        /** A turn begins. */
        public void turn(int number) {
            counter.ifPresent(turns -> turns.turn(number));
        }

        /** No turn follows. */
        public void over() {
            counter.ifPresent(RepeatCounter::over);
        }

        public Repeat {
            body = List.copyOf(body);
        }
    }

    /** Runs a statement a number of times before what follows, unjudged. */
    record Warmup(Position position, String text, int times, String sql) implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.warmup(this);
        }
    }

    /**
     * Goes on in another session on the same server, which is begun at its first mention.
     *
     * @param session its name
     */
    record Connect(Position position, String text, String session) implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.connect(this);
        }
    }

    /**
     * Limits the time of each statement that follows, in all sessions.
     *
     * @param limit the time, empty for none
     */
    record Timeout(Position position, String text, Optional<Duration> limit) implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.timeout(this);
        }
    }

    /**
     * Limits the time that the server has to answer a cancel.
     *
     * @param limit the time, above zero
     */
    record CancelTimeout(Position position, String text, Duration limit) implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cancelTimeout(this);
        }
    }

    /**
     * Says what an error that nobody expects does to what follows.
     *
     * @param stops whether nothing more of the text runs
     */
    record OnError(Position position, String text, boolean stops) implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.onError(this);
        }
    }

    /**
     * Runs a stress scenario.
     *
     * @param name name of the scenario
     * @param iterations how often, if that was said
     * @param workload the SQL it is tried on, if that was said
     * @param parameters what else was said, in its order
     */
    record Scenario(
            Position position,
            String text,
            String name,
            OptionalInt iterations,
            Optional<String> workload,
            List<ScenarioParameter> parameters)
            implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.scenario(this);
        }

        public Scenario {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * What names a variable that a statement before it may set ({@code \gset}), and so is read when its turn comes.
     *
     * @param text as written
     * @param reader gives what it says then; throws {@link ParseException} if it cannot be read
     */
    record Late(Position position, String text, Supplier<List<Item>> reader) implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.late(this);
        }
    }
}
