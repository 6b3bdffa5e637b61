package dev.memcheck.run;

/** How a command went. */
public sealed interface CommandResult {
    /** What is done with each kind of result. */
    interface Visitor<R> {
        R done(Done done);

        R stop(Stop stop);

        R ended(Ended ended);

        R refused(Refused refused);
    }

    /** Calls the method of its kind. */
    <R> R accept(Visitor<R> visitor);

    /** It was done. */
    record Done() implements CommandResult {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.done(this);
        }
    }

    /** It was done, and the session is to stop. */
    record Stop() implements CommandResult {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.stop(this);
        }
    }

    /** It was done, and the text that it stands in is to end: what follows in it is left out. */
    record Ended() implements CommandResult {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.ended(this);
        }
    }

    /** It was not done. The text says why and what to do. */
    record Refused(String text) implements CommandResult {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.refused(this);
        }
    }

    static CommandResult done() {
        return new Done();
    }

    static CommandResult stop() {
        return new Stop();
    }

    static CommandResult ended() {
        return new Ended();
    }

    static CommandResult refused(String text) {
        return new Refused(text);
    }
}
