package dev.memcheck.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code install.sh} on a machine that lacks all and has dnf: what it says, and that it does nothing. */
class InstallScriptTest {
    private static final List<String> THERE = List.of(
            "sh", "uname", "dirname", "mktemp", "rm", "sed", "id", "readlink", "cat", "env", "head", "grep", "sort");

    @TempDir
    private Path machine;

    @BeforeEach
    void furnish() throws IOException {
        for (String command : THERE) {
            program(command, "exec " + found(command) + " \"$@\"");
        }
        program("dnf", "echo called >>'" + machine.resolve("calls") + "'");
        program("pg_config", "echo /nowhere");
        program("rpm", "echo EL-9");
    }

    @Test
    void whereDnfIsItNamesThePackagesAndInstallsNone() throws Exception {
        String said = install();

        assertThat(said)
                .contains(
                        "needed but not found: make gcc libc6-dev maven",
                        "PostgreSQL (15 or later) with server headers; run these as root, and then this again:\n",
                        "/reporpms/EL-9-",
                        "/pgdg-redhat-repo-latest.noarch.rpm\n  dnf -qy module disable postgresql\n")
                .containsPattern(
                        "\n  dnf install make gcc glibc-devel maven .*postgresql17-server postgresql17-devel elfutils-devel\n$");
        assertThat(machine.resolve("calls")).doesNotExist();
    }

    @Test
    void onFedoraTheRepositoryIsFedoras() throws Exception {
        program("rpm", "echo F-42");

        assertThat(install())
                .contains("/reporpms/F-42-", "/pgdg-fedora-repo-latest")
                .doesNotContain("module disable");
    }

    private String install() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "/bin/sh", PageBlocks.TOP.resolve("install.sh").toString(), "--prefix", machine + "/prefix")
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", machine.toString());
        builder.environment().put("HOME", machine.toString());
        builder.environment().put("PG_CONFIG", machine.resolve("pg_config").toString());
        Process script = builder.start();
        String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(script.waitFor()).as(said).isEqualTo(1);
        return said;
    }

    private void program(String name, String text) throws IOException {
        Path file = machine.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path found(String command) {
        return List.of("/bin/", "/usr/bin/").stream()
                .map(directory -> Path.of(directory + command))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
