package dev.memcheck.run;

/** How a command went. */
public sealed interface CommandResult {
    /** It was done. */
    record Done() implements CommandResult {}

    /** It was done, and the session is to stop. */
    record Stop() implements CommandResult {}

    /** It was not done. The text says why and what to do. */
    record Refused(String text) implements CommandResult {}

    static CommandResult done() {
        return new Done();
    }

    static CommandResult stop() {
        return new Stop();
    }

    static CommandResult refused(String text) {
        return new Refused(text);
    }
}
