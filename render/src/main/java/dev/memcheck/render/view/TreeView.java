package dev.memcheck.render.view;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import dev.memcheck.render.tree.TreeRow;
import dev.memcheck.render.words.FindingStory;
import dev.memcheck.run.NumberedFinding;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The context tree on a full screen: what each key does to it. */
public final class TreeView implements FullScreenView {
    private final ViewHost host;
    private final Glyphs glyphs;
    private final KeyTable keys = KeyTable.standard();
    private final MomentCursor moments;
    private final TreePane tree;
    private final FindingsPane findings;
    private final Focus focus;
    private final SearchState search;
    private final RunClock clock;
    private final RefreshRate rate = new RefreshRate();
    private final Menus menus;
    private final Footer footer;
    private final ViewPainter painter;
    private Optional<ListPopup> popup = Optional.empty();
    private Optional<PromptLine> prompt = Optional.empty();
    private Optional<StyledLine> message = Optional.empty();
    private Optional<String> outcome;
    private boolean mouse;
    private boolean closed;

    public TreeView(ViewHost host, Glyphs glyphs) {
        this(host, glyphs, System::nanoTime);
    }

    /** @param nanoTime a clock, as {@link System#nanoTime} */
    TreeView(ViewHost host, Glyphs glyphs, LongSupplier nanoTime) {
        this.host = Objects.requireNonNull(host);
        this.glyphs = Objects.requireNonNull(glyphs);
        moments = new MomentCursor(host);
        tree = new TreePane(glyphs);
        findings = new FindingsPane(moments, glyphs);
        DetailPane detail = new DetailPane(host, glyphs, tree, findings, moments);
        focus = new Focus(moments, tree, findings, detail);
        search = new SearchState(tree);
        clock = new RunClock(nanoTime);
        menus = new Menus(keys, glyphs);
        footer = new Footer(keys, glyphs);
        painter = new ViewPainter(glyphs, new StatusBar(host, glyphs, moments, tree, clock), tree, findings, detail);
        outcome = host.outcome();
        host.refresh(Optional.of(rate.interval()));
        tick();
        focus.begin();
    }

    @Override
    public void resize(int columns, int rows) {
        focus.resize(columns, rows);
    }

    @Override
    public void tick() {
        clock.see(host.running());
        Optional<String> now = host.outcome();
        if (now.orElse(null) != outcome.orElse(null)) {
            outcome = now;
            outcome.ifPresent(text -> say(text, Style.PLAIN));
        }
        moments.refresh();
        focus.settle();
    }

    @Override
    public void handle(ViewInput input) {
        if (input instanceof ViewInput.Key key) {
            if (prompt.isPresent()) {
                type(key);
            } else {
                message = Optional.empty();
                keys.action(key).ifPresent(action -> act(action, key));
            }
        } else if (input instanceof ViewInput.Mouse event && prompt.isEmpty()) {
            focus.point(event, popup);
        }
        focus.settle();
    }

