package dev.memcheck.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.VersionSkew;
import dev.memcheck.run.FakeServer;
import dev.memcheck.shell.session.VersionGate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionGateTest {
    private static final VersionSkew OLDER_OBJECTS = new VersionSkew("the objects are older", true);
    private static final VersionSkew OLDER_LIBRARY = new VersionSkew("the library is older", false);

    @TempDir
    private Path directory;

    @Test
    void atThePromptTheExtensionIsUpdatedIfTheUserWantsIt() throws IOException {
        String yes = talk(OLDER_OBJECTS, "begin; SELECT 1; end", "y");

        assertThat(yes).contains("wait: the objects are older", "Run it? y (yes), n (no)", "window: clean");
        assertThat(yes).doesNotContain("note: the objects are older");
    }

    @Test
    void withoutThatTheSessionGoesOn() throws IOException {
        assertThat(talk(OLDER_OBJECTS, "SELECT 7;", "perhaps", "n"))
                .contains(
                        "expected y or n",
                        "note: the objects are older. Until then there are no windows",
                        "SELECT 7\n");
    }

    @Test
    void whatNoUpdateMendsIsSaid() throws IOException {
        assertThat(talk(OLDER_LIBRARY, "SELECT 7;"))
                .contains("note: the library is older. Until then", "SELECT 7\n")
                .doesNotContain("Run it?");
    }

    @Test
    void filesAreRefused() {
        VersionGate gate = VersionGate.closed(new FakeServer().skewed(OLDER_OBJECTS), user -> Optional.empty());

        assertThatThrownBy(gate::connect)
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage("the objects are older");
    }

    @Test
    void atThePromptAPasswordIsAskedForUntilItIsRight() throws IOException {
        String told = talk(FakeBackends.locked("secret"), "SELECT 7;", "wrong", "SELECT 8;", "secret", "SELECT 9;");

        assertThat(told)
                .contains(
                        "Password for user bob: ",
                        "no backend: the fake server takes no more connections",
                        "SELECT 8\n",
                        "SELECT 9\n")
                .doesNotContain("SELECT 7\n", "secret", "wrong");
        assertThat(told.split("Password for user bob", -1)).hasSize(3);
    }

    @Test
    void filesAreNotAskedAbout() {
        VersionGate gate = VersionGate.closed(new FakeServer().locked("secret"), user -> Optional.empty());

        assertThatThrownBy(gate::connect).hasMessage("the fake server wants a password");
    }

    @Test
    void whoRunsATextMayKnowThePassword() {
        VersionGate gate = VersionGate.closed(new FakeServer().locked("secret"), user -> Optional.of("secret"));

        assertThat(gate.connect().facts().pid()).isPositive();
    }

    private String talk(VersionSkew skew, String... lines) throws IOException {
        return talk(FakeBackends.skewed(skew), lines);
    }

    private String talk(FakeBackends backends, String... lines) throws IOException {
        return new PromptTalk(backends, directory.resolve("history")).type(lines);
    }
}
