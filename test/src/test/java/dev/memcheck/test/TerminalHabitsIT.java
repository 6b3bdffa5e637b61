package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.backend.Backend;
import dev.memcheck.backend.BackendSource;
import dev.memcheck.backend.WindowOptions;
import dev.memcheck.backend.cluster.PrivateCluster;
import dev.memcheck.backend.cluster.PrivateClusterOptions;
import dev.memcheck.backend.jdbc.ServerConnection;
import dev.memcheck.backend.jdbc.ServerConnectionOptions;
import dev.memcheck.sql.StatementResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What terminals, and those who sit at them, do to any program: Ctrl-C, Ctrl-Z, another size, few rows, a slow link. */
class TerminalHabitsIT {
    private static final String PROMPT = "memcheck>";
    private static final String OUTSIDE = "outside$";
    private static final String ROOT = "▾ TopMemoryContext";

    /** What the terminal does with keys: 2 if it collects lines and shows them. */
    private static final String MODES = "stty -a | tr ' ;' '\\n\\n' | grep -c -x -e icanon -e echo";

    @TempDir
    private Path home;

    private TmuxTerminal terminal;

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void controlZGivesTheTerminalBackAndFgTakesItAgain() throws IOException {
        terminal = TmuxTerminal.startOutside(home, OUTSIDE);
        terminal.await(OUTSIDE);
        terminal.type(TmuxTerminal.line());
        terminal.awaitPrompt(PROMPT);

        terminal.keys("SELECT 40 +");
        terminal.await(PROMPT + " SELECT 40 +");
        stop();
        terminal.type("fg");
        terminal.await("the line again", screen -> screen.endsWith("\n" + PROMPT + " SELECT 40 +"));
        terminal.type(" 2;");
        terminal.await("       42\n(1 row)\n\n" + PROMPT);

        terminal.type("SELECT 'began', pg_sleep(5), 40 + 3 AS slept;");
        terminal.await("statement", screen -> screen.endsWith("slept;"));
        stop();
        terminal.type("fg");
        terminal.await("    43\n(1 row)\n\n" + PROMPT);

        terminal.type("\\tree");
        terminal.await("the tree", screen -> screen.contains(ROOT) && !screen.contains(PROMPT));
        stop();
        terminal.type("fg");
        terminal.await("the tree again", screen -> screen.contains(ROOT) && !screen.contains(PROMPT));
        terminal.key("q");
        terminal.awaitPrompt(PROMPT);
        terminal.typeAndAwaitPrompt("SELECT 40 + 4;");
        assertThat(terminal.screen()).contains("       44");
    }

    /** Presses Ctrl-Z and looks at the terminal that the shell outside has then. */
    private void stop() throws IOException {
        terminal.key("C-z");
        terminal.awaitPrompt(OUTSIDE);
        assertThat(terminal.isTaken()).isFalse();
        terminal.type(MODES);
        terminal.await(OUTSIDE + " " + MODES + "\n2\n" + OUTSIDE);
    }

    @Test
    void controlCEndsWhatIsOpen() throws IOException {
        terminal = TmuxTerminal.start(home, Map.of());
        terminal.awaitPrompt(PROMPT);
        terminal.key("C-c");
        terminal.await(
                "a second prompt",
                screen -> screen.lines()
                                .filter(line -> line.strip().equals(PROMPT))
                                .count()
                        == 2);
        terminal.keys("SELECT half");
        terminal.await("SELECT half");
        terminal.key("C-c");
        terminal.awaitPrompt(PROMPT);
        terminal.type("CREATE TABLE t (a text);");
        terminal.await("CREATE TABLE");
        terminal.awaitPrompt(PROMPT);
        for (String open : new String[] {"SELECT 'open", "SELECT (1", "\\copy t from stdin"}) {
            terminal.type(open);
            terminal.await(
                    "a continued line",
                    screen -> screen.matches("(?s).*\nmemcheck[^>]*>+$") && !screen.endsWith("\n" + PROMPT));
            terminal.key("C-c");
            terminal.awaitPrompt(PROMPT);
        }

        terminal.type("SELECT 'seen' || ' twice' AS w \\watch 0.1");
        terminal.await("seen twice");
        terminal.key("C-c");
        terminal.awaitPrompt(PROMPT);
        Path rows = home.resolve("rows");
        terminal.type("\\copy (SELECT repeat('x', 9000), pg_sleep(0.01) FROM generate_series(1, 100000)) to " + rows);
        terminal.await("rows", screen -> rows.toFile().length() > 0);
        terminal.key("C-c");
        terminal.await("canceling statement due to user request");
        terminal.awaitPrompt(PROMPT);
        terminal.typeAndAwaitPrompt("SELECT 40 + 2;");
        assertThat(terminal.screen()).contains("       42");
    }