    @Override
    public Picture picture() {
        return painter.picture(focus, popup, prompt, message.orElseGet(this::footer));
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    private void type(ViewInput.Key key) {
        PromptLine typed = prompt.orElseThrow();
        if (!typed.type(key) && prompt.orElseThrow() == typed) {
            prompt = Optional.empty();
        }
    }

    private void act(ViewAction action, ViewInput.Key key) {
        if (popup.isPresent()) {
            actInPopup(action);
        } else if (!focus.move(action)) {
            if (action.isOfTree()) {
                focus.toTree();
            }
            effect(action, key).run();
        }
    }

    private void actInPopup(ViewAction action) {
        ListPopup open = popup.orElseThrow();
        switch (action) {
            case FOLD -> {
                popup = Optional.empty();
                open.choose();
            }
            case BACK, LEAVE, HELP, CANCEL -> popup = Optional.empty();
            // All others move in the list, or have no meaning in it.
            default -> open.move(action);
        }
    }

    /** What each action does. */
    private Runnable effect(ViewAction action, ViewInput.Key key) {
        return switch (action) {
            case UP -> focus::up;
            case DOWN -> focus::down;
            case PAGE_UP -> () -> tree.page(-1);
            case PAGE_DOWN -> () -> tree.page(1);
            case FIRST -> () -> tree.goTo(0);
            case LAST -> tree::last;
            case IN -> tree::in;
            case OUT -> tree::out;
            case FOLD -> focus::open;
            case COLLAPSE_ALL -> () -> tree.foldTo(1);
            case EXPAND_ALL -> tree::openAll;
            case EXPAND_TO_FORK -> tree::openToFork;
            case FOLD_TO_DEPTH -> () -> tree.foldTo(Character.digit(key.character(), 10));
            case NEXT_SIBLING -> () -> tree.sibling(1);
            case PREVIOUS_SIBLING -> () -> tree.sibling(-1);
            case SEARCH -> this::search;
            case NEXT_MATCH -> () -> nextMatch(true);
            case PREVIOUS_MATCH -> () -> nextMatch(false);
            case NEXT_FINDING -> () -> expect(focus.nextFinding(), "no finding in this session");
            case FILTER -> this::filter;
            case SORT -> this::sort;
            case TRANSIENT -> tree::toggleTransientChanges;
            case OBSERVER ->
                () -> tree.change(tree.options().withObserver(!tree.options().observer()));
            case BASELINE -> this::baseline;
            case MARK -> this::mark;
            case EARLIER -> () -> expect(moments.earlier(), "this is the first statement that is kept");
            case LATER -> () -> expect(moments.later(), "nothing later was seen");
            case LIVE -> moments::goLive;
            case PEAK ->
                () -> expect(moments.togglePeak(), "no larger tree was seen during this statement than at its end");
            case STATEMENTS -> this::statements;
            case RUN -> this::run;
            case CANCEL -> this::cancel;
            case PAUSE -> this::pause;
            case FASTER -> () -> refresh(rate::faster);
            case SLOWER -> () -> refresh(rate::slower);
            case DETAIL -> focus::toggleDetails;
            case COPY -> this::copy;
            case WRITE -> this::write;
            case MOUSE -> this::switchMouse;
            // Every picture is a whole one.
            case REDRAW -> () -> {};
            case HELP -> () -> popup = Optional.of(menus.help(focus.layout()));
            case BACK -> () -> expect(search.calm() || focus.back(), keys.hint(ViewAction.LEAVE) + "s");
            case LEAVE -> () -> closed = true;
        };
    }

    private void filter() {
        popup = Optional.of(menus.filter(tree.options().filter(), tree::filter, this::ask));
    }

    private void sort() {
        popup = Optional.of(menus.sort(
                tree.options().sort(), sort -> tree.change(tree.options().withSort(sort))));
    }

    private void statements() {
        popup = Optional.of(menus.statements(
                moments.timeline().moments(), moments.timeline().thinned(), moments.position(), moments::pin));
    }

    private void switchMouse() {
        mouse = !mouse;
        host.mouse(mouse);
        say(mouse ? "mouse on" : "mouse off", Style.PLAIN);
    }

    private void search() {
        search.begin();
        ask(new PromptLine.Question("/", search::type, this::searched, search::giveUp));
    }

    private void searched(String typed) {
        search.accept(typed);
        search.text().ifPresent(text -> say(text, Style.PLAIN));
    }

    private void nextMatch(boolean forward) {
        search.next(forward);
        say(search.text().orElse("nothing is searched for: " + keys.hint(ViewAction.SEARCH)), Style.PLAIN);
    }

    private void baseline() {
        ComparedWith wanted = moments.nextBaseline();
        String since = moments.shown().map(Shown::since).orElse("");
        boolean found = since.equals(wanted.label());
        String instead = since.isEmpty() ? "nothing to compare with" : "since " + since;
        say(found ? instead : wanted.label() + " was not seen; " + instead, found ? Style.PLAIN : Style.WARNING);
    }

    private void mark() {
        if (tree.shown().isEmpty()) {
            say("there is nothing to mark yet", Style.WARNING);
        } else if (moments.toggleMark()) {
            say("marked: later trees show what arose since and still lives", Style.PLAIN);
        } else {
            say("no mark any more", Style.PLAIN);
        }
    }

    private void pause() {
        moments.pause(!moments.isPaused());
        host.refresh(moments.isPaused() ? Optional.empty() : Optional.of(rate.interval()));
    }

    private void refresh(Runnable change) {
        change.run();
        if (!moments.isPaused()) {
            host.refresh(Optional.of(rate.interval()));
        }
        say("looks " + rate.text() + (moments.isPaused() ? " when it goes on" : ""), Style.PLAIN);
    }

    private void run() {
        if (!host.canRun()) {
            say("statements cannot be started here: another backend is watched", Style.WARNING);
        } else if (host.running().isPresent()) {
            say("a statement is running; " + keys.hint(ViewAction.CANCEL) + "s it", Style.WARNING);
        } else {
            ask(PromptLine.Question.of(":", typed -> {
                if (!typed.isBlank()) {
                    moments.goLive();
                    host.run(typed);
                }
            }));
        }
    }

    private void cancel() {
        if (host.running().isPresent()) {
            host.cancel();
            say("asked the server to cancel", Style.WARNING);
        } else {
            closed = true;
        }
    }

    private void copy() {
        Optional<String> stack = focus.isOnFindings()
                ? findings.selected().map(this::stack)
                : tree.row().flatMap(this::stack);
        Optional<String> text = stack.or(tree::text);
        text.ifPresent(host::copy);
        String copied = stack.isPresent() ? "copied the finding and its stack" : "copied the row";
        say(text.isPresent() ? copied : "there is no row to copy", Style.PLAIN);
    }

    /** What is known of the finding that a row is about, if it is about one alone. */
    private Optional<String> stack(TreeRow row) {
        if (row instanceof TreeRow.Node || row instanceof TreeRow.Group || row instanceof TreeRow.MoreFindings) {
            return Optional.empty();
        }
        DetailText text = new DetailText(glyphs, tree.shown().orElseThrow(), host::contents);
        text.add(row, List.of(), List.of());
        return Optional.of(text.lines().stream().map(StyledLine::text).collect(Collectors.joining("\n")));
    }

    private String stack(NumberedFinding finding) {
        return new FindingStory(glyphs)
                .lines(finding.number(), finding.finding()).stream()
                        .map(StyledLine::text)
                        .collect(Collectors.joining("\n"));
    }

    private void write() {
        try {
            List<String> lines = picture().lines().stream()
                    .map(line -> line.text().stripTrailing())
                    .toList();
            say("wrote " + host.write(lines), Style.PLAIN);
        } catch (IOException failure) {
            say("cannot write: " + failure.getMessage(), Style.ERROR);
        }
    }

    private StyledLine footer() {
        return popup.isPresent() ? footer.ofList(focus.layout().columns()) : footer.of(focus);
    }

    private void ask(PromptLine.Question question) {
        prompt = Optional.of(new PromptLine(question));
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            say(otherwise, Style.WARNING);
        }
    }

    private void say(String text, Style style) {
        message = Optional.of(StyledLine.of(text, style));
    }
}
