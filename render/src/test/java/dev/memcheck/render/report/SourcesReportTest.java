package dev.memcheck.render.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of source that reports for people show. */
class SourcesReportTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"html", "markdown"})
    void linesAreShownWhereTheFileIsFound(String format) throws IOException {
        RunReport run = RunReportSample.run();

        assertThat(ReportGoldenTest.text(format, run)).doesNotContain("leak_context(int &lt;n&gt;)");
        Files.writeString(directory.resolve("buggy_ext.c"), "\n".repeat(30) + "\tleak_context(int <n>)\n\tmake();\n");

        assertThat(ReportGoldenTest.text(format, run.withSources(List.of(directory))))
                .contains("   leak_context(int &lt;n&gt;)", "   make();");
    }

    @Test
    void aNameBelowTheDirectoryOfTheRunIsRelativeToIt() throws IOException {
        Path file = Files.createDirectories(directory.resolve("src")).resolve("buggy_ext.c");
        Files.writeString(file, "\n".repeat(30) + "leak_context(void)\nmake();\n");
        RunReport run = RunReportSample.run();
        RunReport here = new RunReport(run.version(), run.startedAt(), directory, run.failOn(), run.sessions())
                .withSources(List.of(directory.resolve("src")));

        assertThat(ReportGoldenTest.text("markdown", here))
                .contains("  source      src/buggy_ext.c\n", "  =&gt; 32  make();\n");
    }
}
