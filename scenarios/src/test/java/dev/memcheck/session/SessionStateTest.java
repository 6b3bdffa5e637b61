package dev.memcheck.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.WindowOptions;
import dev.memcheck.sql.TransactionState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionStateTest {
    private SessionState state = SessionState.start();

    @Test
    void thePromptTellsWhereTheSessionStands() {
        assertThat(state.prompt().text()).isEqualTo("memcheck> ");

        open(Optional.empty());
        assertThat(state.prompt().text()).isEqualTo("memcheck*> ");

        on(new SessionEvent.TransactionMoved(TransactionState.OPEN));
        assertThat(state.prompt().text()).isEqualTo("memcheck**> ");

        on(new SessionEvent.TransactionMoved(TransactionState.FAILED));
        assertThat(state.prompt().text()).isEqualTo("memcheck!> ");

        on(new SessionEvent.TransactionMoved(TransactionState.IDLE));
        on(new SessionEvent.Closed());
        assertThat(state.prompt().text()).isEqualTo("memcheck> ");
        assertThat(Prompt.CONTINUATION.text()).isEqualTo("memcheck-> ");
    }

    @Test
    void theFirstBeginOrEndExplainsItselfAndTheNextOnesDoNot() {
        assertThat(on(new SessionEvent.EndAsked(Optional.empty())))
                .hasSize(2)
                .first()
                .isInstanceOfSatisfying(
                        SessionEffect.Explain.class,
                        explain -> assertThat(explain.text())
                                .isEqualTo(
                                        "begin and end bracket a memcheck window; SQL's own are BEGIN TRANSACTION and"
                                                + " COMMIT"));
        assertThat(on(new SessionEvent.BeginAsked(WindowOptions.none()))).hasSize(1);
        assertThat(on(new SessionEvent.EndAsked(Optional.empty()))).hasSize(1);
    }

    @Test
    void aWindowIsOpenOnlyOnceTheServerHasOpenedIt() {
        List<SessionEffect> effects = on(new SessionEvent.BeginAsked(WindowOptions.none()));

        assertThat(effects).last().isInstanceOf(SessionEffect.OpenOnServer.class);
        assertThat(state.inWindow()).isFalse();
    }

    @Test
    void endWithoutAWindowIsRefused() {
        assertThat(refusal(new SessionEvent.EndAsked(Optional.empty())))
                .isEqualTo("no window is open; begin opens one (to end a transaction, type COMMIT or ROLLBACK)");
    }

    @Test
    void twoOpenWindowsMayNotHaveOneName() {
        open(Optional.of("load"));

        assertThat(refusal(new SessionEvent.BeginAsked(named("load"))))
                .isEqualTo("window \"load\" is open already; end it first, or give this one another name");
    }

    @Test
    void aNameMayBeUsedAgainAfterItsWindowIsClosed() {
        open(Optional.of("load"));
        on(new SessionEvent.Closed());

        assertThat(on(new SessionEvent.BeginAsked(named("load"))))
                .last()
                .isInstanceOf(SessionEffect.OpenOnServer.class);
    }

    @Test
    void windowsNestAndTheInnermostIsClosedFirst() {
        open(Optional.of("outer"));
        open(Optional.empty());

        assertThat(refusal(new SessionEvent.EndAsked(Optional.of("outer"))))
                .isEqualTo("window 2 is still open inside window \"outer\"; end it first");
        assertThat(refusal(new SessionEvent.EndAsked(Optional.of("other"))))
                .isEqualTo("no window \"other\" is open; the innermost is window 2");

        on(new SessionEvent.Closed());
        assertThat(on(new SessionEvent.EndAsked(Optional.of("outer"))))
                .containsExactly(new SessionEffect.CloseOnServer(new OpenWindow(1, named("outer"))));
    }

    @Test
    void aFailedTransactionAllowsNeitherBeginNorEnd() {
        open(Optional.empty());
        on(new SessionEvent.TransactionMoved(TransactionState.FAILED));

        assertThat(refusal(new SessionEvent.BeginAsked(WindowOptions.none()))).contains("ROLLBACK first, then begin");
        assertThat(refusal(new SessionEvent.EndAsked(Optional.empty()))).contains("ROLLBACK first, then end");
    }

    @Test
    void aBackendThatGoesTakesItsWindowsAndItsTransactionAlong() {
        open(Optional.of("outer"));
        open(Optional.of("inner"));
        on(new SessionEvent.TransactionMoved(TransactionState.OPEN));

        assertThat(on(new SessionEvent.BackendGone()))
                .containsExactly(
                        new SessionEffect.WindowGone(new OpenWindow(2, named("inner"))),
                        new SessionEffect.WindowGone(new OpenWindow(1, named("outer"))));
        assertThat(state.windows()).isEmpty();
        assertThat(state.transaction()).isEqualTo(TransactionState.IDLE);
        assertThat(state.windowsOpened()).isEqualTo(2);
    }

    @Test
    void closingWhatIsNotOpenIsAMistakeOfTheCaller() {
        assertThatThrownBy(() -> state.on(new SessionEvent.Closed())).isInstanceOf(IllegalStateException.class);
    }

    private void open(Optional<String> name) {
        List<SessionEffect> effects =
                on(new SessionEvent.BeginAsked(new WindowOptions(name, Optional.empty(), Optional.empty())));
        SessionEffect.OpenOnServer opening = (SessionEffect.OpenOnServer) effects.get(effects.size() - 1);
        on(new SessionEvent.Opened(opening.window()));
    }

    private List<SessionEffect> on(SessionEvent event) {
        SessionState.Step step = state.on(event);
        state = step.state();
        return step.effects();
    }

    private String refusal(SessionEvent event) {
        List<SessionEffect> effects = on(event);
        return ((SessionEffect.Refuse) effects.get(effects.size() - 1)).text();
    }

    private static WindowOptions named(String name) {
        return new WindowOptions(Optional.of(name), Optional.empty(), Optional.empty());
    }
}
