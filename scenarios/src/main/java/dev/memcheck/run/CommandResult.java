package dev.memcheck.run;

import dev.memcheck.finding.Finding;
import java.util.List;

/** How a command went. */
public sealed interface CommandResult {
    /** What is done with each kind of result. */
    interface Visitor<R> {
        R done(Done done);

        R stop(Stop stop);

        R ended(Ended ended);

        R judged(Judged judged);

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

    /**
     * It was done, and has judged something that is none of the session's backends.
     *
     * @param name what was judged, as a window's name
     * @param pid the process
     * @param findings what was found, worst first
     * @param notes what who reads them must know, a sentence each
     */
    record Judged(String name, int pid, List<Finding> findings, List<String> notes) implements CommandResult {
        public Judged {
            findings = List.copyOf(findings);
            notes = List.copyOf(notes);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.judged(this);
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

    static CommandResult judged(String name, int pid, List<Finding> findings, List<String> notes) {
        return new Judged(name, pid, findings, notes);
    }

    static CommandResult refused(String text) {
        return new Refused(text);
    }
}
