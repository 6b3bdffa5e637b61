package dev.memcheck.render.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.render.text.Glyphs;
import dev.memcheck.snapshot.Snapshot;
import dev.memcheck.snapshot.SnapshotDrawing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopTableTest {
    private static final Snapshot SNAPSHOT = SnapshotDrawing.of("""
            TopMemoryContext 1000/2000
              CacheMemoryContext 50000/60000
                index info 300/8000
              MessageContext 10/10000
            """);

    @Test
    void theLargestComeFirstWithTheirShareOfAll() {
        assertThat(print(2))
                .containsExactly(
                        "    total    | share  |   used   |                context                | ident ",
                        "-------------+--------+----------+---------------------------------------+-------",
                        "       59 kB | 75.0 % |    49 kB | TopMemoryContext \u203a CacheMemoryContext | ",
                        " 10000 bytes | 12.5 % | 10 bytes | TopMemoryContext \u203a MessageContext     | ",
                        "(2 rows)",
                        "");
    }

    @Test
    void thereAreNotMoreThanThereAre() {
        assertThat(print(100)).contains("(4 rows)");
    }

    private static List<String> print(int count) {
        List<String> lines = new ArrayList<>();
        TopTable.print(SNAPSHOT, count, Glyphs.unicode(), false, line -> lines.add(line.text()));
        return lines;
    }
}
