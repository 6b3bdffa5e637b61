package dev.memcheck.render.view;

import dev.memcheck.render.text.CellWidth;
import dev.memcheck.render.text.ServerText;
import dev.memcheck.render.text.Style;
import dev.memcheck.render.text.StyledLine;
import java.util.Objects;
import java.util.function.Consumer;

/** One line that is being typed, and what becomes of it. */
final class PromptLine {
    private final Question question;
    private final StringBuilder text = new StringBuilder();
    /** Index into {@link #text}, never inside a character. */
    private int caret;

    /**
     * What is asked, and what is done with the answer.
     *
     * @param label stands before what is typed
     * @param changed told each new text while it is typed
     * @param done told the text when Enter is pressed
     * @param givenUp told when the line is left without an answer
     */
    record Question(String label, Consumer<String> changed, Consumer<String> done, Runnable givenUp) {
        Question {
            Objects.requireNonNull(label);
        }

        /** One whose answer matters only when it is complete. */
        static Question of(String label, Consumer<String> done) {
            return new Question(label, text -> {}, done, () -> {});
        }
    }

    PromptLine(Question question) {
        this.question = question;
    }

    /** Takes a key; whether the line goes on. */
    boolean type(ViewInput.Key key) {
        String before = text.toString();
        boolean goesOn = switch (key.code()) {
            case ENTER -> {
                question.done().accept(before);
                yield false;
            }
            case ESCAPE, INTERRUPT -> {
                question.givenUp().run();
                yield false;
            }
            case BACKSPACE -> erase();
            case DELETE -> {
                text.delete(caret, right());
                yield true;
            }
            case LEFT -> moveTo(left());
            case RIGHT -> moveTo(right());
            case HOME -> moveTo(0);
            case END -> moveTo(text.length());
            case CHARACTER -> {
                insert(ServerText.clean(Character.toString(key.character())));
                yield true;
            }
            case TAB, UP, DOWN, PAGE_UP, PAGE_DOWN, REDRAW -> true;
        };
        if (goesOn && !before.contentEquals(text)) {
            question.changed().accept(text.toString());
        }
        return goesOn;
    }

    private boolean moveTo(int place) {
        caret = place;
        return true;
    }

    /** Before the first character there is nothing to erase but the question. */
    private boolean erase() {
        if (text.length() == 0) {
            question.givenUp().run();
            return false;
        }
        int left = left();
        text.delete(left, caret);
        caret = left;
        return true;
    }

    /** The line as far as it fits, moved so that the caret is seen. */
    StyledLine line(int columns) {
        return StyledLine.builder()
                .add(label(columns), Style.HEADING)
                .add(CellWidth.head(text.substring(start(columns)), room(columns)))
                .line();
    }

    /** Column of the caret. */
    int caretColumn(int columns) {
        int column = CellWidth.of(label(columns)) + CellWidth.of(text.substring(start(columns), caret));
        return Math.max(0, Math.min(columns - 1, column));
    }

    private void insert(String typed) {
        text.insert(caret, typed);
        caret += typed.length();
    }

    private int left() {
        return caret == 0 ? 0 : text.offsetByCodePoints(caret, -1);
    }

    private int right() {
        return caret == text.length() ? caret : text.offsetByCodePoints(caret, 1);
    }

    private String label(int columns) {
        return CellWidth.head(question.label(), columns / 2);
    }

    private int room(int columns) {
        return columns - CellWidth.of(label(columns));
    }

    /** Where the part of the text that is seen begins: the caret has a cell of its own after the last character. */
    private int start(int columns) {
        int start = 0;
        while (start < caret && CellWidth.of(text.substring(start, caret)) >= room(columns)) {
            start = text.offsetByCodePoints(start, 1);
        }
        return start;
    }
}
