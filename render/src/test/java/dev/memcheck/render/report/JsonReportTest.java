package dev.memcheck.render.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingColumn;
import dev.memcheck.report.ReportedFinding;
import dev.memcheck.report.ReportedStatement;
import dev.memcheck.report.ReportedWindow;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    private final ObjectMapper mapper = new ObjectMapper();
    private final RunReport run = RunReportSample.run();
    private JsonNode json;

    @BeforeEach
    void write() throws Exception {
        json = mapper.readTree(ReportGoldenTest.text("json"));
    }

    @Test
    void fitsItsSchemaAndTheSchemaNamesEveryField() throws Exception {
        JsonNode schema = schema();
        forbidOtherFields(schema);

        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(schema)
                        .validate(json))
                .isEmpty();
    }

    @Test
    void aFieldOfTheWrongTypeDoesNotFit() throws Exception {
        JsonNode schema = schema();
        ((ObjectNode) json.at("/sessions/0/windows/0/findings/0")).put("bytes", "many");

        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(schema)
                        .validate(json))
                .hasSize(1);
    }

    @Test
    void theSchemaHasEveryColumnAndAllowsEveryKindOfFinding() throws Exception {
        JsonNode properties = schema().at("/$defs/finding/properties");
        List<String> fields =
                new ArrayList<>(List.of("number", "certainty", "suppressed", "suppression", "contextName"));
        Stream.of(FindingColumn.Use.JSON, FindingColumn.Use.JSON_IF_KNOWN)
                .flatMap(use -> FindingColumn.all(use).stream())
                .map(FindingColumn::field)
                .forEach(fields::add);

        assertThat(properties.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(fields);
        assertThat(Arrays.stream(CheckType.values()).map(CheckType::label))
                .allMatch(Pattern.compile(properties.at("/checkType/pattern").asText())
                        .asPredicate());
    }

    @Test
    void readBackItIsTheModel() {
        assertThat(json.get("format").asText()).isEqualTo("memcheck-report/1");
        assertThat(json.get("verdict").asText()).isEqualTo(run.verdict().label());
        assertThat(json.get("sessions")).hasSameSizeAs(run.sessions());
        for (int i = 0; i < run.sessions().size(); i++) {
            compare(json.get("sessions").get(i), run.sessions().get(i));
        }
    }

    @Test
    void whereMemoryWasGivenBackIsInnermostFirst() {
        JsonNode freed = json.at("/sessions/4/windows/0/findings/0/freedStack");

        assertThat(texts(freed)).hasSize(4).first().isEqualTo("pfree (postgres) at mcxt.c:1311");
        assertThat(json.at("/sessions/0/windows/0/findings/0/freedStack")).isEmpty();
    }

    private void compare(JsonNode node, SessionReport session) {
        assertThat(node.get("file").asText()).isEqualTo(session.file());
        assertThat(node.get("verdict").asText()).isEqualTo(session.verdict().label());
        assertThat(micros(node.get("durationMs"))).isEqualTo(session.durationMicros());
        assertThat(node.get("server").asText())
                .isEqualTo(session.backend().orElseThrow().serverVersion());
        assertThat(node.get("expectationsHeld").asInt()).isEqualTo(session.expectationsHeld());
        compareStatements(node.get("statements"), session.statements());
        compareFindings(node.get("findings"), session.findingsOutsideWindows());
        assertThat(node.get("failures")).hasSameSizeAs(session.failures());
        for (int i = 0; i < session.failures().size(); i++) {
            JsonNode failure = node.get("failures").get(i);
            assertThat(failure.get("text").asText())
                    .isEqualTo(session.failures().get(i).failure().text());
            assertThat(text(failure.get("position")))
                    .isEqualTo(session.failures().get(i).failure().position().map(String::valueOf));
        }
        assertThat(node.get("windows")).hasSameSizeAs(session.windows());
        for (int i = 0; i < session.windows().size(); i++) {
            compare(node.get("windows").get(i), session.windows().get(i));
        }
    }

    private void compare(JsonNode node, ReportedWindow window) {
        assertThat(node.get("name").asText()).isEqualTo(window.name());
        assertThat(node.get("number").asInt()).isEqualTo(window.number());
        assertThat(node.get("outer").isNull()).isEqualTo(window.outer().isEmpty());
        assertThat(node.get("end").asText()).isEqualTo(window.end().label());
        assertThat(node.get("retainedBytes").isNull()).isEqualTo(window.diff().isEmpty());
        window.diff()
                .ifPresent(
                        diff -> assertThat(node.get("retainedBytes").asLong()).isEqualTo(diff.retainedBytes()));
        compareStatements(node.get("statements"), window.statements());
        compareFindings(node.get("findings"), window.findings());
    }

    private void compareStatements(JsonNode nodes, List<ReportedStatement> statements) {
        assertThat(nodes).hasSameSizeAs(statements);
        for (int i = 0; i < statements.size(); i++) {
            JsonNode node = nodes.get(i);
            ReportedStatement statement = statements.get(i);
            assertThat(node.get("sql").asText()).isEqualTo(statement.sql());
            assertThat(micros(node.get("startMs"))).isEqualTo(statement.startMicros());
            assertThat(micros(node.get("durationMs"))).isEqualTo(statement.durationMicros());
            assertThat(text(node.get("error"))).isEqualTo(statement.error());
            assertThat(node.has("retainedBytes"))
                    .isEqualTo(statement.retainedBytes().isPresent());
            assertThat(node.has("peakBytes")).isEqualTo(statement.peakBytes().isPresent());
            assertThat(node.has("memory")).isEqualTo(statement.memory().isPresent());
        }
    }

    private void compareFindings(JsonNode nodes, List<ReportedFinding> findings) {
        assertThat(nodes).hasSameSizeAs(findings);
        for (int i = 0; i < findings.size(); i++) {
            JsonNode node = nodes.get(i);
            Finding finding = findings.get(i).finding();
            assertThat(node.get("number").asInt()).isEqualTo(findings.get(i).number());
            assertThat(node.get("checkType").asText())
                    .isEqualTo(finding.checkType().label());
            assertThat(node.get("severity").asText())
                    .isEqualTo(finding.severity().name());
            assertThat(node.get("confirmed").asBoolean()).isEqualTo(finding.confirmed());
            assertThat(text(node.get("suppression"))).isEqualTo(findings.get(i).suppression());
            assertThat(node.get("suppressed").asBoolean())
                    .isEqualTo(findings.get(i).isSuppressed());
            assertThat(texts(node.get("contextPath"))).isEqualTo(finding.contextPath());
            assertThat(node.get("contextName").asText()).isEqualTo(finding.contextName());
            assertThat(node.get("contextIdent").asText()).isEqualTo(finding.contextIdent());
            assertThat(node.get("bytes").asLong()).isEqualTo(finding.bytes());
            assertThat(node.get("count").asLong()).isEqualTo(finding.count());
            assertThat(node.get("bytesPerCall").isNull())
                    .isEqualTo(finding.bytesPerCall().isEmpty());
            assertThat(node.get("occurrences").asInt()).isEqualTo(finding.occurrences());
            assertThat(text(node.get("sourceLib"))).isEqualTo(finding.site().library());
            assertThat(text(node.get("symbol"))).isEqualTo(finding.site().symbol());
            assertThat(text(node.get("sourceFile"))).isEqualTo(finding.site().sourceFile());
            assertThat(node.get("sourceLine").asInt())
                    .isEqualTo(finding.site().sourceLine().orElse(0));
            assertThat(texts(node.get("stack"))).isEqualTo(finding.site().stack());
            assertThat(texts(node.get("freedStack"))).isEqualTo(finding.freedStack());
            assertThat(node.get("statement").asText()).isEqualTo(finding.statement());
            assertThat(node.get("detail").asText()).isEqualTo(finding.detail());
        }
    }

    private JsonNode schema() throws IOException {
        try (InputStream schema = JsonReport.class.getResourceAsStream("memcheck-report-1.schema.json")) {
            return mapper.readTree(schema);
        }
    }

    private static long micros(JsonNode milliseconds) {
        return milliseconds.decimalValue().movePointRight(3).longValueExact();
    }

    private static Optional<String> text(JsonNode node) {
        return node.isNull() ? Optional.empty() : Optional.of(node.asText());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The published schema lets a later writer add fields; what is written today has to stand in it. */
    private static void forbidOtherFields(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(JsonReportTest::forbidOtherFields);
    }
}