    @Test
    void twentyColumnsAndFiveRowsAreEnough() throws IOException {
        terminal = TmuxTerminal.start(home, Map.of());
        terminal.awaitPrompt(PROMPT);
        terminal.resize(20, 5);
        terminal.keys("SELECT 1 + 2 + 3 + 4 + 5 + 6 + 7;");
        terminal.await("the whole line", screen -> screen.replace("\n", "").contains("+ 6 + 7;"));
        terminal.type("");
        terminal.await("       28\n(1 row)");
        terminal.type("\\tree");
        terminal.await("the tree", screen -> screen.contains(ROOT) && screen.contains("q leave"));
        terminal.key("q");
        terminal.awaitPrompt(PROMPT);
    }

    @Test
    void anotherSizeIsNoMatterWhileOneTypesOrReads() throws IOException {
        terminal = TmuxTerminal.start(home, Map.of("PAGER", "cat"));
        terminal.awaitPrompt(PROMPT);
        // What is above the line can then be wrapped anew within the screen.
        terminal.typeAndAwaitPrompt("\\! seq 100 140");
        terminal.keys("SELECT" + " 1 +".repeat(50));
        terminal.await("the whole line", screen -> screen.endsWith("+ 1 +"));
        // Each is drawn before the next: what two draw at once, the terminal may have moved in between.
        terminal.resize(40, 24);
        typeAndAwaitEnd(" 2 +");
        terminal.resize(100, 24);
        typeAndAwaitEnd(" 3 +");
        String last = terminal.screen();
        assertThat(last.substring(last.indexOf("\n140\n"))).containsOnlyOnce(PROMPT);
        terminal.type(" 0;");
        terminal.await("       55\n(1 row)");
        terminal.awaitPrompt(PROMPT);

        terminal.type("SELECT repeat('x', 30) FROM generate_series(1, 20000);");
        for (int columns : new int[] {50, 90, 60, 120}) {
            terminal.resize(columns, 20);
        }
        terminal.await("(20000 rows)");
        terminal.type("\\tree");
        terminal.await("the tree", screen -> screen.contains(ROOT) && !screen.contains(PROMPT));
        terminal.resize(60, 10);
        terminal.await(
                "ten rows",
                screen -> screen.lines()
                        .skip(Math.max(0, screen.lines().count() - 10))
                        .anyMatch(line -> line.contains(ROOT)));
        terminal.key("q");
        terminal.awaitPrompt(PROMPT);
    }

    private void typeAndAwaitEnd(String keys) throws IOException {
        terminal.keys(keys);
        String end = keys.replace(" ", "");
        terminal.await(keys, screen -> screen.replaceAll("\\s", "").endsWith(end));
    }

