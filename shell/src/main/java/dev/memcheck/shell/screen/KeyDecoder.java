package dev.memcheck.shell.screen;

import dev.memcheck.render.view.ViewInput;
import dev.memcheck.render.view.ViewInput.Button;
import dev.memcheck.render.view.ViewInput.Code;
import dev.memcheck.render.view.ViewInput.Key;
import dev.memcheck.render.view.ViewInput.Mouse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jline.utils.NonBlockingReader;

/**
 * Turns what a terminal sends into what a person did. Takes no more than it gives back: what follows the key that closes a
 * view is still there for the prompt.
 */
final class KeyDecoder {
    /** An Escape that nothing follows for so long is the key. Terminals send the rest of a sequence at once. */
    static final long ESCAPE_TIMEOUT_MILLIS = 50;

    private static final char ESCAPE = 0x1B;
    private static final char CONTROL_C = 0x03;
    private static final char CONTROL_H = 0x08;
    private static final char CONTROL_L = 0x0C;
    private static final char DELETE = 0x7F;
    private static final int LONGEST_SEQUENCE = 64;
    private static final int LONGEST_PASTE = 10_000;
    private static final int MOUSE_MODIFIERS = 4 | 8 | 16;

    private final NonBlockingReader reader;
    private final BooleanSupplier typing;
    private final Queue<ViewInput> pasted = new ArrayDeque<>();
    private boolean ended;

    /** @param typing whether text is being typed, so that a paste is text too; it is thrown away otherwise */
    KeyDecoder(NonBlockingReader reader, BooleanSupplier typing) {
        this.reader = reader;
        this.typing = typing;
    }

    /** Whether the terminal has gone. */
    boolean isEnded() {
        return ended;
    }

    /**
     * Waits for the next thing that a person does.
     *
     * @param timeoutMillis how long at most, at least 1
     * @return empty if nothing came, or something that means nothing here
     */
    Optional<ViewInput> read(long timeoutMillis) throws IOException {
        if (!pasted.isEmpty()) {
            return Optional.of(pasted.remove());
        }
        int character = reader.read(timeoutMillis);
        switch (character) {
            case NonBlockingReader.EOF:
                ended = true;
                return Optional.empty();
            case NonBlockingReader.READ_EXPIRED:
                return Optional.empty();
            case ESCAPE:
                return afterEscape();
            case '\r':
            case '\n':
                return key(Code.ENTER);
            case '\t':
                return key(Code.TAB);
            case CONTROL_H:
            case DELETE:
                return key(Code.BACKSPACE);
            case CONTROL_C:
                return key(Code.INTERRUPT);
            case CONTROL_L:
                return key(Code.REDRAW);
            default:
                return character < ' ' ? Optional.empty() : text((char) character);
        }
    }

    private Optional<ViewInput> text(char first) throws IOException {
        if (!Character.isSurrogate(first)) {
            return Optional.of(Key.of(first));
        }
        int second = Character.isHighSurrogate(first) ? next() : NonBlockingReader.READ_EXPIRED;
        return second > 0 && Character.isLowSurrogate((char) second)
                ? Optional.of(Key.of(Character.toCodePoint(first, (char) second)))
                : Optional.empty();
    }

    private Optional<ViewInput> afterEscape() throws IOException {
        int introducer = reader.peek(ESCAPE_TIMEOUT_MILLIS);
        if (introducer == '[') {
            next();
            return controlSequence();
        }
        if (introducer == 'O') {
            next();
            int letter = next();
            return letter == 'M' ? key(Code.ENTER) : letter < 0 ? Optional.empty() : letterKey((char) letter);
        }
        return key(Code.ESCAPE);
    }

    private Optional<ViewInput> controlSequence() throws IOException {
        StringBuilder parameters = new StringBuilder();
        int character = next();
        while (character >= ' ' && character < '@' && parameters.length() < LONGEST_SEQUENCE) {
            parameters.append((char) character);
            character = next();
        }
        if (character == '[') {
            // The Linux console's function keys have one letter more.
            next();
            return Optional.empty();
        }
        if (parameters.indexOf("<") == 0) {
            return mouse(parameters.substring(1), character == 'M');
        }
        if (character == 'M') {
            skipOldMouse();
            return Optional.empty();
        }
        return character == '~' ? numberedKey(parameters.toString()) : letterKey((char) character);
    }

    private static Optional<ViewInput> letterKey(char letter) {
        switch (letter) {
            case 'A':
                return key(Code.UP);
            case 'B':
                return key(Code.DOWN);
            case 'C':
                return key(Code.RIGHT);
            case 'D':
                return key(Code.LEFT);
            case 'H':
                return key(Code.HOME);
            case 'F':
                return key(Code.END);
            default:
                return Optional.empty();
        }
    }

    /** A modifier may follow the number, after a semicolon. */
    private Optional<ViewInput> numberedKey(String parameters) throws IOException {
        switch (parameters.split(";", 2)[0]) {
            case "1":
            case "7":
                return key(Code.HOME);
            case "4":
            case "8":
                return key(Code.END);
            case "3":
                return key(Code.DELETE);
            case "5":
                return key(Code.PAGE_UP);
            case "6":
                return key(Code.PAGE_DOWN);
            case "200":
                return paste();
            default:
                return Optional.empty();
        }
    }

    private Optional<ViewInput> paste() throws IOException {
        StringBuilder text = new StringBuilder();
        String end = ESCAPE + "[201~";
        while (text.length() < LONGEST_PASTE && text.lastIndexOf(end) < 0) {
            int character = next();
            if (character < 0) {
                break;
            }
            text.append((char) character);
        }
        int length = text.lastIndexOf(end);
        if (length >= 0) {
            text.setLength(length);
        }
        if (typing.getAsBoolean()) {
            text.codePoints()
                    .map(point -> Character.isISOControl(point) ? ' ' : point)
                    .mapToObj(Key::of)
                    .forEach(pasted::add);
        }
        return Optional.ofNullable(pasted.poll());
    }

    /** Button, column and row, both from 1. */
    private static Optional<ViewInput> mouse(String parameters, boolean pressed) {
        String[] numbers = parameters.split(";");
        if (!pressed || numbers.length != 3) {
            return Optional.empty();
        }
        try {
            int row = Integer.parseInt(numbers[2]) - 1;
            int column = Integer.parseInt(numbers[1]) - 1;
            return button(Integer.parseInt(numbers[0]) & ~MOUSE_MODIFIERS)
                    .map(button -> new Mouse(button, row, column));
        } catch (NumberFormatException noMouse) {
            return Optional.empty();
        }
    }

    private static Optional<Button> button(int number) {
        switch (number) {
            case 0:
                return Optional.of(Button.LEFT);
            case 64:
                return Optional.of(Button.WHEEL_UP);
            case 65:
                return Optional.of(Button.WHEEL_DOWN);
            default:
                return Optional.empty();
        }
    }

    /** A terminal that knows no better sends button, column and row in a character each. */
    private void skipOldMouse() throws IOException {
        for (int skipped = 0; skipped < 3; skipped++) {
            next();
        }
    }

    /** The next character of a sequence that has begun; negative if none comes. */
    private int next() throws IOException {
        return reader.read(ESCAPE_TIMEOUT_MILLIS);
    }

    private static Optional<ViewInput> key(Code code) {
        return Optional.of(Key.of(code));
    }
}
