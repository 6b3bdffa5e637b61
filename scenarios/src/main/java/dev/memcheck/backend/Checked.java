package dev.memcheck.backend;

import java.util.Optional;

/**
 * One thing that memcheck needs, and whether it is as it should be.
 *
 * @param what in a word or two
 * @param state whether it is
 * @param told what was seen, in a sentence without its full stop
 * @param remedy what to type, or to do, where something is to be mended
 */
public record Checked(String what, State state, String told, Optional<String> remedy) {
    /** How it is. */
    public enum State {
        GOOD,
        /** memcheck works without it, and does less. */
        LACKING,
        /** memcheck does not work without it. */
        BAD
    }

    public static Checked good(String what, String told) {
        return new Checked(what, State.GOOD, told, Optional.empty());
    }

    public static Checked lacking(String what, String told, String remedy) {
        return new Checked(what, State.LACKING, told, Optional.of(remedy));
    }

    public static Checked bad(String what, String told, Optional<String> remedy) {
        return new Checked(what, State.BAD, told, remedy);
    }
}
