package dev.memcheck.backend.cluster;

import dev.memcheck.backend.BackendUnavailableException;
import dev.memcheck.backend.jdbc.Rehearsal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One running private server: its directory, and the supervisor ({@code supervise.sh}) that starts it, and stops and
 * removes it when our end of its pipe closes. The kernel closes that pipe even if this process is killed.
 */
final class ClusterProcess {
    private static final String RECLAIM = "reclaim.sh";
    private static final String FILES = "cluster-files.sh";
    private static final int PASSWORD_BYTES = 24;
    private static final int NAME_BYTES = 8;
    private static final String END_OF_CONFIGURATION = "# end";
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long START_SECONDS = 120;

    /** The libraries are loaded before the server says its first word. */
    private static final long LIBRARIES_SECONDS = 30;

    private static final long STOP_SECONDS = 20;
    private static final int STATUS_LINE = 7;
    private static final int ENDED_BY_SIGINT = 128 + 2;
    private static final int CANNOT_CREATE = 73;

    private final ServerAccount account;
    private final Path directory;
    private final int port;
    private final String password;
    private final Process supervisor;

    private ClusterProcess(ServerAccount account, Path directory, int port, String password, Process supervisor) {
        this.account = account;
        this.directory = directory;
        this.port = port;
        this.password = password;
        this.supervisor = supervisor;
    }

    /** Why a start came to nothing. */
    enum Refusal {
        /** Somebody took the port between our choosing it and the server's binding it. */
        PORT_TAKEN("no port of 127.0.0.1 could be had"),
        /** Ctrl-C at the terminal reached the supervisor before it had a session of its own. */
        KEYBOARD("Ctrl-C was pressed each time while the server was being started"),
        TEMPLATE_DAMAGED("the template of the server's files cannot be copied, not even a new one: is the disk full?");

        private final String words;

        Refusal(String words) {
            this.words = words;
        }

        /** What to say when no other try has helped. */
        String words() {
            return words;
        }
    }

    /** A start that is worth another try. */
    static final class StartRefused extends Exception {
        private static final long serialVersionUID = 1L;
        private final Refusal refusal;

        StartRefused(Refusal refusal) {
            super(refusal.name());
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }

    /**
     * Starts a server and waits until it is ready.
     *
     * @throws StartRefused if it is worth another try
     * @throws BackendUnavailableException if it is not
     */
    static ClusterProcess start(
            ServerAccount account, ServerBinaries binaries, Path template, PrivateClusterOptions options)
            throws StartRefused {
        Path scratch = options.scratch().orElse(Path.of("/tmp"));
        ClusterProcess process;
        String configuration;
        try {
            // The supervisor makes it, so that there is no moment at which nobody would remove it.
            Path directory = scratch.toAbsolutePath().resolve("memcheck-" + random(NAME_BYTES));
            int port = freePort();
            configuration = ClusterSettings.text(directory, port, options);
            process = new ClusterProcess(
                    account,
                    directory,
                    port,
                    random(PASSWORD_BYTES),
                    supervisor(account, binaries, template, directory, port, options));
        } catch (IOException e) {
            throw new BackendUnavailableException("cannot start a server in " + scratch + ": " + e.getMessage(), e);
        }
        try {
            process.tell(configuration);
            Rehearsal.begin();
            process.awaitReady(new PreloadTrial(account, binaries, options.preload()));
            return process;
        } catch (StartRefused | RuntimeException e) {
            process.stop(false);
            throw e;
        }
    }

