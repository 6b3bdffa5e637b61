package dev.memcheck.session;

import dev.memcheck.backend.WindowOptions;
import dev.memcheck.sql.TransactionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a session stands. Immutable: {@link #on} takes an event and gives the next state with what is to be done.
 *
 * @param windows the open windows, outermost first
 * @param transaction the transaction after the last statement
 * @param windowsOpened how many windows were opened so far
 * @param explained whether the user has been told what {@code begin} and {@code end} mean
 */
public record SessionState(
        List<OpenWindow> windows, TransactionState transaction, int windowsOpened, boolean explained) {
    private static final String EXPLANATION =
            "begin and end bracket a memcheck window; SQL's own are BEGIN TRANSACTION and COMMIT";

    public SessionState {
        windows = List.copyOf(windows);
        Objects.requireNonNull(transaction);
    }

    /** A session before its first statement. */
    public static SessionState start() {
        return new SessionState(List.of(), TransactionState.IDLE, 0, false);
    }

    public boolean inWindow() {
        return !windows.isEmpty();
    }

    public Optional<OpenWindow> innermost() {
        return inWindow() ? Optional.of(windows.get(windows.size() - 1)) : Optional.empty();
    }

    public Prompt prompt() {
        if (transaction == TransactionState.FAILED) {
            return Prompt.FAILED;
        }
        boolean inTransaction = transaction == TransactionState.OPEN;
        if (inWindow() && inTransaction) {
            return Prompt.OPEN_TWICE;
        }
        return inWindow() || inTransaction ? Prompt.OPEN : Prompt.IDLE;
    }

    /** The state after an event, and what is to be done because of it. */
    public Step on(SessionEvent event) {
        return event.accept(new SessionEvent.Visitor<>() {
            @Override
            public Step beginAsked(SessionEvent.BeginAsked asked) {
                return SessionState.this.beginAsked(asked.options());
            }

            @Override
            public Step opened(SessionEvent.Opened opened) {
                return new Step(SessionState.this.opened(opened.window()), List.of());
            }

            @Override
            public Step endAsked(SessionEvent.EndAsked asked) {
                return SessionState.this.endAsked(asked.name());
            }

            @Override
            public Step closed(SessionEvent.Closed closed) {
                return new Step(SessionState.this.closed(), List.of());
            }

            @Override
            public Step transactionMoved(SessionEvent.TransactionMoved moved) {
                return new Step(new SessionState(windows, moved.state(), windowsOpened, explained), List.of());
            }

            @Override
            public Step backendGone(SessionEvent.BackendGone gone) {
                return SessionState.this.backendGone();
            }
        });
    }

    private Step beginAsked(WindowOptions options) {
        Optional<String> name = options.name();
        if (name.isPresent()
                && windows.stream().anyMatch(window -> window.options().name().equals(name))) {
            return explaining(new SessionEffect.Refuse(
                    "window \"" + name.get() + "\" is open already; end it first, or give this one another name"));
        }
        if (transaction == TransactionState.FAILED) {
            return explaining(new SessionEffect.Refuse(
                    "no window can be opened in a failed transaction; ROLLBACK first, then begin"));
        }
        return explaining(new SessionEffect.OpenOnServer(new OpenWindow(windowsOpened + 1, options)));
    }

    private Step endAsked(Optional<String> name) {
        if (!inWindow()) {
            return explaining(new SessionEffect.Refuse(
                    "no window is open; begin opens one (to end a transaction, type COMMIT or ROLLBACK)"));
        }
        OpenWindow innermost = windows.get(windows.size() - 1);
        if (name.isPresent() && !innermost.options().name().equals(name)) {
            return explaining(new SessionEffect.Refuse(misnamed(name.get(), innermost)));
        }
        if (transaction == TransactionState.FAILED) {
            return explaining(new SessionEffect.Refuse(
                    "no window can be closed in a failed transaction; ROLLBACK first, then end"));
        }
        return explaining(new SessionEffect.CloseOnServer(innermost));
    }

    private String misnamed(String name, OpenWindow innermost) {
        boolean open =
                windows.stream().anyMatch(window -> window.options().name().equals(Optional.of(name)));
        return open
                ? innermost.label() + " is still open inside window \"" + name + "\"; end it first"
                : "no window \"" + name + "\" is open; the innermost is " + innermost.label();
    }

    private SessionState opened(OpenWindow window) {
        List<OpenWindow> more = new ArrayList<>(windows);
        more.add(window);
        return new SessionState(more, transaction, window.number(), explained);
    }

    private SessionState closed() {
        if (!inWindow()) {
            throw new IllegalStateException("no window is open");
        }
        return new SessionState(windows.subList(0, windows.size() - 1), transaction, windowsOpened, explained);
    }

    private Step backendGone() {
        List<SessionEffect> effects = new ArrayList<>();
        for (int i = windows.size() - 1; i >= 0; i--) {
            effects.add(new SessionEffect.WindowGone(windows.get(i)));
        }
        return new Step(new SessionState(List.of(), TransactionState.IDLE, windowsOpened, explained), effects);
    }

    private Step explaining(SessionEffect effect) {
        List<SessionEffect> effects = new ArrayList<>();
        if (!explained) {
            effects.add(new SessionEffect.Explain(EXPLANATION));
        }
        effects.add(effect);
        return new Step(new SessionState(windows, transaction, windowsOpened, true), effects);
    }

    /**
     * What one event led to.
     *
     * @param state the session after it
     * @param effects what is to be done, in order
     */
    public record Step(SessionState state, List<SessionEffect> effects) {
        public Step {
            Objects.requireNonNull(state);
            effects = List.copyOf(effects);
        }
    }
}
