package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Data directories as initdb left them, kept so that a private cluster starts in a fraction of initdb's time.
 *
 * <p>The base directory belongs to the account of the shell and holds the lock. In it stands one directory for each
 * account that runs servers, which belongs to that account: root never writes where another account can plant links.
 */
final class TemplateCache {
    /** Changes when {@code make-template.sh} makes something else. */
    private static final String FORMAT = "v1";

    /** A file lock guards against other processes only. */
    private static final ReentrantLock THIS_PROCESS = new ReentrantLock();

    private final ServerAccount account;
    private final Path base;
    private final Path templates;

    /** @throws IOException if the directory cannot be made, or is not safe to use */
    TemplateCache(ServerAccount account, Path base) throws IOException {
        this.account = account;
        this.base = base;
        this.templates = base.resolve("templates-" + account.uid());
        // The lent account must be able to pass through, and nobody else has business there.
        directory(base, account.shellUid(), account.uid() == account.shellUid() ? "rwx------" : "rwxr-xr-x");
        if (!Files.exists(templates, LinkOption.NOFOLLOW_LINKS)) {
            directory(templates, account.shellUid(), "rwx------");
            account.give(templates);
        }
        directory(templates, account.uid(), "rwx------");
    }

    /**
     * The cache in the first place that will do.
     *
     * @throws BackendUnavailableException if no place will
     */
    static TemplateCache locate(ServerAccount account, Map<String, String> environment) {
        List<String> complaints = new ArrayList<>();
        for (Path base : places(account, environment)) {
            try {
                return new TemplateCache(account, base);
            } catch (IOException e) {
                complaints.add(e.getMessage());
            }
        }
        throw new BackendUnavailableException("no place to keep a server's template: " + String.join("; ", complaints)
                + ". Set XDG_CACHE_HOME to a directory of yours");
    }

    private static List<Path> places(ServerAccount account, Map<String, String> environment) {
        Path last = Path.of("/var/tmp/memcheck-" + account.shellUid());
        if (account.uid() != account.shellUid()) {
            // Root's home is closed to the account that runs the server.
            return List.of(Path.of("/var/cache/memcheck"), last);
        }
        List<Path> places = new ArrayList<>();
        Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                .filter(home -> home.startsWith("/"))
                .ifPresent(home -> places.add(Path.of(home, "memcheck")));
        Optional.ofNullable(environment.get("HOME"))
                .filter(home -> home.startsWith("/"))
                .ifPresent(home -> places.add(Path.of(home, ".cache", "memcheck")));
        places.add(last);
        return places;
    }

    /** Makes sure that there is such a directory, no link, of that owner, in which nobody else may write. */
    private static void directory(Path path, int owner, String permissions) throws IOException {
        try {
            Files.createDirectories(path.getParent());
            Files.createDirectory(path);
            // Not left to the umask.
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        } catch (FileAlreadyExistsException existsAlready) {
            // Checked below.
        } catch (IOException e) {
            throw new IOException("cannot make " + path + ": " + e.getMessage(), e);
        }
        Map<String, Object> found = Files.readAttributes(path, "unix:uid,mode,isDirectory", LinkOption.NOFOLLOW_LINKS);
        boolean closed = ((Integer) found.get("mode") & 0022) == 0;
        if (!(Boolean) found.get("isDirectory") || !found.get("uid").equals(owner) || !closed) {
            throw new IOException(path + " is not a directory of account " + owner + " that only it can write to");
        }
    }

    /**
     * The template of a server, made now if there is none.
     *
     * @throws BackendUnavailableException if initdb fails
     */
    Path template(ServerBinaries binaries) {
        String name = binaries.buildName().replaceFirst("-", "-" + FORMAT + ".");
        Path template = templates.resolve(name);
        if (isWhole(template)) {
            return template;
        }
        return locked(() -> isWhole(template) ? template : make(template, binaries));
    }

    /** Takes away a template that turned out to be damaged. */
    void discard(Path template) {
        locked(() -> ExternalCommand.run(account.command("rm", "-rf", "--", template.toString())));
    }

    private static boolean isWhole(Path template) {
        return Files.exists(template.resolve("sizes")) && Files.exists(template.resolve("data/PG_VERSION"));
    }

    private Path make(Path template, ServerBinaries binaries) {
        binaries.requireSupported();
        String cache = template.getParent().toString();
        String name = template.getFileName().toString();
        ExternalCommand made = ExternalCommand.run(
                account.command("sh", "-s", cache, name, binaries.directory().toString()),
                Script.text("make-template.sh"));
        if (!made.succeeded() || !isWhole(template)) {
            throw new BackendUnavailableException(
                    "cannot make a cluster with " + binaries.directory() + "/initdb: " + lastLine(made.output()));
        }
        return template;
    }

    private static String lastLine(String output) {
        return output.substring(output.lastIndexOf('\n') + 1);
    }

    /** What two shells must not do at the same time. */
    private <T> T locked(Supplier<T> work) {
        THIS_PROCESS.lock();
        try (FileChannel file = FileChannel.open(
                base.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            file.lock();
            return work.get();
        } catch (IOException e) {
            throw new BackendUnavailableException("cannot lock " + base.resolve("lock") + ": " + e.getMessage(), e);
        } finally {
            THIS_PROCESS.unlock();
        }
    }
}
