package dev.memcheck.render.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.memcheck.report.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReportReaderTest {
    private static final Path DIRECTORY = Path.of("/elsewhere");

    @ParameterizedTest
    @ValueSource(strings = {"junit", "sarif", "markdown", "folded", "totals"})
    void whatIsReadGivesTheReportsOfTheRun(String format) throws Exception {
        RunReport again = JsonReportReader.read(ReportGoldenTest.text("json"), DIRECTORY);

        assertThat(ReportGoldenTest.text(format, again)).isEqualTo(ReportGoldenTest.text(format));
    }

    @Test
    void whatIsReadIsWrittenAsItWasButForTrees() throws Exception {
        String text = ReportGoldenTest.text("json");

        assertThat(ReportGoldenTest.text("json", JsonReportReader.read(text, DIRECTORY)))
                .isEqualTo(text.replaceAll("\"retainedBytes\": \\d+,(?=\\s+\"repeats\")", "\"retainedBytes\": null,"));
    }

    @Test
    void aReportOfBeforeIsRead() throws Exception {
        String text = ReportGoldenTest.text("json").replaceAll("\n +\"(directory|freedStack)\": .*,(?=\n)", "");

        assertThat(JsonReportReader.read(text, DIRECTORY).directory()).isEqualTo(DIRECTORY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "memcheck-report/1"       | "memcheck-report/2"        | 2 | expected "memcheck-report/1" as "format", found "memcheck-report/2"
            "failOn": "WARNING"       | "failOn": "LOUD"           | 6 | expected one of INFO, WARNING, ERROR as "failOn", found "LOUD"
            "failOn": "WARNING",      | ''                         | 1 | the report has no "failOn"
            "sessions": [             | "sessions": {              | 9 | no JSON: Unexpected character
            "durationMs": 61.234      | "durationMs": "long"       | 13 | expected a number as "durationMs", found "long"
            "durationMs": 61.234      | "durationMs": 1e400        | 13 | expected milliseconds as "durationMs"
            """)
    void whatIsWrongIsToldWithItsLine(String part, String instead, int line, String problem) throws IOException {
        String text = ReportGoldenTest.text("json").replaceFirst(Pattern.quote(part), instead);

        ReportFormatException refused =
                catchThrowableOfType(ReportFormatException.class, () -> JsonReportReader.read(text, DIRECTORY));
        assertThat(refused).hasMessageStartingWith(problem);
        assertThat(refused.line()).isEqualTo(line);
    }

    @Test
    void whatIsCutOffOrEmptyIsRefused() throws IOException {
        String text = ReportGoldenTest.text("json");
        for (int end = 0; end < text.length() - 1; end += 97) {
            String cut = text.substring(0, end);
            assertThat(catchThrowableOfType(ReportFormatException.class, () -> JsonReportReader.read(cut, DIRECTORY)))
                    .isNotNull();
        }
    }
}
