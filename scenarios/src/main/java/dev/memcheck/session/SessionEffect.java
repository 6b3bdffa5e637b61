package dev.memcheck.session;

/** What is to be done because of an event, in the order given. */
public sealed interface SessionEffect {
    /** Tell the user once what {@code begin} and {@code end} mean here. */
    record Explain(String text) implements SessionEffect {}

    /** Refuse what was asked. The text says why and what to do instead. */
    record Refuse(String text) implements SessionEffect {}

    /** Open this window on the server; {@link SessionEvent.Opened} follows if the server does. */
    record OpenOnServer(OpenWindow window) implements SessionEffect {}

    /** Close this window, the innermost, on the server; {@link SessionEvent.Closed} follows if the server does. */
    record CloseOnServer(OpenWindow window) implements SessionEffect {}

    /** This window went with its backend, unjudged. */
    record WindowGone(OpenWindow window) implements SessionEffect {}
}