    private static Process supervisor(
            ServerAccount account,
            ServerBinaries binaries,
            Path template,
            Path directory,
            int port,
            PrivateClusterOptions options)
            throws IOException {
        List<String> command = account.command(
                "sh",
                "-c",
                Script.text(RECLAIM) + Script.text(FILES) + Script.text("supervise.sh"),
                "memcheck-supervisor",
                directory.toString(),
                binaries.directory().toString(),
                template.toString(),
                options.keep() ? "1" : "0",
                Integer.toString(port),
                Script.text(FILES) + Script.text("prepare.sh"),
                ClusterSettings.socketDirectory(directory, options)
                        .map(Path::toString)
                        .orElse(""));
        return ExternalCommand.prepared(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static String random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The password, then the configuration; see the head of the script. */
    private void tell(String configuration) {
        String told = password + "\n" + configuration.stripTrailing() + "\n" + END_OF_CONFIGURATION + "\n";
        try {
            supervisor.getOutputStream().write(told.getBytes(StandardCharsets.UTF_8));
            supervisor.getOutputStream().flush();
        } catch (IOException ended) {
            // awaitReady() finds out and says so.
        }
    }

    private void awaitReady(PreloadTrial trial) throws StartRefused {
        long start = System.nanoTime();
        while (!isReady()) {
            refuseIfFailed(trial);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
            boolean stuck = seconds >= LIBRARIES_SECONDS && serverPid().isPresent() && !log().tellsOfStart();
            if (stuck || seconds >= START_SECONDS) {
                end(serverPid().flatMap(ProcessHandle::of), "KILL");
                throw new BackendUnavailableException("the private server was not ready after " + seconds
                        + " seconds: "
                        + trial.culprit(directory.resolve("data"), directory.resolve("memcheck.conf"))
                                .map(culprit -> culprit + "; ")
                                .orElse("")
                        + said(log().whyNotStarted()));
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static String said(String why) {
        return why.isBlank() ? "its log says nothing" : "its log says: " + why;
    }

    /** Sends the server a signal, and waits until it has gone. */
    private void end(Optional<ProcessHandle> server, String signal) {
        server.ifPresent(
                // The shell's own kill: a small system has no program of that name.
                process -> ExternalCommand.run(account.command("sh", "-c", "kill -s " + signal + " " + process.pid())));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        while (server.map(ProcessHandle::isAlive).orElse(false) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private boolean isReady() {
        Optional<Long> pid = serverPid();
        List<String> status = lines("data/postmaster.pid");
        return pid.isPresent()
                && status.size() > STATUS_LINE
                && status.get(0).equals(pid.get().toString())
                && status.get(STATUS_LINE).startsWith("ready");
    }

    private void refuseIfFailed(PreloadTrial trial) throws StartRefused {
        List<String> failed = failure();
        if (!failed.isEmpty() && failed.get(0).equals("disk")) {
            throw new BackendUnavailableException(fullDisk());
        }
        if (!failed.isEmpty() && failed.get(0).startsWith("template")) {
            throw new StartRefused(Refusal.TEMPLATE_DAMAGED);
        }
        if (!failed.isEmpty()) {
            throw new BackendUnavailableException("cannot set up a server in " + directory + ": " + failed.get(0));
        }
        if (!supervisor.isAlive() && supervisor.exitValue() == CANNOT_CREATE) {
            throw new BackendUnavailableException(
                    "the server's directory cannot be made in " + directory.getParent() + " by the account with uid "
                            + account.uid() + ": set TMPDIR to a directory that this account may write to");
        }
        if (!supervisor.isAlive() && supervisor.exitValue() == ENDED_BY_SIGINT) {
            throw new StartRefused(Refusal.KEYBOARD);
        }
        if (!supervisor.isAlive()) {
            throw new BackendUnavailableException("the server's supervisor in " + directory + " ended with exit code "
                    + supervisor.exitValue() + " before the server was ready");
        }
        if (serverPid().isPresent() && !isServerAlive()) {
            String why = log().whyNotStarted();
            Optional<String> culprit = why.contains("could not ")
                    ? Optional.empty()
                    : trial.culprit(directory.resolve("data"), directory.resolve("memcheck.conf"));
            if (culprit.isPresent()) {
                throw new BackendUnavailableException(
                        "the private server did not start: " + culprit.get() + "; " + said(why));
            }
            if (why.isBlank() || why.contains("No space left on device")) {
                throw new BackendUnavailableException("the private server did not start: " + said(why) + "; " + room());
            }
            if (why.contains("could not create any TCP/IP sockets")) {
                throw new StartRefused(Refusal.PORT_TAKEN);
            }
            throw new BackendUnavailableException("the private server did not start: " + why + advice(why));
        }
    }

    /** The last words of a server that has ended. */
    String howItEnded() {
        String said = String.join("; ", log().lastLines(3));
        return "the private server has ended" + (said.isBlank() ? " without a word" : ": " + said);
    }

    /** What the supervisor says; its file first, since a full disk takes that alone. */
    private List<String> failure() {
        List<String> failed = lines("failed");
        try {
            if (failed.isEmpty() && supervisor.getInputStream().available() > 0) {
                byte[] said = supervisor
                        .getInputStream()
                        .readNBytes(supervisor.getInputStream().available());
                return new String(said, StandardCharsets.UTF_8).lines().toList();
            }
        } catch (IOException ended) {
            // Then there is its exit code.
        }
        return failed;
    }

    private String fullDisk() {
        return "the disk is full: a server's files do not fit into " + directory.getParent() + ", where " + room()
                + ". Make room, or set TMPDIR to a directory with more";
    }

    private String room() {
        try {
            long free = Files.getFileStore(directory.getParent()).getUsableSpace();
            return (free >> 20) + " MB are free in " + directory.getParent();
        } catch (IOException unknown) {
            return "it is not known how much is free in " + directory.getParent();
        }
    }

    private static String advice(String why) {
        if (why.contains("could not access file \"" + PrivateClusterOptions.EXTENSION + "\"")) {
            return ". Install the extension into this server: memcheck doctor says how";
        }
        return "";
    }

    /** Process id of the server's first process, as soon as it was started. */
    Optional<Long> serverPid() {
        return lines("server.pid").stream().findFirst().map(Long::valueOf);
    }

    boolean isServerAlive() {
        return serverPid()
                .flatMap(ProcessHandle::of)
                .map(ProcessHandle::isAlive)
                .orElse(false);
    }

    Path directory() {
        return directory;
    }

    int port() {
        return port;
    }

    /** That of the files that were taken, if they were prepared, or else the one that the supervisor was told. */
    String superuserPassword() {
        return lines("password").stream().findFirst().orElse(password);
    }

    /** Whether the files that were taken have the extension already. */
    boolean hasExtension() {
        return Files.exists(directory.resolve("extension"));
    }

    ClusterLog log() {
        return new ClusterLog(directory.resolve("server.log"));
    }

    /**
     * Lets go of the supervisor and waits until server and directory have gone, or until they are on their own.
     *
     * @param keep whether they were to stay
     */
    void stop(boolean keep) {
        Optional<ProcessHandle> server = serverPid().flatMap(ProcessHandle::of);
        try {
            supervisor.getOutputStream().close();
        } catch (IOException endedAlready) {
            // Then nothing reads the pipe.
        }
        try {
            if (!supervisor.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                supervisor.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // The supervisor goes on by itself.
            Thread.currentThread().interrupt();
            return;
        }
        if (!keep && Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            removeWithoutSupervisor(server);
        }
    }

    /** The supervisor was killed, or gave up on a server that would not stop. */
    private void removeWithoutSupervisor(Optional<ProcessHandle> server) {
        end(server, "QUIT");
        ExternalCommand.run(account.command(
                "sh",
                "-c",
                Script.text(RECLAIM) + "reclaim \"$1\"\nrm -rf -- \"$1\"",
                "memcheck-reclaim",
                directory.toString()));
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            // What programs of a regression file have put there, which are run as we are, the server's account cannot
            // remove.
            ExternalCommand.run(List.of("rm", "-rf", "--one-file-system", "--", directory.toString()));
        }
    }

    private List<String> lines(String file) {
        // While it is waited for, it is not there hundreds of times, and each exception costs more than that question.
        if (!directory.resolve(file).toFile().exists()) {
            return List.of();
        }
        try {
            return Files.readAllLines(directory.resolve(file));
        } catch (IOException notYet) {
            return List.of();
        }
    }
}
