package dev.memcheck.shell.prompt;

import dev.memcheck.render.text.Hue;
import dev.memcheck.script.SessionSpans;
import dev.memcheck.script.Token;
import java.util.regex.Pattern;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colors what is typed. The scanner that splits statements says what is what, so that both agree. */
final class PromptHighlighter implements Highlighter {
    /** JLine gives a terminal with fewer the next one that it has, which may be black. */
    private static final int ENOUGH = 256;

    private final boolean colored;
    private final boolean many;
    private final DataMode data;

    /** @param colors how many the terminal has */
    PromptHighlighter(boolean colored, int colors, DataMode data) {
        this.data = data;
        this.colored = colored;
        this.many = colors >= ENOUGH;
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        if (!colored || data.isOn()) {
            return new AttributedString(buffer);
        }
        AttributedStringBuilder line = new AttributedStringBuilder(buffer.length());
        for (Token span : SessionSpans.of(buffer)) {
            line.styled(style(span.kind()), span.in(buffer));
        }
        return line.toAttributedString();
    }

    @Override
    public void setErrorPattern(Pattern errorPattern) {
        // Errors are the server's to find.
    }

    @Override
    public void setErrorIndex(int errorIndex) {
        // Errors are the server's to find.
    }

    private AttributedStyle style(Token.Kind kind) {
        AttributedStyle plain = AttributedStyle.DEFAULT;
        return switch (kind) {
            case KEYWORD -> plain.bold();
            case STRING -> in(Hue.GREEN);
            case NUMBER -> in(Hue.BLUE);
            case COMMENT -> many ? in(Hue.GREY) : plain.faint();
            case COMMAND -> in(Hue.AMBER);
            case VARIABLE -> in(Hue.MAGENTA);
            case IDENTIFIER, OPERATOR, WHITESPACE -> plain;
        };
    }

    /** Of the eight colors of old, only magenta is read on black and on white alike. */
    private AttributedStyle in(Hue hue) {
        return AttributedStyle.DEFAULT.foreground(many ? hue.index() : AttributedStyle.MAGENTA);
    }
}
