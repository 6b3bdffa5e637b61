package dev.memcheck.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFilesTest {
    private static final long THIS = ProcessHandle.current().pid();

    @TempDir
    private Path directory;

    @Test
    void whatAKilledProcessLeftBesideAFileGoesWhenTheFileIsWrittenAgain() throws Exception {
        Path left = Files.createFile(directory.resolve(".z." + gone() + ".a1.tmp"));
        Path ofAnotherFile = Files.createFile(directory.resolve(".y." + gone() + ".a1.tmp"));

        Path mine = OwnFiles.reserve(directory, ".z", "tmp");

        assertThat(left).doesNotExist();
        assertThat(ofAnotherFile).exists();
        assertThat(mine).doesNotExist();
        assertThat(mine.getParent()).isEqualTo(directory);
    }

    @Test
    void whatThisProcessHasStaysUntilItIsRemoved() throws Exception {
        Path held = Files.createFile(OwnFiles.reserve(directory, "memcheck-x", "d"));
        Path ofAnEarlierOneWithThisId = Files.createFile(directory.resolve("memcheck-x." + THIS + ".a1.d"));

        OwnFiles.reserve(directory, "memcheck-x", "d");

        assertThat(held).exists();
        assertThat(ofAnEarlierOneWithThisId).doesNotExist();
        OwnFiles.remove(held);
        assertThat(held).doesNotExist();
    }

    @Test
    void aDirectoryGoesWithAllThatIsInItButNotWithWhatItsLinksLeadTo() throws Exception {
        Path elsewhere = Files.createFile(directory.resolve("elsewhere"));
        Path left = Files.createDirectories(directory.resolve("memcheck-x." + gone() + ".a1.d/results"));
        Files.createSymbolicLink(left.resolve("link"), elsewhere);

        OwnFiles.reserve(directory, "memcheck-x", "d");

        assertThat(left.getParent()).doesNotExist();
        assertThat(elsewhere).exists();
    }

    @Test
    void aSweepThatBeginsWhenTheProcessEndsIsNoError() throws Exception {
        assertThat(said(SweepsAtTheEnd.class)).isEmpty();
    }

    /** A process whose first use of its files is in its end. */
    static final class SweepsAtTheEnd {
        public static void main(String[] arguments) {
            Runtime.getRuntime().addShutdownHook(new Thread(OwnFiles::sweepTemporary));
        }
    }

    @Test
    void aFileThatIsMadeWhileTheProcessEndsIsNotLeft() throws Exception {
        assertThat(said(MakesOneAtTheEnd.class)).isEqualTo("memcheck is ending");
        assertThat(said(MakesItsFirstAtTheEnd.class)).isEqualTo("memcheck is ending");
        assertThat(directory).isEmptyDirectory();
    }

    /** A process of which another thread goes on while it ends. */
    static final class MakesOneAtTheEnd {
        public static void main(String[] arguments) throws IOException {
            Path before = OwnFiles.createTemporary("x", "d");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                while (Files.exists(before)) {
                    Thread.onSpinWait();
                }
                MakesItsFirstAtTheEnd.makeOne();
            }));
        }
    }

    /** A process that ends before it had a file. */
    static final class MakesItsFirstAtTheEnd {
        public static void main(String[] arguments) {
            Runtime.getRuntime().addShutdownHook(new Thread(MakesItsFirstAtTheEnd::makeOne));
        }

        private static void makeOne() {
            try {
                OwnFiles.createTemporary("x", "d");
            } catch (IOException refused) {
                System.out.print(refused.getMessage());
            }
        }
    }

    @Test
    void namesThatMemcheckDoesNotGiveAreLeftAlone() throws Exception {
        Path linked = Files.createSymbolicLink(directory.resolve("memcheck-x." + gone() + ".a1.d"), directory);
        Path mine = Files.createFile(directory.resolve("memcheck-x.mine.d"));
        Path ofALivingProcess = Files.createFile(directory.resolve(
                "memcheck-x." + ProcessHandle.current().parent().orElseThrow().pid() + ".a1.d"));

        OwnFiles.reserve(directory, "memcheck-x", "d");

        assertThat(linked).isSymbolicLink();
        assertThat(mine).exists();
        assertThat(ofALivingProcess).exists();
    }

    /** What a process with this main class and directory for temporary files says, which must end well. */
    private String said(Class<?> main) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Djava.io.tmpdir=" + directory,
                        main.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }

    private static long gone() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }
}
