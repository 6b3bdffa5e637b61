package dev.memcheck.shell.prompt;

import dev.memcheck.script.Completeness;
import dev.memcheck.script.StatementSplitter;
import dev.memcheck.shell.out.OwnMistake;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Buffer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.Widget;
import org.jline.reader.impl.InputRC;
import org.jline.terminal.Attributes;

/**
 * What keys do, as the user knows it from psql: {@code ~/.inputrc} says, vi's or emacs's. In the lines of a COPY, Tab is a tab and
 * Ctrl-D the end of the data. The rest of an earlier line that began the same way is suggested, and taken at the end of the line.
 */
final class LineEditing {
    /** What JLine calls Ctrl-X Ctrl-E. */
    private static final String EDIT = LineReader.EDIT_AND_EXECUTE_COMMAND;

    private static final List<String> KEYMAPS = List.of(LineReader.EMACS, LineReader.VIINS, LineReader.VICMD);

    /** The last letter of what an arrow key, Home or End sends, and what it does. */
    private static final Map<String, String> ARROWS = Map.of(
            "A", LineReader.UP_LINE_OR_SEARCH,
            "B", LineReader.DOWN_LINE_OR_SEARCH,
            "C", LineReader.FORWARD_CHAR,
            "D", LineReader.BACKWARD_CHAR,
            "H", LineReader.BEGINNING_OF_LINE,
            "F", LineReader.END_OF_LINE);

    private final LineReader reader;
    private final boolean dims;
    private final DataMode data;

    /** @param dims whether what is suggested looks other than what is typed, without which it would be taken for that */
    LineEditing(LineReader reader, boolean dims, DataMode data) {
        this.data = data;
        this.reader = reader;
        this.dims = dims;
    }

    /** @param cooked how the terminal is when nothing is being read */
    void install(Map<String, String> environment, Attributes cooked) {
        reader.getWidgets().put(EDIT, new EditorWidget(reader, environment, cooked));
        reader.getWidgets().replaceAll((name, widget) -> guarded(meant(name, widget)));
        KEYMAPS.forEach(name -> bindArrows(reader.getKeyMaps().get(name)));
        readInputrc(environment);
    }

    /** Whether the rest of an earlier line is shown behind what is typed. */
    void suggests(boolean on) {
        reader.setAutosuggestion(on && dims ? LineReader.SuggestionType.HISTORY : LineReader.SuggestionType.NONE);
    }

    /** Each in both its forms: a terminal sends one of them until the editor asks it for the other, of which alone JLine knows. */
    private static void bindArrows(KeyMap<Binding> keys) {
        ARROWS.forEach((letter, action) -> {
            keys.bindIfNotBound(new Reference(action), "\033[" + letter);
            keys.bindIfNotBound(new Reference(action), "\033O" + letter);
        });
    }

    /** A file that is wrong, or made for another program, leaves the keys as they are. */
    private void readInputrc(Map<String, String> environment) {
        String named = environment.getOrDefault("INPUTRC", "");
        Path file =
                named.isEmpty() ? Path.of(environment.getOrDefault("HOME", "")).resolve(".inputrc") : Path.of(named);
        if (Files.isRegularFile(file)) {
            try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                InputRC.configure(reader, text);
            } catch (IOException | RuntimeException e) {
                reader.printAbove("note: " + file + " is not read: " + e.getMessage());
            }
        }
    }

    private Widget meant(String name, Widget widget) {
        return switch (name) {
            case LineReader.EXPAND_OR_COMPLETE -> () -> isInData() ? written("\t") : widget.apply();
            case LineReader.DELETE_CHAR_OR_LIST, LineReader.LIST_CHOICES ->
                () -> isInData() && isAtEmptyLine()
                        ? written("\\.")
                                && reader.getWidgets()
                                        .get(LineReader.ACCEPT_LINE)
                                        .apply()
                        : widget.apply();
            case LineReader.FORWARD_CHAR,
                    LineReader.VI_FORWARD_CHAR,
                    LineReader.END_OF_LINE,
                    LineReader.VI_END_OF_LINE -> () -> takesSuggestion() || widget.apply();
            default -> widget;
        };
    }

    /** A widget that goes wrong leaves the line as it is. */
    private Widget guarded(Widget widget) {
        return () -> {
            try {
                return widget.apply();
            } catch (UserInterruptException | EndOfFileException meant) {
                throw meant;
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                reader.printAbove("error: " + OwnMistake.told(e));
                return true;
            }
        };
    }

    private boolean isInData() {
        Buffer buffer = reader.getBuffer();
        return buffer.cursor() == buffer.length()
                && (data.isOn() || StatementSplitter.completeness(buffer.toString()) == Completeness.IN_DATA);
    }

    private boolean isAtEmptyLine() {
        return data.isOn()
                ? reader.getBuffer().length() == 0
                : reader.getBuffer().toString().endsWith("\n");
    }

    private boolean written(String text) {
        reader.getBuffer().write(text);
        return true;
    }

    private boolean takesSuggestion() {
        Buffer buffer = reader.getBuffer();
        String rest = reader.getTailTip();
        boolean there = reader.getAutosuggestion() == LineReader.SuggestionType.HISTORY
                && buffer.length() > 0
                && buffer.cursor() == buffer.length()
                && rest != null
                && !rest.isEmpty();
        return there && written(rest);
    }
}
