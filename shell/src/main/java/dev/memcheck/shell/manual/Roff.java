package dev.memcheck.shell.manual;

/** The text of a manual page, in the macros of man(7). */
final class Roff {
    private final StringBuilder text = new StringBuilder();

    /** @param title the page's name, in capitals */
    Roff(String title, int section, String version) {
        text.append(".TH \"")
                .append(title)
                .append("\" ")
                .append(section)
                .append(" \"\" \"memcheck ")
                .append(version)
                .append("\"\n");
    }

    Roff section(String heading) {
        text.append(".SH \"").append(escaped(heading)).append("\"\n");
        return this;
    }

    Roff subsection(String heading) {
        text.append(".SS \"").append(escaped(heading)).append("\"\n");
        return this;
    }

    Roff paragraph(String words) {
        text.append(".PP\n").append(line(words)).append('\n');
        return this;
    }

    Roff bullet(String words) {
        text.append(".IP \\(bu 2\n").append(line(words)).append('\n');
        return this;
    }

    /** Something, in bold, and what there is to say of it. */
    Roff item(String what, String words) {
        text.append(".TP\n\\fB")
                .append(escaped(what))
                .append("\\fR\n")
                .append(line(words))
                .append('\n');
        return this;
    }

    /** Lines that stay as they are. */
    Roff code(Iterable<String> lines) {
        text.append(".PP\n.nf\n");
        lines.forEach(line -> text.append(line(line)).append('\n'));
        text.append(".fi\n");
        return this;
    }

    /** A line that begins with a sign of roff's is none of its requests. */
    private static String line(String words) {
        String escaped = escaped(words);
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    private static String escaped(String words) {
        return words.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
