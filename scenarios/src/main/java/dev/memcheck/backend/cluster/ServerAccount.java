package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The account that a private server runs under. The server refuses to run as root, so root lends it another one: of its own,
 * or one that owns as little as possible. Not {@code postgres}: it owns the machine's real servers, whose files an extension
 * under test could then write.
 *
 * @param shellUid of this process
 * @param uid of the server
 * @param gid of the server
 * @param prefix words before a command that drop root's privileges; empty if there are none to drop
 * @param warning what a user should know of it; empty if it is the server's own
 */
record ServerAccount(int shellUid, int uid, int gid, List<String> prefix, Optional<String> warning) {
    /** Made by {@code install.sh}. */
    private static final String OWN = "memcheck";

    /** The owner of the machine's real servers. */
    private static final String REAL = "postgres";

    /** Fields of a line of /etc/passwd, from 0. */
    private static final int UID = 2;

    private static final int GID = 3;

    private static final List<String> USUAL = List.of(OWN, "nobody");

    /** That nothing is to be said of. */
    ServerAccount(int shellUid, int uid, int gid, List<String> prefix) {
        this(shellUid, uid, gid, prefix, Optional.empty());
    }

    ServerAccount {
        prefix = List.copyOf(prefix);
    }

    /**
     * @param wanted account to use when this process is root; otherwise {@code memcheck}, or {@code nobody}
     * @throws BackendUnavailableException if this process is root and has no account to lend
     */
    static ServerAccount choose(Optional<String> wanted) {
        Path self = Path.of("/proc/self");
        int shellUid;
        int shellGid;
        try {
            shellUid = (Integer) Files.getAttribute(self, "unix:uid");
            shellGid = (Integer) Files.getAttribute(self, "unix:gid");
        } catch (IOException e) {
            throw new BackendUnavailableException(
                    "a backend of its own needs Linux with /proc: give memcheck the arguments of a server instead", e);
        }
        if (shellUid != 0) {
            return new ServerAccount(shellUid, shellUid, shellGid, List.of());
        }
        for (String name : wanted.map(List::of).orElse(USUAL)) {
            Optional<ServerAccount> account = lend(name, warningFor(name, wanted.isPresent()));
            if (account.isPresent()) {
                return account.get();
            }
        }
        throw new BackendUnavailableException("the server refuses to run as root, and there is no unprivileged account "
                + String.join(" or ", wanted.map(List::of).orElse(USUAL))
                + " to run it: create one, or name one in MEMCHECK_RUN_AS");
    }

    private static Optional<String> warningFor(String name, boolean wanted) {
        if (name.equals(REAL)) {
            return Optional.of(
                    "the private server runs as \"" + name + "\", the account that owns this machine's PostgreSQL"
                            + " servers: an extension under test can write their files");
        }
        return wanted || name.equals(OWN)
                ? Optional.empty()
                : Optional.of(
                        "the private server runs as \"" + name + "\", an account that other programs may use, too:"
                                + " install.sh makes one of its own, \"" + OWN + "\", or name one in MEMCHECK_RUN_AS");
    }

    private static Optional<ServerAccount> lend(String name, Optional<String> warning) {
        List<String> ids = idsInFile(name).orElseGet(() -> idsByProgram(name));
        if (ids.size() != 2 || ids.get(0).equals("0")) {
            return Optional.empty();
        }
        List<String> prefix = Executables.find("setpriv").isPresent()
                ? List.of("setpriv", "--reuid=" + ids.get(0), "--regid=" + ids.get(1), "--clear-groups", "--")
                : List.of("runuser", "-u", name, "--");
        return Optional.of(
                new ServerAccount(0, Integer.parseInt(ids.get(0)), Integer.parseInt(ids.get(1)), prefix, warning));
    }

    /** User and group id of an account of this machine. */
    private static Optional<List<String>> idsInFile(String name) {
        try (Stream<String> lines = Files.lines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.split(":"))
                    .filter(fields -> fields.length > GID && fields[0].equals(name))
                    .map(fields -> List.of(fields[UID], fields[GID]))
                    .filter(ids -> ids.stream().allMatch(id -> id.matches("\\d{1,9}")))
                    .findFirst();
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    /** The same of an account that a directory service knows; nothing if there is none. */
    private static List<String> idsByProgram(String name) {
        ExternalCommand ids = ExternalCommand.run(List.of("sh", "-c", "id -u \"$1\" && id -g \"$1\"", "sh", name));
        return ids.succeeded() ? List.of(ids.output().split("\n")) : List.of();
    }

    /** The command as this account runs it. */
    List<String> command(String... words) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(words));
        return command;
    }

    /** Gives a file or directory of ours to this account. */
    void give(Path path) throws IOException {
        if (uid != shellUid) {
            Files.setAttribute(path, "unix:uid", uid);
            Files.setAttribute(path, "unix:gid", gid);
        }
    }
}
