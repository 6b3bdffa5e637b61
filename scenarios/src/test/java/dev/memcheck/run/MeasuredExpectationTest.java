package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.script.ParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredExpectationTest {
    private final Conversation talk = Conversation.batch();

    @TempDir
    private Path directory;

    @Test
    void retainedBytesAreThoseOfTheStatementOrOfTheWindowBeforeIt() {
        assertThat(talk.type(
                        "begin; SELECT leak_top();",
                        "\\expect retained = 32",
                        "SELECT leak_top();",
                        "\\expect retained < 32",
                        "end",
                        "\\expect retained = 64B",
                        "SELECT leak_top();",
                        "\\expect retained <= 1kB"))
                .contains(
                        "held: retained = 32",
                        "failed: retained < 32, found 32 bytes in statement 2",
                        "held: retained = 64",
                        "failed: retained <= 1kB, found nothing: outside a window nothing is measured");
    }

    @Test
    void aPeakThatIsNotMeasuredDoesNotHold() {
        assertThat(talk.type("begin; SELECT 1;", "\\expect peak <= 1GB", "end", "\\expect peak <= 1GB"))
                .contains(
                        "failed: peak <= 1GB, found nothing: this server's pg_ext_memcheck tells no peak",
                        "failed: peak <= 1GB, found only a statement has a peak, and this looks at window 1");
    }

    @Test
    void aRecordedNumberIsComparedWithNextTime() throws IOException {
        String source = directory.resolve("fill.mcs").toString();
        talk.runner.numbers().record();
        talk.typeAs(source, "begin; SELECT leak_top();", "\\expect retained no worse than 'it''s'");
        talk.runner.numbers().write();
        assertThat(Files.readString(Path.of(source + ".numbers"))).endsWith("\nretained 'it''s' 32\n");

        String same = "\\expect retained no worse than 'it''s'";
        assertThat(Conversation.batch().typeAs(source, "begin; SELECT leak_top();", same))
                .contains("held: retained no worse than 'it''s'");
    }

    @Test
    void moreThanATenthMoreIsWorse() throws IOException {
        Path file = directory.resolve("fill.mcs");
        Files.writeString(
                directory.resolve("fill.mcs.numbers"), "retained 'low' -993\nretained 'near' -992 -- 1 kB less\n");

        assertThat(talk.typeAs(
                        file.toString(),
                        "begin; SELECT leak_top();",
                        "\\expect retained no worse than 'near'",
                        "\\expect retained no worse than 'low'",
                        "\\expect retained no worse than 'none'"))
                .contains(
                        "held: retained no worse than 'near'",
                        "failed: retained no worse than 'low', found 32 bytes in statement 1",
                        "failed: retained no worse than 'none', found 32 bytes, and no number of that name in " + file
                                + ".numbers; memcheck run --record-expectations saves it");
        assertThat(Tolerance.most(100_000)).isEqualTo(110_000);
    }

    @Test
    void aNumbersFileThatCannotBeReadSaysWhere() throws IOException {
        Path file = directory.resolve("fill.mcs");
        Files.writeString(directory.resolve("fill.mcs.numbers"), "-- numbers\nretained fill 3\n");

        assertThatThrownBy(() -> talk.typeAs(
                        file.toString(), "begin; SELECT leak_top();", "\\expect retained no worse than 'x'"))
                .isInstanceOf(ParseException.class)
                .hasMessageContaining("fill.mcs.numbers:2:10: found fill; expected the name of a number");
    }

    @Test
    void cellsAreCompared() {
        assertThat(talk.type(
                        "SELECT 1;", "\\expect value = 'SELECT 1'", "\\expect cell 1 2 = 3", "\\expect value = null"))
                .contains(
                        "held: value = 'SELECT 1'",
                        "failed: cell 1 2 = 3, found a result of 1 row and 1 column",
                        "failed: value = null, found 'SELECT 1'");
    }

    @Test
    void anAbsentFindingHoldsUntilItIsThere() {
        assertThat(talk.type(
                        "begin; SELECT leak_top(); end",
                        "\\expect no context_leak",
                        "\\expect no chunk_leak symbol other",
                        "\\expect no chunk_leak"))
                .contains("held: no context_leak", "held: no chunk_leak symbol other")
                .last()
                .asString()
                .startsWith("failed: no chunk_leak, found in window 1: WARNING chunk_leak in TopMemoryContext");
    }
}
