package dev.memcheck.backend.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.sql.PlainLines;
import dev.memcheck.sql.RowSink;
import dev.memcheck.sql.StatementResult;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.Encoding;
import org.postgresql.core.QueryExecutor;

class CopyOutputTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY t TO STDOUT",
                "copy (SELECT ')' || $$($$ /* ( */, (1)) to\nstdout WITH (FORMAT csv)",
                "  Copy \"to\" -- a comment\n TO STDOUT",
                "COPY t(a,b) TO STDOUT(HEADER)",
            })
    void isMeantBy(String sql) {
        assertThat(CopyOutput.isMeantBy(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY t FROM STDIN",
                "COPY t TO '/tmp/ TO STDOUT'",
                "COPY (SELECT 1 AS to, stdout FROM t TO STDOUT) TO PROGRAM 'cat'",
                "COPY t TO '/tmp/x' -- TO STDOUT",
                "COPY t TO '/tmp/x' /* TO STDOUT */",
                "COPY \" TO STDOUT\" FROM '/tmp/x'",
                "COPYING t TO STDOUT",
                "SELECT 1",
            })
    void isNotMeantBy(String sql) {
        assertThat(CopyOutput.isMeantBy(sql)).isFalse();
    }

    @Test
    void linesOfEveryKindComeAsTheyWereSent() {
        List<String> sent = new ArrayList<>();
        for (int row = 0; row < 2500; row++) {
            sent.add(row + "\trow");
        }
        sent.set(1400, "gr\u00fcn");
        sent.set(1401, "\u0002\u001b[31m");
        sent.set(1402, "");
        List<List<String>> batches = new ArrayList<>();
        CopyOutput output = output(new Batches(batches));

        sent.forEach(line -> copied(output, line + "\n"));

        assertThat(output.isLarge()).isTrue();
        assertThat(batches).hasSize(2).allSatisfy(batch -> assertThat(batch).hasSize(1000));
        assertThat(output.lines()).isEqualTo(sent.subList(0, 1000)).isInstanceOf(PlainLines.class);
        assertThat(batches.get(1)).isEqualTo(sent.subList(1000, 2000)).isNotInstanceOf(PlainLines.class);
    }

    @Test
    void partsThatAreNoLinesAreLinesOfTheirOwn() {
        CopyOutput output = output(RowSink.none());

        copied(output, "one\n");
        copied(output, "two");
        copied(output, "three\r\nfour\n");

        assertThat(output.lines()).containsExactly("one", "two", "three", "four");
    }

    private static void copied(CopyOutput output, String text) {
        byte[] within = ("x" + text + "x").getBytes(StandardCharsets.UTF_8);
        output.copied(within, 1, within.length - 2);
    }

    private static CopyOutput output(RowSink sink) {
        QueryExecutor executor = (QueryExecutor) Proxy.newProxyInstance(
                QueryExecutor.class.getClassLoader(),
                new Class<?>[] {QueryExecutor.class},
                (proxy, method, arguments) -> Encoding.getJVMEncoding("UTF-8"));
        return new CopyOutput(executor, sink, () -> false, () -> false);
    }

    private record Batches(List<List<String>> batches) implements RowSink {
        @Override
        public void rows(List<StatementResult.Column> columns, List<List<Optional<String>>> rows, long first) {
            throw new AssertionError("COPY sends no rows of cells");
        }

        @Override
        public void lines(List<String> lines) {
            batches.add(lines);
        }
    }
}
