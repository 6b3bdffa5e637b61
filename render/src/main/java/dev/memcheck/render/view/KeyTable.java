package dev.memcheck.render.view;

import dev.memcheck.render.view.ViewInput.Code;
import dev.memcheck.render.view.ViewInput.Key;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which key does what: the one table, of which the help and the hints are made. */
final class KeyTable {
    private static final KeyTable STANDARD = new KeyTable(List.of(
            bind(ViewAction.UP, "one row up", key(Code.UP), key('k')),
            bind(ViewAction.DOWN, "one row down", key(Code.DOWN), key('j')),
            bind(ViewAction.PAGE_UP, "one page up", key(Code.PAGE_UP)),
            bind(ViewAction.PAGE_DOWN, "one page down", key(Code.PAGE_DOWN)),
            bind(ViewAction.FIRST, "to the first row", key(Code.HOME), key('g')),
            bind(ViewAction.LAST, "to the last row", key(Code.END), key('G')),
            bind(ViewAction.IN, "open, then the first child", key(Code.RIGHT), key('l')),
            bind(ViewAction.OUT, "close, then to the parent", key(Code.LEFT), key('h')),
            bind(ViewAction.FOLD, "open or close; choose", key(Code.ENTER), key(' ')),
            bind(ViewAction.COLLAPSE_ALL, "close all but the root", key('C')),
            bind(ViewAction.EXPAND_ALL, "open all, groups too", key('E')),
            bind(ViewAction.EXPAND_TO_FORK, "open to the first fork", key('e')),
            bind(ViewAction.FOLD_TO_DEPTH, "open so many levels", digits()),
            bind(ViewAction.NEXT_SIBLING, "to the next sibling", key('}')),
            bind(ViewAction.PREVIOUS_SIBLING, "to the previous sibling", key('{')),
            bind(ViewAction.SEARCH, "search while typing", key('/')),
            bind(ViewAction.NEXT_MATCH, "to the next match", key('n')),
            bind(ViewAction.PREVIOUS_MATCH, "to the previous match", key('N')),
            bind(ViewAction.NEXT_FINDING, "next finding, and its tree", key('!')),
            bind(ViewAction.FILTER, "which contexts are shown", key('f')),
            bind(ViewAction.SORT, "sort siblings", key('s')),
            bind(ViewAction.TRANSIENT, "count what comes and goes", key('t')),
            bind(ViewAction.OBSERVER, "memcheck's own contexts", key('o')),
            bind(ViewAction.BASELINE, "compare with what", key('b')),
            bind(ViewAction.MARK, "mark: what arises since", key('m')),
            bind(ViewAction.EARLIER, "to the statement before", key('[')),
            bind(ViewAction.LATER, "to the statement after", key(']')),
            bind(ViewAction.LIVE, "to the newest, follow it", key('L')),
            bind(ViewAction.PEAK, "peak of the statement", key('P')),
            bind(ViewAction.STATEMENTS, "list of statements", key('T')),
            bind(ViewAction.RUN, "run a statement", key(':')),
            bind(ViewAction.CANCEL, "cancel, or leave if idle", key(Code.INTERRUPT)),
            bind(ViewAction.PAUSE, "stop following, or go on", key('p')),
            bind(ViewAction.FASTER, "look more often", key('+')),
            bind(ViewAction.SLOWER, "look less often", key('-')),
            bind(ViewAction.DETAIL, "to the details and back", key(Code.TAB)),
            bind(ViewAction.COPY, "copy the row or finding", key('y')),
            bind(ViewAction.WRITE, "write screen to a file", key('w')),
            bind(ViewAction.MOUSE, "mouse on or off", key('M')),
            bind(ViewAction.REDRAW, "draw the screen anew", key(Code.REDRAW)),
            bind(ViewAction.HELP, "this list", key('?')),
            bind(ViewAction.BACK, "back, to the findings", key(Code.ESCAPE)),
            bind(ViewAction.LEAVE, "leave", key('q'))));

    private final List<Binding> bindings;
    private final Map<Key, ViewAction> actions = new HashMap<>();

    /**
     * One row of the table.
     *
     * @param help what the keys do, in a few words
     */
    record Binding(ViewAction action, List<Key> keys, String help) {
        Binding {
            keys = List.copyOf(keys);
        }

        /** The keys as a user reads them: {@code Up k}. */
        String label() {
            String label = keys.stream().map(KeyTable::name).collect(Collectors.joining(" "));
            return keys.size() == 9 ? name(keys.get(0)) + "-" + name(keys.get(8)) : label;
        }
    }

    /** @throws IllegalArgumentException if a key stands twice */
    KeyTable(List<Binding> bindings) {
        this.bindings = List.copyOf(bindings);
        for (Binding binding : bindings) {
            for (Key key : binding.keys()) {
                ViewAction other = actions.put(key, binding.action());
                if (other != null) {
                    throw new IllegalArgumentException("key " + name(key) + " is bound to " + other.label() + " and to "
                            + binding.action().label());
                }
            }
        }
    }

    /** What is bound when nobody asked for anything else. */
    static KeyTable standard() {
        return STANDARD;
    }

    List<Binding> bindings() {
        return bindings;
    }

    Optional<ViewAction> action(Key key) {
        return Optional.ofNullable(actions.get(key));
    }

    /** {@code q leave}; empty for what no key does. */
    String hint(ViewAction action) {
        return bindings.stream()
                .filter(binding -> binding.action() == action)
                .map(binding -> binding.label() + " " + action.label())
                .findFirst()
                .orElse("");
    }

    /** The shortest key of an action, {@code j}; empty for what no key does. */
    String shortest(ViewAction action) {
        return bindings.stream()
                .filter(binding -> binding.action() == action)
                .flatMap(binding -> binding.keys().stream())
                .map(KeyTable::name)
                .min(Comparator.comparingInt(String::length))
                .orElse("");
    }

    private static Binding bind(ViewAction action, String help, Key... keys) {
        return new Binding(action, List.of(keys), help);
    }

    private static Key key(Code code) {
        return Key.of(code);
    }

    private static Key key(char character) {
        return Key.of(character);
    }

    private static Key[] digits() {
        return "123456789".chars().mapToObj(Key::of).toArray(Key[]::new);
    }

    private static String name(Key key) {
        return switch (key.code()) {
            case CHARACTER -> key.character() == ' ' ? "Space" : Character.toString(key.character());
            case ESCAPE -> "Esc";
            case PAGE_UP -> "PgUp";
            case PAGE_DOWN -> "PgDn";
            case INTERRUPT -> "Ctrl-C";
            case REDRAW -> "Ctrl-L";
            case ENTER, TAB, BACKSPACE, DELETE, UP, DOWN, LEFT, RIGHT, HOME, END ->
                key.code().name().charAt(0) + key.code().name().substring(1).toLowerCase(Locale.ROOT);
        };
    }
}
