package dev.memcheck.render.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.BackendListing;
import dev.memcheck.render.text.Glyphs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BackendsTableTest {
    private static final BackendListing BUSY = new BackendListing(
            4711,
            "client backend",
            Optional.of("postgres"),
            Optional.of("alice"),
            Optional.of("psql"),
            Optional.of("active"),
            Optional.of("SELECT 1\nFROM a_table_with_a_long_name, another_table_with_a_long_name"),
            OptionalLong.of(1_500_000),
            OptionalLong.of(120),
            OptionalLong.of(9_000_000));
    private static final BackendListing QUIET = new BackendListing(
            12,
            "checkpointer",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());

    @Test
    void queriesAreClippedToTheWidthOfTheScreen() {
        assertThat(print(110))
                .containsExactly(
                        " pid  |      type      | database | user  | state  | contexts | resident |               query               ",
                        "------+----------------+----------+-------+--------+----------+----------+-----------------------------------",
                        " 4711 | client backend | postgres | alice | active |  1465 kB |  8789 kB | SELECT 1 FROM a_table_with_a_lon\u2026",
                        "   12 | checkpointer   |          |       |        |          |          | ",
                        "(2 rows)",
                        "");
    }

    @Test
    void ofAQueryThereIsSomethingOnANarrowScreenToo() {
        assertThat(print(40).get(2)).endsWith("| SELECT 1 FROM a_tab\u2026");
    }

    private static List<String> print(int width) {
        List<String> lines = new ArrayList<>();
        BackendsTable.print(List.of(BUSY, QUIET), width, Glyphs.unicode(), false, line -> lines.add(line.text()));
        return lines;
    }
}
