package dev.memcheck.shell.out;

import java.util.Optional;

/** What a person types, seen by a command that changes it: the statement that waits, the one before, and what is to come next. */
public final class TypedBuffer {
    private String waiting = "";
    private String latest = "";
    private Optional<String> next = Optional.empty();
    private Optional<Person> person = Optional.empty();

    /** Who can be asked. */
    public interface Person {
        /**
         * What was answered; empty if nothing was.
         *
         * @param shown whether the terminal shows it
         */
        Optional<String> answer(String question, boolean shown);
    }

    /** Somebody is there. */
    public void asks(Person whom) {
        person = Optional.of(whom);
    }

    public boolean canAsk() {
        return person.isPresent();
    }

    /** What the person answers. */
    public Optional<String> ask(String question, boolean shown) {
        return person.flatMap(whom -> whom.answer(question, shown));
    }

    /** @param kept the statement that the command was typed in the middle of; empty if in none */
    public void begin(String kept) {
        waiting = kept;
        next = Optional.empty();
    }

    /** Text that was run, and is no command. */
    public void ran(String text) {
        latest = text;
    }

    /** What an editor begins with: what waits, or else what ran before. */
    public String text() {
        return waiting.isBlank() ? latest : waiting;
    }

    /** Whether it is the statement that the command was typed in the middle of. */
    public boolean isWaiting(String text) {
        return !waiting.isBlank() && waiting.equals(text);
    }

    /** Goes on with this in place of what waits. */
    public void goOn(String text) {
        next = Optional.of(text);
    }

    public Optional<String> next() {
        return next;
    }
}
