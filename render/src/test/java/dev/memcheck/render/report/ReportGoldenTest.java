package dev.memcheck.render.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.render.Golden;
import dev.memcheck.report.RunReport;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format of the list, from one run. */
class ReportGoldenTest {
    static Stream<String> formats() {
        return ReportFormats.names().stream();
    }

    static String text(String format, RunReport run) throws IOException {
        StringWriter out = new StringWriter();
        ReportFormats.find(format).orElseThrow().write(run, out);
        return out.toString();
    }

    static String text(String format) throws IOException {
        return text(format, RunReportSample.run());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void looksAsBefore(String format) throws IOException {
        Golden.check(ReportGoldenTest.class, format, withoutRules(text(format)));
    }

    /** A new kind of finding is a rule of SARIF, and changes none of the results. */
    private static String withoutRules(String text) {
        return text.replaceFirst("(?s)\"rules\": \\[\n.*?\n {10}]", "\"rules\": [...]")
                .replaceAll("\"ruleIndex\": [0-9]+", "\"ruleIndex\": ...");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theSameRunGivesTheSameText(String format) throws IOException {
        assertThat(text(format)).isEqualTo(text(format));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void noControlCharacterComesThrough(String format) throws IOException {
        assertThat(text(format).chars().filter(c -> c < 0x20 && c != '\n')).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aRunWithoutSessionsIsAReportToo(String format) throws IOException {
        RunReport nothing = new RunReport(
                "1.0", Instant.EPOCH, Path.of("/"), RunReportSample.run().failOn(), List.of());

        assertThat(text(format, nothing)).doesNotContain("NaN", "Infinity");
    }

    @Test
    void namesAreOneWordAndUnique() {
        assertThat(ReportFormats.names()).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]+"));
    }
}
