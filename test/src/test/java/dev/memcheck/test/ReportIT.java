package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Reports of real runs: what they say of each other and of the planted bugs; sizes are the server's business. */
class ReportIT {
    private static final String LEAKS = """
            CREATE EXTENSION IF NOT EXISTS buggy_ext;
            begin leaky;
            SELECT leak_top();
            SELECT leak_context();
            end leaky
            begin healthy;
            SELECT palloc_freed();
            end healthy
            """;

    private final ObjectMapper mapper = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void allFormatsTellTheSameOfOneRun() throws Exception {
        Path file = Files.writeString(directory.resolve("leaks.mcs"), LEAKS);

        MemcheckJar.Run run = MemcheckJar.run(
                "",
                directory,
                "run",
                file.toString(),
                "--report=json=" + directory.resolve("r.json"),
                "--report=junit=" + directory.resolve("r.xml"),
                "--report=sarif=" + directory.resolve("r.sarif"),
                "--report=html=" + directory.resolve("r.html"),
                "--report=markdown=" + directory.resolve("r.md"),
                "--report=totals=" + directory.resolve("r.txt"),
                "--report=folded");

        assertThat(run.err()).contains(file + ": FAILED");
        assertThat(run.exitCode()).isEqualTo(1);

        JsonNode session = json("r.json").at("/sessions/0");
        assertThat(session.get("verdict").asText()).isEqualTo("failed");
        JsonNode leaky = session.at("/windows/0");
        List<JsonNode> findings = list(leaky.get("findings"));
        assertThat(findings)
                .extracting(finding -> finding.get("symbol").asText())
                .containsExactlyInAnyOrder("leak_top", "leak_context");
        assertThat(findings)
                .allMatch(finding -> finding.get("confirmed").asBoolean()
                        && finding.get("bytes").asLong() > 0
                        && !finding.get("stack").isEmpty());
        assertThat(session.at("/windows/1/findings")).isEmpty();
        assertThat(list(leaky.get("statements")))
                .extracting(statement -> statement.get("position").asText())
                .containsExactly(file + ":3:1", file + ":4:1");

        long bytes = findings.stream()
                .mapToLong(finding -> finding.get("bytes").asLong())
                .sum();
        long folded = run.out()
                .lines()
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        assertThat(folded).isEqualTo(bytes);

        assertThat(json("r.sarif").at("/runs/0/results"))
                .hasSize(2)
                .allMatch(result -> result.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asText()
                        .endsWith("buggy_ext.c"));
        assertThat(failedCases("r.xml")).containsExactly("leaky");
        assertThat(Files.readString(directory.resolve("r.txt"))).contains("leak_context (buggy_ext)");
        assertThat(Files.readString(directory.resolve("r.md"))).contains("**failed**", "LEAK");
        assertThat(Files.readString(directory.resolve("r.html"))).contains("id=\"s1-w1-f1\"", "id=\"s1-w1-f2\"");
    }

    @Test
    void aLostBackendIsReportedWithWhatWasKnown() throws Exception {
        Path file = Files.writeString(
                directory.resolve("crash.mcs"),
                "begin fatal;\nSELECT 1;\nCOPY (SELECT 1) TO PROGRAM 'kill -SEGV $PPID';\n");

        MemcheckJar.Run run =
                MemcheckJar.run("", directory, "run", file.toString(), "--report=json=" + directory.resolve("r.json"));

        assertThat(run.exitCode()).isEqualTo(3);
        JsonNode session = json("r.json").at("/sessions/0");
        assertThat(session.get("verdict").asText()).isEqualTo("no_backend");
        assertThat(session.at("/windows/0/end").asText()).isEqualTo("lost");
        assertThat(session.at("/windows/0/findings/0/checkType").asText()).isEqualTo("crash");
        assertThat(session.at("/windows/0/statements")).hasSize(2);
        assertThat(session.at("/failures/0/position").asText()).isEqualTo(file + ":3:1");
    }

    private JsonNode json(String name) throws Exception {
        return mapper.readTree(Files.readString(directory.resolve(name)));
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private List<String> failedCases(String name) throws Exception {
        NodeList failures = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve(name).toFile())
                .getElementsByTagName("failure");
        return IntStream.range(0, failures.getLength())
                .mapToObj(i -> ((Element) failures.item(i).getParentNode()).getAttribute("name"))
                .toList();
    }
}
