package dev.memcheck.shell.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class StartOptionsTest {
    @Test
    void theStartUpFileIsWhereConfigurationIs() {
        assertThat(options().rc(Map.of("HOME", "/home/me"))).contains(Path.of("/home/me/.config/memcheck/rc"));
        assertThat(options().rc(Map.of("HOME", "/home/me", "XDG_CONFIG_HOME", "/etc/mine")))
                .contains(Path.of("/etc/mine/memcheck/rc"));
        assertThat(options().rc(Map.of("HOME", "/home/me", "XDG_CONFIG_HOME", "relative")))
                .contains(Path.of("/home/me/.config/memcheck/rc"));
        assertThat(options("-X").rc(Map.of("HOME", "/home/me"))).isEmpty();
    }

    private static StartOptions options(String... arguments) {
        return CommandLine.populateCommand(new StartOptions(), arguments);
    }
}
