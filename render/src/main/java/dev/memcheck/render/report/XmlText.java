package dev.memcheck.render.report;

import dev.memcheck.render.text.ServerText;
import java.util.stream.Collectors;

/** Makes text fit for XML 1.0, which has no way to write some characters at all. */
final class XmlText {
    private static final char REPLACEMENT = '\uFFFD';

    private XmlText() {}

    /** The text with its line ends; control characters visible, and what XML forbids replaced. */
    static String clean(String text) {
        String lines = text.lines().map(ServerText::clean).collect(Collectors.joining("\n"));
        return lines.replace('\uFFFE', REPLACEMENT).replace('\uFFFF', REPLACEMENT);
    }
}
