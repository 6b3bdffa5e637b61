package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.Checked;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a private server needs on this machine, looked at one by one. Nothing is started but programs that tell where things are. */
public final class Installation {
    private static final String EXTENSION = PrivateClusterOptions.EXTENSION;
    private static final Path DEBIAN = Path.of("/etc/debian_version");

    private final PrivateClusterOptions options;
    private final List<Checked> checks = new ArrayList<>();

    private Installation(PrivateClusterOptions options) {
        this.options = options;
    }

    /** All that was seen, in the order in which a start needs it. A start may still fail where all of it is good. */
    public static List<Checked> look(PrivateClusterOptions options) {
        Installation installation = new Installation(options);
        installation.server();
        installation.account();
        return List.copyOf(installation.checks);
    }

    private void server() {
        try {
            ServerBinaries binaries = ServerBinaries.find(options.pgConfig());
            checks.add(Checked.good("server", binaries.requireSupported() + " in " + binaries.directory()));
            Path pgConfig = options.pgConfig()
                    .map(ServerBinaries::asCommand)
                    .orElse(binaries.directory().resolve("pg_config"));
            headers(pgConfig);
            extension(pgConfig);
        } catch (BackendUnavailableException e) {
            Optional<String> install =
                    options.pgConfig().isPresent() ? Optional.empty() : onDebian("apt-get install postgresql");
            checks.add(Checked.bad("server", e.getMessage(), install));
        }
    }

    private void headers(Path pgConfig) {
        Path headers = place(pgConfig, "--includedir-server");
        if (Files.isReadable(headers.resolve("postgres.h"))) {
            checks.add(Checked.good("headers", headers.toString()));
        } else {
            checks.add(Checked.lacking(
                    "headers",
                    "no postgres.h in " + headers + ", so no extension can be built for this server",
                    onDebian("apt-get install postgresql-server-dev-" + major(pgConfig))
                            .orElse("install the server's development package")));
        }
    }

    private void extension(Path pgConfig) {
        Path libraries = place(pgConfig, "--pkglibdir");
        Optional<String> packaged = new ExtensionPackage().install(libraries);
        String install = packaged.orElse("make -C native-ext install PG_CONFIG=" + pgConfig);
        Path library = libraries.resolve(EXTENSION + ".so");
        Path control = place(pgConfig, "--sharedir").resolve("extension").resolve(EXTENSION + ".control");
        for (Path file : List.of(library, control)) {
            if (!Files.isReadable(file)) {
                checks.add(Checked.bad("extension", file + " is not there, or cannot be read", Optional.of(install)));
                return;
            }
        }
        checks.add(Checked.good("extension", library.toString()));
        Path symbolizer = library.resolveSibling(EXTENSION + "_symbolize");
        if (Files.isExecutable(symbolizer)) {
            checks.add(Checked.good("source lines", symbolizer.toString()));
        } else {
            checks.add(Checked.lacking(
                    "source lines",
                    symbolizer + " is not there, so findings have no source lines, and only exported functions",
                    packaged.or(() -> onDebian("apt-get install libdw-dev libiberty-dev && " + install))
                            .orElse("install elfutils' libdw, then " + install)));
        }
    }

    private void account() {
        try {
            ServerAccount account = ServerAccount.choose(options.runAs());
            checks.add(account.warning()
                    .map(warning -> Checked.lacking("account", warning, "./install.sh"))
                    .orElseGet(() -> Checked.good("account", "a private server runs with user id " + account.uid())));
            files(account);
        } catch (BackendUnavailableException e) {
            checks.add(Checked.bad("account", e.getMessage(), Optional.empty()));
        }
    }

    private void files(ServerAccount account) {
        try {
            TemplateCache.locate(account, System.getenv());
        } catch (BackendUnavailableException e) {
            checks.add(Checked.bad("files", e.getMessage(), Optional.empty()));
        }
    }

    private static Path place(Path pgConfig, String option) {
        return Path.of(ExternalCommand.run(List.of(pgConfig.toString(), option)).output());
    }

    private static String major(Path pgConfig) {
        return ExternalCommand.run(List.of(pgConfig.toString(), "--version"))
                .output()
                .replaceFirst("^\\D*(\\d+).*$", "$1");
    }

    private static Optional<String> onDebian(String command) {
        return Files.exists(DEBIAN) ? Optional.of(command) : Optional.empty();
    }
}
