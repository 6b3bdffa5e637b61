package dev.memcheck.shell.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.shell.out.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardTest {
    @TempDir
    private Path directory;

    @Test
    void everyFileIsInOneShardByItsContentAlone() throws Exception {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            files.add(Files.writeString(directory.resolve(i + ".mcs"), "SELECT " + i + ";"));
        }
        for (int i = 0; i < 30; i++) {
            Path moved = Files.writeString(directory.resolve("moved" + i), "SELECT " + i + ";");
            Path file = files.get(i);
            List<Integer> shards = shardsOf(file);
            assertThat(shards).hasSize(1).isEqualTo(shardsOf(moved));
        }
        assertThat(IntStream.rangeClosed(1, 3)
                        .mapToLong(index ->
                                files.stream().filter(new Shard(index, 3)::has).count()))
                .allMatch(count -> count > 0)
                .hasSize(3);
    }

    /** The rule is documented, so that other programs can follow it. */
    @Test
    void theRuleStaysTheSame() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.mcs"), "");

        // sha256("") begins with e3b0c44298fc1c14, which is 16406829232824261652, and 652 mod 4 is 0
        assertThat(new Shard(1, 4).has(empty)).isTrue();
    }

    @Test
    void mistakesAreNamed() {
        assertThat(Shard.of("2/3")).isEqualTo(new Shard(2, 3));
        for (String wrong : List.of("0/3", "4/3", "1", "a/b", "-1/2", "1/0", "1/2/3", "")) {
            assertThatThrownBy(() -> Shard.of(wrong))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("as in 2/3; found \"" + wrong + "\"");
        }
    }

    private static List<Integer> shardsOf(Path file) {
        return IntStream.rangeClosed(1, 3)
                .filter(index -> new Shard(index, 3).has(file))
                .boxed()
                .toList();
    }
}
