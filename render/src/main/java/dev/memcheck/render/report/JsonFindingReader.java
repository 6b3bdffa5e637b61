package dev.memcheck.render.report;

import dev.memcheck.finding.ColumnReader;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.finding.Words;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.snapshot.NodeKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What {@link JsonFinding} writes. */
record JsonFindingReader(JsonValue value) implements ColumnReader<ReportFormatException> {
    static ReportedFinding read(JsonValue object) throws ReportFormatException {
        Finding.Builder finding = Finding.builder();
        for (FindingColumn<?> column : FindingColumn.all()) {
            Optional<JsonValue> value = object.optional(column.field());
            if (value.isPresent()) {
                finding.read(column, new JsonFindingReader(value.get()));
            }
        }
        Optional<JsonValue> suppression = object.optional("suppression");
        try {
            return new ReportedFinding(
                    object.field("number").index(),
                    finding.build(),
                    suppression.isPresent() ? Optional.of(suppression.get().text()) : Optional.empty());
        } catch (IllegalArgumentException e) {
            throw object.expected("a finding (" + e.getMessage() + ")");
        }
    }

    @Override
    public <E extends Enum<E>> E word(Words<E> words) throws ReportFormatException {
        return words.of(value.text()).orElseThrow(() -> value.expected("a word that this memcheck knows"));
    }

    @Override
    public boolean flag() throws ReportFormatException {
        return value.flag();
    }

    @Override
    public String text() throws ReportFormatException {
        return value.text();
    }

    @Override
    public Optional<String> optionalText() throws ReportFormatException {
        return Optional.of(value.text());
    }

    @Override
    public Optional<String> library() throws ReportFormatException {
        return optionalText();
    }

    @Override
    public List<String> texts() throws ReportFormatException {
        return value.texts();
    }

    @Override
    public long number() throws ReportFormatException {
        return value.number();
    }

    @Override
    public int times() throws ReportFormatException {
        return value.index();
    }

    @Override
    public OptionalInt optionalNumber() throws ReportFormatException {
        return OptionalInt.of(value.index());
    }

    @Override
    public OptionalDouble optionalDecimal() throws ReportFormatException {
        return OptionalDouble.of(value.decimal());
    }

    @Override
    public Optional<NodeKey> node() throws ReportFormatException {
        return Optional.of(new NodeKey(value.number()));
    }
}
