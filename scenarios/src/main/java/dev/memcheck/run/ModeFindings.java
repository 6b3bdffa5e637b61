package dev.memcheck.run;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.finding.Finding;
import dev.memcheck.session.OpenWindow;
import dev.memcheck.sql.TransactionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code memcheck_mode} confirms outside windows goes to the server's ring and to nobody else. Here it is taken from
 * there and told like a window's verdict, so that it counts against the text that provoked it.
 */
final class ModeFindings {
    private static final String NAME = "memcheck_mode";

    private final FindingLog log;
    private final RunListener listener;

    ModeFindings(FindingLog log, RunListener listener) {
        this.log = log;
        this.listener = listener;
    }

    /** Tells what a session's backend has found since the last look. Nothing in a window, or in a failed transaction. */
    void take(NamedSession session) {
        WindowBook windows = session.windows();
        Optional<Backend> backend = session.slot().current();
        if (backend.isEmpty()
                || windows.state().inWindow()
                || windows.state().transaction() == TransactionState.FAILED) {
            return;
        }
        List<Finding> news;
        try {
            news = backend.get().modeFindings().stream()
                    .filter(finding -> !log.knows(session.name(), finding))
                    .toList();
        } catch (BackendLostException gone) {
            return; // whatever runs next on it says so
        }
        if (!news.isEmpty()) {
            List<Finding> all =
                    new ArrayList<>(windows.subject().map(Subject::findings).orElse(List.of()));
            all.addAll(news);
            tell(session, new CommandResult.Judged(NAME, backend.get().facts().pid(), news, List.of()), all);
        }
    }

    /**
     * Tells what was judged elsewhere, as the verdict of a window that has passed.
     *
     * @param looked what expectations look at from now on
     */
    void tell(NamedSession session, CommandResult.Judged judged, List<Finding> looked) {
        WindowBook windows = session.windows();
        OpenWindow outside = new OpenWindow(
                windows.state().windowsOpened() + 1,
                new WindowOptions(Optional.of(judged.name()), Optional.empty(), Optional.empty()));
        windows.passed(outside);
        listener.windowClosed(new WindowReport(
                outside,
                0,
                0,
                log.note(judged.findings(), session.name(), judged.pid()),
                Optional.empty(),
                Optional.empty(),
                session.name(),
                judged.notes(),
                Optional.empty(),
                Optional.empty()));
        String what = "what " + judged.name() + " found" + session.name().ofSession();
        windows.lookAt(new Subject(what, looked, true));
    }
}
