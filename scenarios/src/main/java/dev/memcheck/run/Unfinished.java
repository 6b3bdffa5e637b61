package dev.memcheck.run;

import dev.memcheck.session.OpenWindow;
import dev.memcheck.session.SessionName;
import dev.memcheck.session.SessionState;
import dev.memcheck.sql.TransactionState;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a session has begun and not ended, so that it is lost if the session ends now.
 *
 * @param windows those that are open, outermost first; what ran in them is kept, and they are not judged
 * @param transaction whether a transaction is open that could still be committed
 */
public record Unfinished(SessionName session, List<OpenWindow> windows, boolean transaction) {
    public Unfinished {
        windows = List.copyOf(windows);
    }

    static Unfinished of(SessionName session, SessionState state) {
        return new Unfinished(session, state.windows(), state.transaction() == TransactionState.OPEN);
    }

    /** What is lost, a sentence for each. */
    public List<String> lost() {
        Stream<String> unjudged = windows.stream().map(window -> window.label() + " was open and is not judged");
        Stream<String> undone = transaction ? Stream.of("the open transaction is rolled back") : Stream.empty();
        return Stream.concat(unjudged, undone).toList();
    }

    /** Whether nothing is lost. */
    boolean isNothing() {
        return windows.isEmpty() && !transaction;
    }
}
