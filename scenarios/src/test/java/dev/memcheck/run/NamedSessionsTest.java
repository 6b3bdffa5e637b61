package dev.memcheck.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memcheck.session.SessionName;
import org.junit.jupiter.api.Test;

class NamedSessionsTest {
    private final Conversation talk = Conversation.batch();

    @Test
    void windowsInterleaveOnBackendsOfTheirOwn() {
        assertThat(talk.type(
                        "begin a; SELECT leak_top();",
                        "\\session writer",
                        "begin b; SELECT 1;",
                        "\\session default",
                        "end a",
                        "\\session writer",
                        "end b",
                        "\\expect clean"))
                .contains("window \"a\" open", "window \"b\" open", "window \"b\" closed", "held: clean");
        assertThat(talk.server.backends).hasSize(2);
        assertThat(talk.server.backends.get(0).heard).startsWith("begin", "SELECT leak_top()", "end");
        assertThat(talk.server.backends.get(1).heard).containsExactly("begin", "SELECT 1", "end");
        assertThat(talk.runner.session()).isEqualTo(new SessionName("writer"));
    }

    @Test
    void findingsSayWhichSession() {
        talk.type("begin; SELECT leak_top(); end", "\\session writer", "begin; SELECT leak_top(); end");

        assertThat(talk.runner.findings())
                .extracting(numbered -> numbered.session().text())
                .containsExactly("default", "writer");
        assertThat(talk.finish().failures())
                .extracting(Failure::text)
                .anyMatch(text -> text.startsWith("finding 1: "))
                .anyMatch(text -> text.startsWith("finding 2 of session writer: "));
    }

    @Test
    void expectationsLookAtTheSessionTheyStandIn() {
        assertThat(talk.type(
                        "SELECT 1;",
                        "\\session writer",
                        "INSERT INTO t VALUES (1), (2), (3);",
                        "\\session default",
                        "\\expect rows = 1",
                        "\\session writer",
                        "\\expect rows = 3",
                        "\\expect clean"))
                .contains("held: rows = 1", "held: rows = 3", "failed: clean, found no window before it");
    }

    @Test
    void theEndOfTheTextClosesTheWindowsOfAll() {
        talk.type("begin one;", "\\session writer", "begin two;");

        assertThat(talk.finish().windows()).isEqualTo(2);
        assertThat(talk.said()).contains("window \"one\" closed", "window \"two\" closed");
    }

    @Test
    void aCrashTakesTheBackendsOfAllSessions() {
        assertThat(talk.type(
                        "begin one;", "\\session writer", "SELECT crash();", "\\expect crash", "\\session default"))
                .anyMatch(line -> line.startsWith("lost 102: server process (PID 102) was terminated by signal 11"))
                .anyMatch(line -> line.startsWith("lost 101") && line.endsWith("window \"one\" gone"));
        assertThat(talk.type("SELECT 1;")).contains("SELECT 1: 1 row");
        assertThat(talk.finish().isGood()).isTrue();
    }
}
