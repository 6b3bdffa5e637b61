package dev.memcheck.session;

/** What is to be done because of an event, in the order given. */
public sealed interface SessionEffect {
    /** What is done for each kind of effect. */
    interface Visitor {
        void explain(Explain explain);

        void refuse(Refuse refuse);

        void openOnServer(OpenOnServer openOnServer);

        void closeOnServer(CloseOnServer closeOnServer);

        void windowGone(WindowGone windowGone);
    }

    /** Calls the method of its kind. */
    void accept(Visitor visitor);

    /** Tell the user once what {@code begin} and {@code end} mean here. */
    record Explain(String text) implements SessionEffect {
        @Override
        public void accept(Visitor visitor) {
            visitor.explain(this);
        }
    }

    /** Refuse what was asked. The text says why and what to do instead. */
    record Refuse(String text) implements SessionEffect {
        @Override
        public void accept(Visitor visitor) {
            visitor.refuse(this);
        }
    }

    /** Open this window on the server; {@link SessionEvent.Opened} follows if the server does. */
    record OpenOnServer(OpenWindow window) implements SessionEffect {
        @Override
        public void accept(Visitor visitor) {
            visitor.openOnServer(this);
        }
    }

    /** Close this window, the innermost, on the server; {@link SessionEvent.Closed} follows if the server does. */
    record CloseOnServer(OpenWindow window) implements SessionEffect {
        @Override
        public void accept(Visitor visitor) {
            visitor.closeOnServer(this);
        }
    }

    /** This window went with its backend, unjudged. */
    record WindowGone(OpenWindow window) implements SessionEffect {
        @Override
        public void accept(Visitor visitor) {
            visitor.windowGone(this);
        }
    }
}
