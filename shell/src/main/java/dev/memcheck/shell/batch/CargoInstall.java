package dev.memcheck.shell.batch;

import dev.memcheck.shell.out.UsageException;
import dev.memcheck.source.CargoCrate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What builds and installs a crate, in the place of {@code make}.
 *
 * @param crate of the extension
 * @param from the directory in which the commands are given
 * @param tests whether its {@code #[pg_test]} functions are installed as well
 */
public record CargoInstall(CargoCrate crate, Path from, boolean tests) {
    /** Where cargo's configuration is. */
    public static final String CONFIGURATION = ".cargo/config.toml";

    private static final String ALIAS = "memcheck = \"run --quiet --manifest-path xtask/Cargo.toml --\"";
    private static final String MAJOR = "pg_config --version | sed 's/^PostgreSQL \\([0-9]*\\).*/\\1/'";

    /** A file with cargo's commands in the place of those of {@code make}. */
    public String text(InitFile file) {
        String text = file.text();
        switch (file) {
            case MAKEFILE:
                return text.replaceFirst("#.*\n", """
                                # make -f memcheck.mk memcheck: installs the extension and runs its session files
                                PG_CONFIG ?= pg_config
                                MAJOR = \\$(shell \\$(PG_CONFIG) --version | sed 's/^PostgreSQL \\\\([0-9]*\\\\).*/\\\\1/')
                                """)
                        .replace(
                                "memcheck: install\n",
                                "memcheck:\n\t" + install("\"$(shell command -v $(PG_CONFIG))\"", "$(MAJOR)") + "\n");
            case CARGO:
                return text.replace(
                        "INSTALL\n",
                        "major=$(" + MAJOR.replaceFirst("pg_config", "\"\\$pg_config\"") + ")\n"
                                + install("\"$pg_config\"", "$major") + "\n");
            case GITHUB:
                return text.replace(
                        "      - run: make && sudo make install\n",
                        "      - run: sudo apt-get install -y libclang-dev\n      - run: |\n"
                                + commands(install("\"$(command -v pg_config)\"", "$major") + " --sudo").stream()
                                        .map(command -> "          " + command + "\n")
                                        .collect(Collectors.joining()));
            default:
                return text.replace("image: debian:12", "image: rust:1-bookworm")
                        .replace("apt-get install -y git make", "apt-get install -y git make libclang-dev")
                        .replace(
                                "    - make && make install\n",
                                "    - |\n"
                                        + commands(install("\"$(command -v pg_config)\"", "$major")).stream()
                                                .map(command -> "      " + command + "\n")
                                                .collect(Collectors.joining()));
        }
    }

    /**
     * What cargo needs besides.
     *
     * @param configuration its configuration in the directory, as it is
     * @throws UsageException if that has aliases already, to which this one would have to be added by hand
     */
    public static Map<String, String> besides(InitFile file, Optional<String> configuration) {
        if (file != InitFile.CARGO) {
            return Map.of();
        }
        Map<String, String> files = new LinkedHashMap<>();
        files.put("xtask/Cargo.toml", """
                [package]
                name = "xtask"
                version = "0.0.0"
                edition = "2021"
                publish = false

                [workspace]
                """);
        if (configuration.filter(text -> text.contains(ALIAS)).isPresent()) {
            return files;
        }
        if (configuration.filter(text -> text.contains("[alias]")).isPresent()) {
            throw new UsageException(CONFIGURATION + " has aliases already; add this one to them: " + ALIAS);
        }
        files.put(
                CONFIGURATION,
                configuration.map(text -> text.stripTrailing() + "\n\n").orElse("") + "[alias]\n" + ALIAS + "\n");
        return files;
    }

    private List<String> commands(String install) {
        List<String> commands = new ArrayList<>();
        commands.add("major=$(" + MAJOR + ")");
        commands.add("cargo install cargo-pgrx --locked"
                + crate.pgrx().map(version -> " --version " + version).orElse(""));
        commands.add("cargo pgrx init \"--pg$major\" \"$(command -v pg_config)\"");
        commands.add(install);
        return commands;
    }

    private String install(String pgConfig, String major) {
        String manifest = from.toAbsolutePath()
                .normalize()
                .relativize(crate.directory().toAbsolutePath().normalize().resolve("Cargo.toml"))
                .toString();
        return "cargo pgrx install"
                + (manifest.equals("Cargo.toml") ? "" : " --manifest-path " + manifest)
                + " --pg-config " + pgConfig
                + (crate.features().contains("pg15")
                        ? " --no-default-features --features \"pg" + major + (tests ? " pg_test" : "") + "\""
                        : tests ? " --features pg_test" : "");
    }
}
