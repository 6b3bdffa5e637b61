package dev.memcheck.render.view;

import java.util.Objects;

/** What a person did at the full-screen view, free of how a terminal encodes it. */
public sealed interface ViewInput {
    /**
     * A key.
     *
     * @param code which one
     * @param character the code point, of {@link Code#CHARACTER}; otherwise 0
     */
    record Key(Code code, int character) implements ViewInput {
        public Key {
            Objects.requireNonNull(code);
            if ((code == Code.CHARACTER) != (character > 0)) {
                throw new IllegalArgumentException(code + " with character " + character);
            }
        }

        public static Key of(Code code) {
            return new Key(code, 0);
        }

        public static Key of(int character) {
            return new Key(Code.CHARACTER, character);
        }
    }

    /** Keys that are no characters. */
    enum Code {
        CHARACTER,
        ENTER,
        ESCAPE,
        TAB,
        BACKSPACE,
        DELETE,
        UP,
        DOWN,
        LEFT,
        RIGHT,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        /** Ctrl-C. */
        INTERRUPT,
        /** Ctrl-L. */
        REDRAW
    }

    /**
     * The mouse, where it was asked for.
     *
     * @param row of the screen, from 0
     * @param column of the screen in cells, from 0
     */
    record Mouse(Button button, int row, int column) implements ViewInput {
        public Mouse {
            Objects.requireNonNull(button);
        }
    }

    /** What the mouse did. */
    enum Button {
        LEFT,
        WHEEL_UP,
        WHEEL_DOWN
    }
}
