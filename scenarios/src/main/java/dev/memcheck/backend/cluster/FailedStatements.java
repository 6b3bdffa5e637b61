package dev.memcheck.backend.cluster;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements that failed, with the first error, as the server's log has them. */
final class FailedStatements {
    /** A line that begins an entry: time, process, severity. What goes on in further lines is indented by a tab there. */
    private static final Pattern ENTRY =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d [^\\[]*\\[(\\d+)\\] ([A-Z0-9]+): {1,2}(.*)");

    private final Map<String, Integer> times = new HashMap<>();
    private final Map<String, String> errorOfProcess = new HashMap<>();
    private Optional<String> firstError = Optional.empty();
    private Optional<String> lastError = Optional.empty();

    private FailedStatements() {}

    /** @param lines of the log, oldest first */
    static FailedStatements in(List<String> lines) {
        FailedStatements failed = new FailedStatements();
        List<String> entry = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("\t") && !entry.isEmpty()) {
                entry.add(line.substring(1));
            } else {
                failed.take(String.join("\n", entry));
                entry = new ArrayList<>(List.of(line));
            }
        }
        failed.take(String.join("\n", entry));
        return failed;
    }

    private void take(String entry) {
        int lineEnd = entry.indexOf('\n');
        Matcher head = ENTRY.matcher(lineEnd < 0 ? entry : entry.substring(0, lineEnd));
        if (!head.matches()) {
            return;
        }
        String process = head.group(1);
        String text = head.group(3) + (lineEnd < 0 ? "" : entry.substring(lineEnd));
        switch (head.group(2)) {
            case "ERROR":
            case "FATAL":
                errorOfProcess.put(process, text);
                break;
            case "STATEMENT":
                String error = errorOfProcess.remove(process);
                if (error != null) {
                    times.merge(text, 1, Integer::sum);
                    firstError = firstError.or(() -> Optional.of(error));
                    lastError = Optional.of(error);
                }
                break;
            case "DETAIL":
            case "HINT":
            case "CONTEXT":
            case "QUERY":
            case "LOCATION":
                break;
            default:
                // A warning or a notice also has its statement.
                errorOfProcess.remove(process);
        }
    }

    /** How often this text failed. */
    int times(String statement) {
        return times.getOrDefault(statement, 0);
    }

    /** The message of the first one; raw server text. */
    Optional<String> firstError() {
        return firstError;
    }

    /** The message of the last one. */
    Optional<String> lastError() {
        return lastError;
    }
}
