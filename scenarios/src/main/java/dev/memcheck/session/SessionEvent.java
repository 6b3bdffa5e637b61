package dev.memcheck.session;

import dev.memcheck.backend.WindowOptions;
import dev.memcheck.sql.TransactionState;
import java.util.Optional;

/** What can happen to a session. */
public sealed interface SessionEvent {
    /** The user typed a bare {@code begin}. */
    record BeginAsked(WindowOptions options) implements SessionEvent {}

    /** The server opened the window that {@link SessionEffect.OpenOnServer} asked for. */
    record Opened(OpenWindow window) implements SessionEvent {}

    /** The user typed a bare {@code end}, perhaps with the name of a window. */
    record EndAsked(Optional<String> name) implements SessionEvent {}

    /** The server closed the innermost window. */
    record Closed() implements SessionEvent {}

    /** A statement ended and left the transaction so. */
    record TransactionMoved(TransactionState state) implements SessionEvent {}

    /** The backend has gone, and its windows and transaction with it. */
    record BackendGone() implements SessionEvent {}
}
