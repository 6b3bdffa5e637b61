package dev.memcheck.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfFileTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TempDir
    private Path directory;

    @Test
    void readsAProgram() throws IOException {
        try (ElfFile java = ElfFile.open(JAVA)) {
            assertThat(java.segments()).anyMatch(segment -> segment.type() == ElfFile.LOAD);
            assertThat(java.entry()).isNotZero();
            assertThat(java.symbols(Set.of("no such symbol"))).isEmpty();
            assertThatThrownBy(() -> ServerProgram.of(java, "java"))
                    .hasMessage("java is no PostgreSQL server: its symbols have no TopMemoryContext");
        }
    }

    @Test
    void saysWhatIsNoCore() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "#!/bin/sh\n".repeat(10));
        Path brief = Files.writeString(directory.resolve("brief"), "x");
        Path cut = Files.write(directory.resolve("cut"), new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});

        assertThat(List.of(why(text), why(brief), why(cut), why(JAVA)))
                .containsExactly(
                        text + " cannot be read: it is no ELF file",
                        brief + " cannot be read: it is no ELF file, or is cut off",
                        cut + " cannot be read: it is no ELF file, or is cut off",
                        JAVA + ": it is no core file");
    }

    @Test
    void damageIsNoCrash() throws IOException {
        byte[] start = new byte[4096];
        try (var in = Files.newInputStream(JAVA)) {
            in.readNBytes(start, 0, start.length);
        }
        start[16] = ElfFile.CORE;
        for (int at = 24; at < 512; at++) {
            byte[] damaged = start.clone();
            damaged[at] ^= (byte) 0xa5;
            Path file = Files.write(directory.resolve("damaged"), damaged);
            assertThatThrownBy(() -> new CoreFile(file, Optional.empty()).look())
                    .isInstanceOf(OutsideException.class);
        }
    }

    @Test
    void notesOfACore() {
        ByteBuffer words = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        words.putLong(3)
                .putLong(64)
                .putLong(9)
                .putLong(0x5000)
                .putLong(0)
                .putLong(0)
                .flip();

        assertThat(CoreNotes.entry(words)).hasValue(0x5000);
        assertThat(CoreNotes.entry(words.slice(0, 16))).isEmpty();
    }

    @Test
    void aProcessThatIsNoServerIsNamed() {
        int pid = (int) ProcessHandle.current().pid();

        assertThatThrownBy(() -> new LiveProcess(pid).look(Instant.EPOCH))
                .isInstanceOf(OutsideException.class)
                .hasMessageStartingWith("process " + pid + ": its program is no PostgreSQL server");
    }

    private static String why(Path file) {
        try {
            new CoreFile(file, Optional.empty()).look();
            return "read";
        } catch (OutsideException e) {
            return e.getMessage();
        }
    }
}
