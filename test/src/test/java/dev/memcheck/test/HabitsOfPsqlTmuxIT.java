package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people who come from psql do at the prompt, in a real terminal: looking around, running things, leaving. */
class HabitsOfPsqlTmuxIT {
    private static final String PROMPT = "memcheck>";

    @TempDir
    private Path home;

    private TmuxTerminal terminal;

    @BeforeEach
    void mayBeReadByTheServer() throws IOException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void lookingAround() throws IOException {
        terminal = TmuxTerminal.start(home, Map.of());
        terminal.awaitPrompt(PROMPT);
        terminal.typeAndAwaitPrompt("CREATE TABLE fruit (id int PRIMARY KEY, name text NOT NULL);");
        shows("\\d fruit", "Table \"public.fruit\"", "\"fruit_pkey\" PRIMARY KEY");
        shows("\\dt", "| fruit | table |");
        shows("\\df abs", "pg_catalog | abs  | bigint");
        shows("\\dx", "plpgsql");
        shows("\\dn", "public");
        shows("\\du", "Superuser");
        shows("\\l", "template1");
        shows("\\dconfig work_mem", "work_mem");
        terminal.typeAndAwaitPrompt("CREATE FUNCTION two() RETURNS int LANGUAGE sql AS 'SELECT 2';");
        shows("\\sf two", "CREATE OR REPLACE FUNCTION public.two()");
    }

    @Test
    void runningThings() throws IOException {
        terminal = TmuxTerminal.start(home, Map.of());
        terminal.awaitPrompt(PROMPT);
        shows("SELECT 40 + 2 AS answer \\gx", "-[ RECORD 1 ]", "answer | 42");
        terminal.typeAndAwaitPrompt("SELECT 43 AS kept \\gset");
        shows("SELECT :kept AS again;", "    43");
        shows("SELECT 1 AS one, 'x' AS two \\gdesc", "one    | integer", "two    | text");
        shows("SELECT 'SELECT ' || 44 AS made \\gexec", "    44");
        terminal.typeAndAwaitPrompt("SELECT 45 AS in_a_file \\g " + home.resolve("rows"));
        assertThat(home.resolve("rows")).content().contains("45");
        shows("SELECT 46 AS piped \\g |sed s/46/forty-six/", "forty-six");
        terminal.typeAndAwaitPrompt("\\pset null nothing");
        shows("SELECT NULL AS n;", "nothing");
        terminal.typeAndAwaitPrompt("\\pset format csv");
        shows("SELECT 1 AS a, 2 AS b;", "a,b\n1,2\n");
        terminal.typeAndAwaitPrompt("\\pset format aligned");
        shows("\\echo to whom", "to whom");
        shows("\\! echo of the system", "of the system");
        terminal.typeAndAwaitPrompt("SELECT 1/0;");
        shows("\\errverbose", "22012");
        terminal.type("SELECT 47 AS watched \\watch 0.2");
        terminal.await("watched twice", screen -> screen.split(" 47\n", -1).length > 2);
        terminal.key("C-c");
        terminal.awaitPrompt(PROMPT);
        terminal.typeAndAwaitPrompt("LISTEN bell;");
        shows("NOTIFY bell, 'rings';", "Asynchronous notification \"bell\" with payload \"rings\"");
    }

    @Test
    void leavingWhatIsOpen() throws IOException {
        terminal = TmuxTerminal.start(home, Map.of());
        terminal.awaitPrompt(PROMPT);
        terminal.typeAndAwaitPrompt("begin kept");
        terminal.typeAndAwaitPrompt("BEGIN TRANSACTION;");
        terminal.key("C-d");
        terminal.await("what is lost", screen -> screen.contains("\"kept\"") && screen.contains("transaction"));
        terminal.awaitPrompt("memcheck**>");
        terminal.key("C-d");
        terminal.await("exit code");
    }

    @Test
    void theDemoAndAQuietRun() throws IOException {
        Path file = Files.writeString(home.resolve("ok.mcs"), "begin;\nSELECT 1;\nend\n\\expect clean\n");
        terminal = TmuxTerminal.start(home, Map.of(), "demo");
        terminal.await("leak_context (buggy_ext) at buggy_ext.c:");
        terminal.await("the demo's end", screen -> screen.contains("exit code") || screen.endsWith("\n" + PROMPT));
        terminal.close();
        terminal = TmuxTerminal.start(home, Map.of(), "run", file.toString());
        terminal.await("exit code 0");
        assertThat(terminal.screen()).contains("ok.mcs: ok, 1 statement, 1 window", "1 file: 1 ok, 0 failed");
        terminal.close();
        terminal = TmuxTerminal.start(home, Map.of(), "run", "-q", file.toString());
        terminal.await("exit code 0");
        assertThat(terminal.screen()).startsWith("exit code 0");
    }

    private void shows(String line, String... parts) throws IOException {
        terminal.typeAndAwaitPrompt(line);
        String screen = terminal.screen();
        String typed = PROMPT + " " + line + "\n";
        assertThat(screen.substring(screen.lastIndexOf(typed) + typed.length()))
                .as(line)
                .contains(parts);
    }
}
