package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.sql.StatementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person with SQL's habits loses no rows by them: the rows are counted afterwards, by somebody else. */
class HabitIT {
    private static final String DELETE = "DELETE FROM customers WHERE id > 50;";

    @TempDir
    private Path home;

    private PrivateCluster server;
    private Backend other;

    @BeforeEach
    void startServer() {
        server = PrivateCluster.start(PrivateClusterOptions.fromEnvironment());
        other = server.connect();
        other.execute("CREATE ROLE boss SUPERUSER LOGIN PASSWORD 'secret'");
        other.execute("CREATE TABLE customers AS SELECT id FROM generate_series(1, 100) id");
        other.execute("CREATE FUNCTION purge() RETURNS void LANGUAGE sql AS 'DELETE FROM customers WHERE id > 50'");
    }

    @AfterEach
    void stopServer() {
        other.close();
        server.close();
    }

    @Test
    void aLineThatRollsBackWhatItNeverBeganDeletesNothing() throws Exception {
        try (TmuxTerminal terminal = prompt()) {
            terminal.typeAndAwaitPrompt("BEGIN; " + DELETE + " ROLLBACK;");

            assertThat(terminal.screen()).contains("ROLLBACK without a transaction: the BEGIN at prompt:1:1");
            assertThat(rows()).isEqualTo("100");
        }
    }

    @Test
    void aFileThatDoesSoIsRefusedWithThePlace() throws Exception {
        Path file = Files.writeString(home.resolve("habit.mcs"), "BEGIN;\n" + DELETE + "\nROLLBACK;\n");

        MemcheckJar.Run run = MemcheckJar.run("", home, "run", "-d", uri(), file.toString());

        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
        assertThat(run.err()).contains(file + ":3:1: ROLLBACK without a transaction: the BEGIN at " + file + ":1:1");
        assertThat(MemcheckJar.run("BEGIN; " + DELETE + " COMMIT;", home, uri()).exitCode())
                .isEqualTo(2);
        assertThat(rows()).isEqualTo("100");
    }

    @Test
    void lineByLineTheWindowAsksBeforeItWrites() throws Exception {
        try (TmuxTerminal terminal = prompt()) {
            terminal.typeAndAwaitPrompt("BEGIN;");
            terminal.typeAndAwaitPrompt("SELECT count(*) FROM customers;");
            for (String writes : List.of(DELETE, "SELECT purge();", "TRUNCATE customers;")) {
                terminal.type(writes);
                terminal.await("a question", screen -> screen.endsWith("COMMIT or ROLLBACK):"));
                assertThat(rows()).isEqualTo("100");
                terminal.typeAndAwaitPrompt("n");
            }
            assertThat(rows()).isEqualTo("100");
            terminal.type(DELETE);
            terminal.await("a question", screen -> screen.endsWith("COMMIT or ROLLBACK):"));
            terminal.typeAndAwaitPrompt("t");
            assertThat(terminal.screen()).contains("DELETE 50");
            terminal.typeAndAwaitPrompt("ROLLBACK;");
            assertThat(rows()).isEqualTo("100");

            terminal.typeAndAwaitPrompt("end");
            terminal.typeAndAwaitPrompt(DELETE);

            assertThat(rows()).isEqualTo("50");
        }
    }

    private TmuxTerminal prompt() throws IOException {
        TmuxTerminal terminal = TmuxTerminal.start(home, Map.of(), uri());
        terminal.await("memcheck>");
        return terminal;
    }

    private String uri() {
        return "postgresql://boss:secret@127.0.0.1:" + value("SELECT current_setting('port')") + "/postgres";
    }

    private String rows() {
        return value("SELECT count(*) FROM customers");
    }

    private String value(String query) {
        StatementResult.Rows result = (StatementResult.Rows) other.execute(query);
        return result.rows().get(0).get(0).orElseThrow();
    }
}