    @Test
    void aSlowLinkHoldsUpNeitherKeysNorControlC() throws IOException {
        try (PrivateCluster server = PrivateCluster.start(PrivateClusterOptions.fromEnvironment());
                Backend backend = server.connect()) {
            backend.execute("CREATE ROLE boss SUPERUSER LOGIN PASSWORD 'secret'");
            backend.execute("CREATE EXTENSION IF NOT EXISTS pg_ext_memcheck");
            int port = Integer.parseInt(((StatementResult.Rows) backend.execute("SHOW port"))
                    .rows()
                    .get(0)
                    .get(0)
                    .orElseThrow());
            connectsInFourTrips(port);
            try (SlowLink link = new SlowLink(port, Duration.ofMillis(200))) {
                terminal = TmuxTerminal.start(
                        home,
                        Map.of("PGPASSWORD", "secret"),
                        "postgresql://boss@127.0.0.1:" + link.port() + "/postgres?sslmode=disable");
                terminal.awaitPrompt(PROMPT);
                // The prompt is there before the backend, which keys need not wait for.
                terminal.keys("SELECT typed");
                terminal.await("SELECT typed");
                terminal.key("C-c");
                terminal.awaitPrompt(PROMPT);
                terminal.typeAndAwaitPrompt("SELECT 40 + 2;");
                assertThat(terminal.screen()).contains("       42");
                terminal.type("SELECT 40 + 5 AS n; SELECT pg_sleep(1000);");
                terminal.await(" 45\n(1 row)");
                terminal.key("C-c");
                // Between the two there is nothing to cancel, and the second is left out.
                terminal.await(
                        "cancel", screen -> screen.contains("canceling statement") || screen.contains("cancelled"));
                terminal.awaitPrompt(PROMPT);
                terminal.typeAndAwaitPrompt("begin; SELECT 40 + 3; end");
                assertThat(terminal.screen()).contains("       43", "clean");
            }
        }
    }

    /** Each trip is waited for: start, two for the password, with the second of which goes what there is, and all that warms up with a look. */
    private static void connectsInFourTrips(int there) throws IOException {
        try (SlowLink link = new SlowLink(there, Duration.ZERO)) {
            String server = "postgresql://boss:secret@127.0.0.1:" + link.port() + "/postgres?sslmode=disable";
            try (BackendSource source = ServerConnection.to(new ServerConnectionOptions(
                            Optional.of(server), Optional.empty(), Optional.empty(), Optional.empty()));
                    Backend far = source.connect()) {
                assertThat(link.trips()).isEqualTo(4);
                Instant looked = far.snapshot().orElseThrow().takenAt();
                assertThat(far.execute("SELECT 1")).isInstanceOf(StatementResult.Rows.class);
                assertThat(link.trips()).isEqualTo(5);
                assertThat(far.snapshot().orElseThrow().takenAt())
                        .as("a new look")
                        .isAfter(looked);
                assertThat(link.trips()).isEqualTo(6);
                assertThat(far.beginWindow(WindowOptions.none())).isEmpty();
            }
        }
    }

    @Test
    void whatIsAskedForIsAnsweredAndAPasswordIsNotShown() throws IOException {
        terminal = TmuxTerminal.start(home, Map.of());
        terminal.awaitPrompt(PROMPT);
        terminal.type("\\prompt 'Who is it? ' who");
        terminal.await("Who is it?");
        terminal.type("it's me");
        terminal.awaitPrompt(PROMPT);
        terminal.type("SELECT length(:'who') + 1000;");
        terminal.await("1007\n(1 row)");
        terminal.type("\\password");
        terminal.await("Enter new password for user \"postgres\":");
        terminal.type("hush-one");
        terminal.await("Enter it again:");
        terminal.type("hush-two");
        terminal.await("Passwords didn't match.");
        terminal.awaitPrompt(PROMPT);
        terminal.type("\\password");
        terminal.await("a second question", screen -> screen.trim().endsWith("for user \"postgres\":"));
        terminal.type("hush-one");
        terminal.await("the question again", screen -> screen.trim().endsWith("Enter it again:"));
        terminal.type("hush-one");
        terminal.awaitPrompt(PROMPT);
        terminal.type("SELECT count(*) + 500 FROM pg_authid WHERE rolpassword LIKE 'SCRAM-SHA-256$%' AND rolname ="
                + " 'postgres';");
        terminal.await(
                "a verdict without the password",
                screen -> screen.contains("501\n(1 row)") && !screen.contains("hush"));
    }
}
