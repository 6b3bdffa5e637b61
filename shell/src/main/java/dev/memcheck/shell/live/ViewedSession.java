package dev.memcheck.shell.live;

import dev.memcheck.backend.BackendFacts;
import dev.memcheck.backend.BackendLostException;
import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Observation;
import dev.memcheck.finding.Finding;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.run.Timeline;
import dev.memcheck.script.ParseException;
import dev.memcheck.shell.out.RunWatch;
import dev.memcheck.shell.out.SourceLines;
import dev.memcheck.shell.out.SourceLookup;
import dev.memcheck.snapshot.ContentPart;
import dev.memcheck.snapshot.NodeKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The session while a view shows it. Lines typed in the view run one at a time on a thread of their own. The prompt waits
 * for the view, so that this thread alone uses the session's loop; what the view may know of it is published after each
 * step.
 */
final class ViewedSession {
    private final Viewed viewed;
    private final LiveFeed feed;
    private final SourceLookup sources = new SourceLookup();
    private volatile Timeline timeline;
    private volatile List<NumberedFinding> findings;
    private volatile Map<NodeKey, List<ContentPart>> contents = Map.of();
    private volatile String subject = "";
    private volatile Optional<String> running = Optional.empty();
    private volatile Optional<String> outcome = Optional.empty();
    private volatile CompletableFuture<Void> work = CompletableFuture.completedFuture(null);
    private volatile boolean over;

    /**
     * Takes a first look.
     *
     * @throws BackendUnavailableException if there is no backend and none can be had
     * @throws BackendLostException if the backend has gone
     */
    ViewedSession(Viewed viewed, LiveFeed feed) {
        this.viewed = viewed;
        this.feed = feed;
        publish();
        feed.settle(look());
    }

    /** Which backend it is, and the window that is open. */
    String subject() {
        return subject;
    }

    Timeline timeline() {
        return timeline;
    }

    List<NumberedFinding> findings() {
        return findings;
    }

    Optional<String> running() {
        return running;
    }

    Optional<String> outcome() {
        return outcome;
    }

    /** As it was when the latest statement was over. */
    List<ContentPart> contents(NodeKey context) {
        return contents.getOrDefault(context, List.of());
    }

    List<StyledLine> source(Finding finding) {
        return sources.now(finding.site(), SourceLines.directories(viewed.variables()));
    }

    Finding told(Finding finding) {
        return SourceLines.shortPaths(SourceLines.directories(viewed.variables()))
                .of(finding);
    }

    /** Whether a line has ended the session, or has failed through a mistake of ours. */
    boolean isOver() {
        return over;
    }

    /** Starts a line, unless one is running. Called by the view's thread alone. */
    void run(String line) {
        if (running.isPresent()) {
            return;
        }
        running = Optional.of(line);
        feed.follow();
        work = CompletableFuture.runAsync(() -> work(line), ViewedSession::startThread);
    }

    void cancel() {
        if (running.isPresent()) {
            viewed.runner().cancel();
        }
    }

    /** Waits until the thread has left the session alone. */
    void finish() {
        work.join();
    }

    private void work(String line) {
        RunWatch watch = viewed.watch();
        watch.afterEachStep(Optional.of(() -> {
            publish();
            outcome = watch.outcome();
        }));
        try {
            viewed.runAside(line);
            over = viewed.runner().stopped();
        } catch (ParseException e) {
            refuse(e.rendering(), e.problem() + (e.expected().isEmpty() ? "" : ": " + e.expected()));
        } catch (BackendUnavailableException e) {
            refuse("error: no backend: " + e.getMessage(), "no backend: " + e.getMessage());
        } catch (RuntimeException e) {
            over = true;
            throw e;
        } finally {
            watch.afterEachStep(Optional.empty());
            settle();
            running = Optional.empty();
        }
    }

    private void refuse(String text, String brief) {
        viewed.screen().say(text, Style.ERROR);
        viewed.screen().flush();
        outcome = Optional.of(brief);
    }

    private void publish() {
        timeline = viewed.runner().timeline();
        findings = viewed.runner().findings();
    }

    private void settle() {
        try {
            feed.settle(look());
        } catch (BackendUnavailableException | BackendLostException e) {
            feed.settle(new Observation.Unseen(e.getMessage()));
        }
    }

    /** The tree as it is between two statements, seen by the backend itself. */
    private Observation look() {
        // A line may have gone over to another session of the text, and so to another backend.
        BackendFacts facts = viewed.runner().backendFacts();
        viewed.watch().talksTo(facts.pid());
        subject = "@" + facts.serverVersion() + " pid " + facts.pid()
                + viewed.runner()
                        .state()
                        .innermost()
                        .map(window -> " " + window.label())
                        .orElse("");
        Observation seen = viewed.runner()
                .snapshot()
                .<Observation>map(snapshot -> new Observation.Seen(snapshot, Optional.empty()))
                .orElseGet(() -> new Observation.Unseen(Viewed.whyUnseen(viewed.runner())));
        // Afterwards, since to ask this adds to the tree.
        contents = viewed.runner().contents().stream().collect(Collectors.groupingBy(ContentPart::context));
        return seen;
    }

    private static void startThread(Runnable what) {
        Thread thread = new Thread(what, "memcheck-run");
        thread.setDaemon(true);
        thread.start();
    }
}
