package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A finding says what is in the memory that stayed: nodes of the server's, types of C, and text. */
class HoldsIT {
    /** Of three calls. The node's size differs between the server's releases. */
    private static final String HOLDS =
            "\\d+ bytes of text in 60 chunks, 120 Keepsake \\(2880 bytes\\), 30 RangeVar \\(\\d+ bytes\\)";

    @TempDir
    private Path directory;

    @Test
    void inWhyAndInJson() throws Exception {
        Path file = Files.writeString(directory.resolve("holds.mcs"), """
                CREATE EXTENSION IF NOT EXISTS zoo_ext;
                begin bug;
                SELECT bug_keepsakes();
                SELECT bug_keepsakes();
                SELECT bug_keepsakes();
                end bug
                \\why 1
                """);
        Path report = directory.resolve("holds.json");

        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", "-v", file.toString(), "--report=json=" + report);

        JsonNode finding = new ObjectMapper().readTree(report.toFile()).at("/sessions/0/windows/0/findings/0");
        assertThat(finding.path("holds").asText()).matches(HOLDS);
        assertThat(run.out()).containsPattern("  holds +" + HOLDS);
    }

    @Test
    void fromSqlByPlaceAndSize() throws Exception {
        Path file = Files.writeString(directory.resolve("contents.mcs"), """
                CREATE EXTENSION IF NOT EXISTS zoo_ext;
                begin bug;
                SELECT bug_keepsakes();
                SELECT kind, type, size_class, sum(count) FROM ext_memcheck.contents()
                    WHERE context_path[2] = 'zoo drawer' AND kind <> 'node' GROUP BY 1, 2, 3 ORDER BY 2;
                end bug
                """);

        MemcheckJar.Run run = MemcheckJar.run("", directory, "run", "-v", file.toString());

        assertThat(run.out())
                .containsPattern("type +\\| Keepsake +\\| +32 +\\| +40")
                .containsPattern("text +\\| text +\\| +64 +\\| +20");
    }
}
