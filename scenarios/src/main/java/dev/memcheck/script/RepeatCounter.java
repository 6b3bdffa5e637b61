package dev.memcheck.script;

import java.util.Optional;

/** The variable that says in a {@code \repeat} block which turn it is. */
public final class RepeatCounter {
    /** As it is named. */
    static final String NAME = "i";

    private final Variables variables;
    private Optional<String> before = Optional.empty();

    RepeatCounter(Variables variables) {
        this.variables = variables;
    }

    /** A turn begins. */
    public void turn(int number) {
        if (number == 1) {
            before = variables.getInTurn(NAME);
        }
        variables.set(NAME, Integer.toString(number));
    }

    /** No turn follows: the variable is what it was. */
    public void over() {
        before.ifPresentOrElse(value -> variables.set(NAME, value), () -> variables.unset(NAME));
    }

    @Override
    public String toString() {
        return ":" + NAME;
    }
}
