package dev.memcheck.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What GNU make says that variables are. It reads the Makefile and, after it, one of ours that prints them; nothing is built but makefiles that it includes and has rules for. A
 * Makefile may run programs as it is read ({@code $(shell ...)}), as in each build.
 */
final class MakeAnswers implements MakeVariables {
    private static final int SECONDS = 30;
    private static final String MARK = "memcheck:";
    private static final String QUESTION = "$(foreach memcheck_name,$(memcheck_names),$(info " + MARK
            + "$(memcheck_name)=$($(memcheck_name))))\n" + ".PHONY: memcheck-asked\nmemcheck-asked: ;\n";

    private final Map<String, String> values;
    private final int wanted;
    private final String complaint;

    private MakeAnswers(Map<String, String> values, int wanted, String complaint) {
        this.values = values;
        this.wanted = wanted;
        this.complaint = complaint;
    }

    static MakeAnswers of(Path directory, String file, Optional<Path> pgConfig, List<String> names) {
        List<String> command =
                MakeRun.command(file, pgConfig, SECONDS, "-n", "--eval=srcdir = .", "-f", "-", "memcheck-asked");
        command.add("memcheck_names=" + String.join(" ", names));
        try {
            return read(MakeRun.output(directory, command, QUESTION), names.size());
        } catch (IOException e) {
            return new MakeAnswers(Map.of(), names.size(), "make cannot be run: " + e.getMessage());
        }
    }

    private static MakeAnswers read(MakeRun run, int wanted) {
        Map<String, String> values = new LinkedHashMap<>();
        String complaint = "it says nothing";
        for (String line : run.text().lines().toList()) {
            int equals = line.indexOf('=');
            if (line.startsWith(MARK) && equals > 0) {
                values.put(
                        line.substring(MARK.length(), equals),
                        line.substring(equals + 1).strip());
            } else if (!line.isBlank()) {
                complaint = line.strip();
            }
        }
        return new MakeAnswers(values, wanted, run.wasKilled() ? run.lastLine() : complaint);
    }

    /** Whether each variable was answered for. */
    boolean areWhole() {
        return values.size() == wanted;
    }

    /** The last thing that make said besides. */
    String complaint() {
        return complaint;
    }

    @Override
    public String value(String variable) {
        return values.getOrDefault(variable, "");
    }
}
