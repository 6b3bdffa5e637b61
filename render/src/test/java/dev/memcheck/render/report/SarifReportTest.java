package dev.memcheck.render.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Frame;
import dev.memcheck.report.RunReport;
import dev.memcheck.report.SessionReport;
import dev.memcheck.report.Verdict;
import dev.memcheck.run.Failure;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SarifReportTest {
    private final ObjectMapper mapper = new ObjectMapper();
    private JsonNode log;
    private List<JsonNode> results;

    @BeforeEach
    void write() throws Exception {
        log = mapper.readTree(ReportGoldenTest.text("sarif"));
        results = StreamSupport.stream(log.at("/runs/0/results").spliterator(), false)
                .toList();
    }

    @Test
    void fitsThePublishedSchema() throws Exception {
        JsonNode schema;
        try (InputStream published = SarifReportTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            schema = mapper.readTree(published);
        }

        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                        .getSchema(schema)
                        .validate(log))
                .isEmpty();
    }

    @Test
    void whatAnExpectationHeldForIsSuppressed() throws Exception {
        RunReport run = RunReportSample.run();
        SessionReport failed = run.sessions().get(4);
        assertThat(suppressions(run, failed)).isEqualTo("[]");
        SessionReport held = new SessionReport(
                failed.file(),
                Verdict.PASSED,
                failed.startedAt(),
                failed.durationMicros(),
                failed.backend(),
                failed.statements(),
                failed.windows(),
                failed.findings(),
                1,
                List.of());
        assertThat(suppressions(run, held)).contains("inSource");
    }

    private String suppressions(RunReport run, SessionReport session) throws Exception {
        RunReport one = new RunReport(run.version(), run.startedAt(), run.directory(), run.failOn(), List.of(session));
        return mapper.readTree(ReportGoldenTest.text("sarif", one))
                .findValues("suppressions")
                .toString();
    }

    @Test
    void everyResultNamesItsRuleAndAPlace() {
        JsonNode rules = log.at("/runs/0/tool/driver/rules");

        assertThat(results).isNotEmpty();
        for (JsonNode result : results) {
            assertThat(rules.get(result.get("ruleIndex").asInt()).get("id")).isEqualTo(result.get("ruleId"));
            assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri")
                            .asText())
                    .isNotEmpty();
        }
    }

    @Test
    void everyKindOfFindingAndFailureIsARule() {
        JsonNode rules = log.at("/runs/0/tool/driver/rules");

        List<String> ids = new ArrayList<>();
        rules.forEach(rule -> ids.add(rule.get("id").asText()));
        List<String> kinds = new ArrayList<>();
        Arrays.stream(CheckType.values()).map(CheckType::label).forEach(kinds::add);
        Arrays.stream(Failure.Kind.values()).map(FailureKinds::label).forEach(kinds::add);
        assertThat(ids).isEqualTo(kinds);
        assertThat(rules.at("/0/shortDescription/text").asText())
                .isEqualTo("A memory context outlives the work that it was made for.");
        assertThat(rules.at("/0/help/text").asText())
                .startsWith("Delete the context when its work is done")
                .endsWith("at the call.");
    }

    @Test
    void aSourceFileBelowTheDirectoryIsRelativeToIt() {
        JsonNode leak = result("context_leak");

        assertThat(leak.at("/locations/0/physicalLocation/artifactLocation/uri").asText())
                .isEqualTo("buggy_ext.c");
        assertThat(leak.at("/locations/0/physicalLocation/artifactLocation/uriBaseId")
                        .asText())
                .isEqualTo("SRCROOT");
        assertThat(leak.at("/locations/0/physicalLocation/region/startLine").asInt())
                .isEqualTo(32);
        assertThat(leak.at("/relatedLocations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .isEqualTo("tests/leaks.mcs");
        assertThat(leak.at("/stacks/0/frames/1/location/physicalLocation/artifactLocation/uri")
                        .asText())
                .isEqualTo("src/context%20util.c");
        assertThat(log.at("/runs/0/originalUriBaseIds/SRCROOT/uri").asText()).isEqualTo("file:///src/my_ext/");
    }

    @Test
    void whoGaveTheMemoryBackIsARelatedLocation() {
        JsonNode used = result("use_after_reset");
        JsonNode freed = used.at("/relatedLocations/1");

        assertThat(used.get("relatedLocations")).hasSize(2);
        assertThat(freed.at("/message/text").asText()).isEqualTo("memory was given back here");
        assertThat(freed.at("/physicalLocation/artifactLocation/uri").asText()).isEqualTo("buggy_ext.c");
        assertThat(freed.at("/physicalLocation/region/startLine").asInt()).isEqualTo(74);
        assertThat(freed.at("/logicalLocations/0/fullyQualifiedName").asText()).isEqualTo("forget");
        assertThat(used.get("stacks")).hasSize(2);
        assertThat(used.at("/stacks/1/frames")).hasSize(4);
        assertThat(result("context_leak").get("stacks")).hasSize(1);
    }

    @Test
    void aSourceFileOfWhereALibraryWasBuiltIsNoneOfOurs() throws Exception {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = mapper.getFactory().createGenerator(text)) {
            new SarifLocations(Path.of("/src/my_ext"))
                    .write(json, Frame.of("__libc_start_main (libc) at ../csu/libc-start.c:360"));
        }

        assertThat(text.toString()).contains("__libc_start_main").doesNotContain("physicalLocation");
    }

    @Test
    void aFailedExpectationPointsIntoTheSessionFile() {
        JsonNode failure = result("expectation");

        assertThat(failure.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .isEqualTo("tests/expect.mcs");
        assertThat(failure.at("/locations/0/physicalLocation/region/startLine").asInt())
                .isEqualTo(4);
    }

    @Test
    void theFingerprintIsOfTheDefectNotOfItsAmountOrText() {
        List<String> leaks = results.stream()
                .filter(result -> result.get("ruleId").asText().equals("context_leak"))
                .filter(result -> result.at("/message/text").asText().contains("leak_context"))
                .map(result ->
                        result.at("/partialFingerprints/memcheckDefect~1v1").asText())
                .toList();

        assertThat(leaks).hasSize(3).containsOnly(leaks.get(0));
        assertThat(result("wrong_ctx_alloc")
                        .at("/partialFingerprints/memcheckDefect~1v1")
                        .asText())
                .isNotEqualTo(leaks.get(0));
    }

    @Test
    void aSuppressedFindingSaysSo() {
        assertThat(results.stream().filter(result -> result.has("suppressions")))
                .extracting(result -> result.at("/suppressions/0/justification").asText())
                .containsExactly("kept for the backend's life, see <the docs> (2026-01-02)", "kept, too");
    }

    private JsonNode result(String rule) {
        return results.stream()
                .filter(result -> result.get("ruleId").asText().equals(rule))
                .findFirst()
                .orElseThrow();
    }
}
