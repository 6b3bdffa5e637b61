package dev.memcheck.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.finding.CheckType;
import dev.memcheck.finding.Finding;
import dev.memcheck.finding.FindingSample;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationTest {
    private static final Finding LEAK = FindingSample.of(CheckType.CONTEXT_LEAK, "TopMemoryContext", "MyExt cache")
            .bytes(8192)
            .count(3)
            .bytesPerCall(4095.6)
            .by("my_fn", "my_ext")
            .finding();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`context_leak` | true",
                "`chunk_leak` | false",
                "`context_leak in 'MyExt cache'` | true",
                "`context_leak in 'MyExt'` | false",
                "`context_leak in 'MyExt%'` | true",
                "`context_leak in '%Ext%che'` | true",
                "`context_leak in '%Ext%cache%e'` | false",
                "`context_leak in MyExt_cache` | false",
                "`context_leak in TopMemoryContext` | false",
                "`context_leak bytes = 8kB` | true",
                "`context_leak bytes != 8 kb` | false",
                "`context_leak bytes >= 8193B` | false",
                "`context_leak bytes < 1MB` | true",
                "`context_leak bytes < 8192` | false",
                "`context_leak bytes <= 8192` | true",
                "`context_leak count > 2` | true",
                "`context_leak count > 3` | false",
                "`context_leak count <> 3` | false",
                "`context_leak occurrences = 2` | true",
                "`context_leak occurrences = 1` | false",
                "`context_leak from my_ext` | true",
                "`context_leak from other` | false",
                "`context_leak symbol my_fn` | true",
                "`context_leak symbol other` | false",
                "`context_leak severity warning` | true",
                "`context_leak severity ERROR` | false",
                "`context_leak per call = 4kB` | true",
                "`context_leak per call < 4000` | false",
                "`context_leak confirmed` | true",
                "`context_leak unconfirmed` | false",
                "`context_leak from 'my%'` | true",
                "`Context_Leak severity WARNING symbol my_fn count = 3 bytes = 8kB in 'MyExt cache'` | true",
            })
    void matchesFindings(String source, boolean expected) {
        assertThat(((Expectation.Found) parse(source)).matches(LEAK)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clean",
                "error",
                "error '22012'",
                "error 'division by zero'",
                "error '22012' 'by ''zero'''",
                "rows = 3",
                "rows >= 0",
                "crash",
                "context_leak in 'MyExt cache' bytes >= 1kB count = 1 occurrences != 2 from my_ext symbol my_fn severity"
                        + " ERROR",
                "wrong_ctx_alloc in TopMemoryContext bytes < 1000",
                "ctx_bloat bytes = 3GB",
                "ctx_bloat bytes = 0",
                "chunk_leak in 'it''s' from 'my-ext'",
                "chunk_leak per call <= 1kB from my_ext confirmed",
                "chunk_leak unconfirmed",
                "no context_leak",
                "no context_leak in 'My%' confirmed",
                "value = 'it''s'",
                "value != null",
                "value >= -1.50",
                "cell 2 3 < 10",
                "retained <= 1kB",
                "retained = 0",
                "peak < 10MB",
                "retained no worse than 'fill'",
                "peak no worse than 'it''s'",
                "per_call <= 0",
                "per_call no worse than 'x'",
                "peak_per_row <= 2kB",
                "peak_per_row <= 2kB over 1000",
                "peak_per_row < 100 over 1",
                "growth <= 1.3",
                "growth > 2",
                "growth <= 0.25",
            })
    void givesBackItsSourceForm(String source) {
        assertThat(parse(source)).hasToString(source);
        assertThat(parse(parse(source).toString())).isEqualTo(parse(source));
    }

    @ParameterizedTest
    @EnumSource(CheckType.class)
    void everyKindOfFindingCanBeExpected(CheckType type) {
        Expectation.Found expected = (Expectation.Found) parse(type.label() + " count >= 1");

        for (CheckType found : CheckType.values()) {
            assertThat(expected.matches(FindingSample.of(found).finding())).isEqualTo(found == type);
        }
        assertThat(expected.matches(FindingSample.of(type).count(0).finding())).isFalse();
    }

    @Test
    void matchesErrors() {
        Expectation.Error state = (Expectation.Error) parse("error '22012'");
        assertThat(state.matches("22012", "division by zero")).isTrue();
        assertThat(state.matches("22013", "division by zero")).isFalse();
        Expectation.Error message = (Expectation.Error) parse("error 'By Zero'");
        assertThat(message.matches("22012", "division by zero")).isTrue();
        assertThat(message.matches("22012", "out of range")).isFalse();
        Expectation.Error pattern = (Expectation.Error) parse("error 'relation % does not exist'");
        assertThat(pattern.matches("42P01", "relation \"t\" does not exist")).isTrue();
        assertThat(pattern.matches("42P01", "does not exist: relation")).isFalse();
        assertThat(((Expectation.Error) parse("error")).matches("XX000", "")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "NULL",
            value = {
                "value = 'a' | a | true",
                "value = 'a' | A | false",
                "value != 'a' | NULL | true",
                "value < 'b' | a | true",
                "value = 1 | 1.00 | true",
                "value = '1' | 1.00 | false",
                "value > 9 | 10 | true",
                "value > -3 | -4 | false",
                "value = 1 | one | false",
                "value != 1 | one | true",
                "value = 1 | NULL | false",
                "value = null | NULL | true",
                "value != null | NULL | false",
                "value < null | NULL | false",
                "value = null | x | false",
            })
    void comparesCells(String source, String cell, boolean expected) {
        assertThat(((Expectation.Cell) parse(source)).matches(Optional.ofNullable(cell)))
                .isEqualTo(expected);
    }

    @Test
    void matchesRows() {
        assertThat(((Expectation.Rows) parse("rows > 2")).matches(3)).isTrue();
        assertThat(((Expectation.Rows) parse("rows > 2")).matches(2)).isFalse();
    }

    @Test
    void describesItself() {
        assertThat(parse("clean").describe()).isEqualTo("no finding");
        assertThat(parse("context_leak from my_ext").describe()).isEqualTo("a finding context_leak from my_ext");
        assertThat(parse("error '22012' 'zero'").describe())
                .isEqualTo("an error with SQLSTATE 22012 and the message 'zero'");
        assertThat(parse("rows = 1").describe()).isEqualTo("rows = 1");
        assertThat(Expectation.Found.of(CheckType.CRASH)).isEqualTo(parse("crash"));
    }

    private static Expectation parse(String source) {
        Item item = new SessionParser(Set.of(), IncludeResolver.files())
                .parse("test", "\\expect " + source)
                .get(0);
        return ((Item.Expect) item).expectation();
    }
}
