package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memcheck.amount.AmountWords;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tree, the status line, the verdict, failures, {@code \why} and reports call bytes and count is one number each. */
class SizesIT {
    private static final String LEAKS = """
            CREATE EXTENSION IF NOT EXISTS buggy_ext;
            begin sizes;
            SELECT leak_top(), leak_context();
            SELECT leak_top() FROM generate_series(1, 10);
            SELECT leak_top(), leak_context();
            end sizes
            \\why 1
            \\why 2
            \\findings
            """;

    @TempDir
    private Path directory;

    @Test
    void allTellTheSame() throws Exception {
        Path file = Files.writeString(directory.resolve("sizes.mcs"), LEAKS);
        Path report = directory.resolve("sizes.json");

        MemcheckJar.Run run =
                MemcheckJar.run("", directory, "run", "-v", file.toString(), "--confirm=0", "--report=json=" + report);

        JsonNode window = new ObjectMapper().readTree(report.toFile()).at("/sessions/0/windows/0");
        assertThat(window.get("findings")).hasSize(2).allSatisfy(finding -> toldAlike(finding, run));
        assertThat(window.get("statements"))
                .hasSize(3)
                .allSatisfy(statement -> assertThat(run.out())
                        .contains("retained "
                                + AmountWords.difference(
                                        statement.get("retainedBytes").asLong()) + ", "));
        assertThat(window.get("retainedBytes").asLong())
                .isEqualTo(window.get("statements").findValues("retainedBytes").stream()
                        .mapToLong(JsonNode::asLong)
                        .sum());
        // The first and the last statement are one, which was seen twice; the one in between calls the function ten
        // times.
        assertThat(window.get("findings"))
                .filteredOn(finding -> finding.get("symbol").asText().equals("leak_top"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.get("bytes").asLong()).isEqualTo(12 * 96);
                    assertThat(finding.get("count").asLong()).isEqualTo(12);
                    assertThat(finding.get("occurrences").asInt()).isEqualTo(2);
                    assertThat(finding.get("bytesPerCall").asDouble()).isEqualTo(96);
                    assertThat(finding.get("statement").asText()).isEqualTo("SELECT leak_top(), leak_context()");
                });
    }

    /** What no context and no allocator tells of is looked for when its statement is over, and not with the next one. */
    @Test
    void eachStatementHasWhatItLeft() throws Exception {
        Path file = Files.writeString(directory.resolve("descriptors.mcs"), """
                CREATE EXTENSION IF NOT EXISTS zoo_ext;
                begin;
                SELECT 1;
                SELECT bug_descriptor();
                SELECT clean_descriptor();
                SELECT bug_descriptor();
                end
                """);
        Path report = directory.resolve("descriptors.json");

        MemcheckJar.run("", directory, "run", file.toString(), "--confirm=0", "--report=json=" + report);

        JsonNode statements = new ObjectMapper().readTree(report.toFile()).at("/sessions/0/windows/0/statements");
        assertThat(statements)
                .extracting(statement -> statement.get("findings").size())
                .containsExactly(0, 1, 0, 1);
    }

    private static void toldAlike(JsonNode finding, MemcheckJar.Run run) {
        long bytes = finding.get("bytes").asLong();
        long count = finding.get("count").asLong();
        boolean contexts = finding.get("checkType").asText().equals("context_leak");
        String amount = AmountWords.bytes(bytes) + " in " + AmountWords.counted(count, contexts ? "context" : "chunk");
        String function = finding.get("symbol").asText();
        String perExecution = AmountWords.average(finding.get("bytesPerCall").asDouble());

        assertThat(run.out())
                .as("tree")
                .containsPattern(function + " \\(buggy_ext\\) at buggy_ext.c:\\d+: " + amount + "\n")
                .as("verdict")
                .containsPattern("in TopMemoryContext.*: " + amount + "\n    +" + function)
                .as("why")
                .containsPattern("amount +" + amount + ", " + perExecution + " per execution of the statement\n")
                .as("list")
                .containsPattern("\\| +" + bytes + " \\| +" + count + " \\| +" + function + " ")
                .as("failure")
                .containsPattern("finding \\d+: .*, " + amount + ", " + function);
    }
}
