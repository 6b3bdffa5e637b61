package dev.memcheck.script;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a source with its variables put in. Knows for each of its chars where in the source it stands, so that an
 * error found after substitution still points at what was written.
 */
final class Fragment {
    /** More than any statement that somebody wrote: a variable that names itself twice doubles with each line. */
    private static final int LONGEST = 16 << 20;

    /** A run of chars: copied one by one, or all standing for one place in the source. */
    private record Run(int start, int sourceStart, boolean copied) {}

    private final SourceText source;
    private final String text;
    private final List<Run> runs;
    private final int sourceEnd;

    private Fragment(SourceText source, String text, List<Run> runs, int sourceEnd) {
        this.source = source;
        this.text = text;
        this.runs = List.copyOf(runs);
        this.sourceEnd = sourceEnd;
    }

    /** Starts an empty fragment. */
    static Builder of(SourceText source) {
        return new Builder(source);
    }

    String text() {
        return text;
    }

    /** Whether a variable was put in. */
    boolean isChanged() {
        return runs.stream().anyMatch(run -> !run.copied());
    }

    Position positionAt(int offset) {
        return source.positionAt(sourceOffset(offset));
    }

    ParseException error(int offset, String problem, String expected) {
        return source.error(sourceOffset(offset), problem, expected);
    }

    private int sourceOffset(int offset) {
        if (offset >= text.length()) {
            return sourceEnd;
        }
        int found = 0;
        for (int i = 0; i < runs.size() && runs.get(i).start() <= offset; i++) {
            found = i;
        }
        Run run = runs.get(found);
        return run.copied() ? run.sourceStart() + offset - run.start() : run.sourceStart();
    }

    /** Puts a fragment together, in the order of the source. */
    static final class Builder {
        private final SourceText source;
        private final StringBuilder text = new StringBuilder();
        private final List<Run> runs = new ArrayList<>();
        private int sourceEnd;

        private Builder(SourceText source) {
            this.source = source;
        }

        /** Copies a part of the source. */
        Builder copy(int from, int to) {
            if (from < to) {
                runs.add(new Run(text.length(), from, true));
                text.append(source.text(), from, to);
            }
            sourceEnd = to;
            return this;
        }

        /** Puts a value in the place of a part of the source. */
        Builder replace(int from, int to, String value) {
            if (text.length() + value.length() > LONGEST) {
                throw source.error(
                        from,
                        "with its variables put in, this is longer than " + (LONGEST >> 20) + " million characters",
                        "look for a \\set that uses its own variable");
            }
            runs.add(new Run(text.length(), from, false));
            text.append(value);
            sourceEnd = to;
            return this;
        }

        int length() {
            return text.length();
        }

        Fragment build() {
            return new Fragment(source, text.toString(), runs, sourceEnd);
        }
    }
}
