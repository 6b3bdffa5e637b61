package dev.memcheck.backend.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a command has started and not waited for: the processes of the session that was made for it. */
final class SessionProcesses {
    private static final int SESSION_AFTER_NAME = 3;

    private SessionProcesses() {}

    /** Ends those that are left, at once: whoever started them has ended. */
    static void end(long session) {
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> sessionOf(process.pid()) == session)
                .toList();
        left.forEach(ProcessHandle::destroyForcibly);
    }

    /** The session of a process; 0 if it is gone, or not told. */
    static long sessionOf(long process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process + "/stat"), StandardCharsets.ISO_8859_1);
            // A name may have anything in it, parentheses too.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[SESSION_AFTER_NAME]);
        } catch (IOException | RuntimeException goneOrOdd) {
            return 0;
        }
    }
}
