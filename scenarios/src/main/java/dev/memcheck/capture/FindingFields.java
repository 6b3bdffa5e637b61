package dev.memcheck.capture;

import dev.memcheck.finding.ColumnReader;
import dev.memcheck.finding.ColumnWriter;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.Words;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.run.NumberedFinding;
import dev.memcheck.session.SessionName;
import dev.memcheck.snapshot.NodeKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** How findings are written and read. */
final class FindingFields {
    private FindingFields() {}

    static void write(FieldWriter out, ReportedFinding reported) throws IOException {
        out.number(reported.number());
        finding(out, reported.finding());
        out.optional(reported.suppression(), out::text);
    }

    static ReportedFinding readReported(FieldReader in) throws IOException {
        return new ReportedFinding(in.index("the number of a finding"), finding(in), in.optional(in::text));
    }

    static void write(FieldWriter out, NumberedFinding numbered) throws IOException {
        out.number(numbered.number());
        finding(out, numbered.finding());
        out.text(numbered.session().text());
    }

    static NumberedFinding readNumbered(FieldReader in) throws IOException {
        return new NumberedFinding(in.index("the number of a finding"), finding(in), new SessionName(in.text()));
    }

    private static void finding(FieldWriter out, Finding finding) throws IOException {
        for (FindingColumn<?> column : FindingColumn.all()) {
            finding.write(column, new Writer(out));
        }
    }

    private static Finding finding(FieldReader in) throws IOException {
        Finding.Builder finding = Finding.builder();
        for (FindingColumn<?> column : FindingColumn.all()) {
            finding.read(column, new Reader(in, column.name()));
        }
        try {
            return finding.build();
        } catch (IllegalArgumentException e) {
            throw new CaptureFormatException("a finding in it is wrong: " + e.getMessage(), e);
        }
    }

    private record Writer(FieldWriter out) implements ColumnWriter<IOException> {
        @Override
        public <E extends Enum<E>> void word(Words<E> words, E value) throws IOException {
            out.constant(value);
        }

        @Override
        public void flag(boolean value) throws IOException {
            out.flag(value);
        }

        @Override
        public void text(String value) throws IOException {
            out.text(value);
        }

        @Override
        public void optionalText(Optional<String> value) throws IOException {
            out.optional(value, out::text);
        }

        @Override
        public void library(Optional<String> value) throws IOException {
            optionalText(value);
        }

        @Override
        public void texts(List<String> value) throws IOException {
            out.list(value, out::text);
        }

        @Override
        public void number(long value) throws IOException {
            out.number(value);
        }

        @Override
        public void times(int value) throws IOException {
            out.number(value);
        }

        @Override
        public void optionalNumber(OptionalInt value) throws IOException {
            out.optional(value);
        }

        @Override
        public void optionalDecimal(OptionalDouble value) throws IOException {
            out.optional(value);
        }

        @Override
        public void node(Optional<NodeKey> value) throws IOException {
            out.optional(value, key -> out.number(key.value()));
        }
    }

    private record Reader(FieldReader in, String column) implements ColumnReader<IOException> {
        @Override
        public <E extends Enum<E>> E word(Words<E> words) throws IOException {
            return in.constant(words.values());
        }

        @Override
        public boolean flag() throws IOException {
            return in.flag();
        }

        @Override
        public String text() throws IOException {
            return in.text();
        }

        @Override
        public Optional<String> optionalText() throws IOException {
            return in.optional(in::text);
        }

        @Override
        public Optional<String> library() throws IOException {
            return optionalText();
        }

        @Override
        public List<String> texts() throws IOException {
            return in.list(in::text);
        }

        @Override
        public long number() throws IOException {
            return in.number();
        }

        @Override
        public int times() throws IOException {
            return in.index("\"" + column + "\" of a finding");
        }

        @Override
        public OptionalInt optionalNumber() throws IOException {
            return in.optionalInt();
        }

        @Override
        public OptionalDouble optionalDecimal() throws IOException {
            return in.optionalDouble();
        }

        @Override
        public Optional<NodeKey> node() throws IOException {
            return in.optional(() -> new NodeKey(in.number()));
        }
    }
}
