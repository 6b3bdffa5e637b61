package dev.memcheck.backend.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log says of a library that is loaded too late, and which one that is. */
class PreloadNeedTest {
    private static final String TIME = "2026-01-31 12:00:00.000 UTC [42] ";

    @TempDir
    private Path directory;

    @Test
    void errorsAndWarningsComplainAlsoInFurtherLinesAndStatementsDoNot() {
        List<String> complaints = PreloadNeed.complaints(
                List.of(
                        TIME + "ERROR:  other must be loaded via shared_preload_libraries",
                        TIME + "STATEMENT:  SHOW",
                        "\tshared_preload_libraries",
                        TIME + "WARNING:  the snapshot failed:",
                        "\tit must be in shared_preload_libraries",
                        TIME + "WARNING:  something else",
                        TIME + "ERROR:  unrecognized configuration parameter \"own.limit\"",
                        TIME + "ERROR:  unrecognized configuration parameter \"other.limit\"",
                        TIME + "STATEMENT:  SHOW own.limit"),
                new RegressionSubject(List.of(), Set.of("own")));

        assertThat(complaints).hasSize(3);
        assertThat(complaints.get(1)).contains("snapshot failed", "it must be");
        assertThat(complaints.get(2)).contains("own.limit");
    }

    @Test
    void aLibraryThatTheComplaintNamesIsLoadedBeforeItsOwn() throws IOException {
        Files.writeString(directory.resolve("other.so"), "shared_preload_libraries");
        Files.writeString(directory.resolve("loaded.so"), "nothing of the kind");
        Files.writeString(directory.resolve("own.so"), "");

        assertThat(PreloadNeed.libraries(
                        List.of(TIME + "ERROR:  other must be loaded via shared_preload_libraries"),
                        new RegressionSubject(List.of("own"), Set.of("own", "absent")),
                        directory,
                        directory))
                .containsExactly("other", "own");
    }
}
