package dev.memcheck.shell.prompt;

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
    private final boolean colored;

    PromptHighlighter(boolean colored) {
        this.colored = colored;
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        if (!colored) {
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

    private static AttributedStyle style(Token.Kind kind) {
        AttributedStyle plain = AttributedStyle.DEFAULT;
        return switch (kind) {
            case KEYWORD -> plain.bold();
            case STRING -> plain.foreground(AttributedStyle.GREEN);
            case NUMBER -> plain.foreground(AttributedStyle.CYAN);
            case COMMENT -> plain.faint();
            case COMMAND -> plain.foreground(AttributedStyle.YELLOW);
            case VARIABLE -> plain.foreground(AttributedStyle.MAGENTA);
            case IDENTIFIER, OPERATOR, WHITESPACE -> plain;
        };
    }
}
