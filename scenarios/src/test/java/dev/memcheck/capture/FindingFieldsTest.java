package dev.memcheck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.ColumnReader;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.Words;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.snapshot.NodeKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FindingFieldsTest {
    @Test
    void allOfItIsReadBackTheSame() throws IOException {
        Something something = new Something();
        Finding.Builder builder = Finding.builder();
        FindingColumn.all().forEach(column -> builder.read(column, something));
        Finding finding = builder.build();
        ReportedFinding reported = new ReportedFinding(7, finding, Optional.of("known"));
        assertThat(FindingColumn.all()).allMatch(finding::knows, "is known of the finding");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        FindingFields.write(new FieldWriter(bytes), reported);

        CountedInput in = new CountedInput(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(FindingFields.readReported(new FieldReader(in, new HeapBudget(in))))
                .isEqualTo(reported);
    }

    /** Has a value for every column, another one each time. */
    private static final class Something implements ColumnReader<RuntimeException> {
        private int given;

        @Override
        public <E extends Enum<E>> E word(Words<E> words) {
            return words.values().getEnumConstants()[0];
        }

        @Override
        public boolean flag() {
            return true;
        }

        @Override
        public String text() {
            return "text " + ++given;
        }

        @Override
        public Optional<String> optionalText() {
            return Optional.of(text());
        }

        @Override
        public Optional<String> library() {
            return Optional.of(text());
        }

        @Override
        public List<String> texts() {
            return List.of(text(), text());
        }

        @Override
        public long number() {
            return ++given;
        }

        @Override
        public int times() {
            return ++given;
        }

        @Override
        public OptionalInt optionalNumber() {
            return OptionalInt.of(++given);
        }

        @Override
        public OptionalDouble optionalDecimal() {
            return OptionalDouble.of(++given + 0.5);
        }

        @Override
        public Optional<NodeKey> node() {
            return Optional.of(new NodeKey(++given));
        }
    }
}
