package dev.memcheck.session;

import dev.memcheck.backend.WindowOptions;
import dev.memcheck.sql.TransactionState;
import java.util.Optional;

/** What can happen to a session. */
public sealed interface SessionEvent {
    /** What each kind of event leads to. */
    interface Visitor<R> {
        R beginAsked(BeginAsked beginAsked);

        R opened(Opened opened);

        R endAsked(EndAsked endAsked);

        R closed(Closed closed);

        R transactionMoved(TransactionMoved transactionMoved);

        R backendGone(BackendGone backendGone);
    }

    /** Calls the method of its kind. */
    <R> R accept(Visitor<R> visitor);

    /** The user typed a bare {@code begin}. */
    record BeginAsked(WindowOptions options) implements SessionEvent {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.beginAsked(this);
        }
    }

    /** The server opened the window that {@link SessionEffect.OpenOnServer} asked for. */
    record Opened(OpenWindow window) implements SessionEvent {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.opened(this);
        }
    }

    /** The user typed a bare {@code end}, perhaps with the name of a window. */
    record EndAsked(Optional<String> name) implements SessionEvent {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.endAsked(this);
        }
    }

    /** The server closed the innermost window. */
    record Closed() implements SessionEvent {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.closed(this);
        }
    }

    /** A statement ended and left the transaction so. */
    record TransactionMoved(TransactionState state) implements SessionEvent {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.transactionMoved(this);
        }
    }

    /** The backend has gone, and its windows and transaction with it. */
    record BackendGone() implements SessionEvent {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.backendGone(this);
        }
    }
}
