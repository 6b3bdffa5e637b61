package dev.memcheck.backend;

import dev.memcheck.finding.Finding;
import java.util.List;
import java.util.Optional;

/**
 * What a trace of another process gave.
 *
 * @param findings what grew in it, worst first
 * @param notes what the server has to say of it, such as that the process has ended
 * @param refusal why there was no trace; then there are no findings
 */
public record Traced(List<Finding> findings, List<String> notes, Optional<String> refusal) {
    public Traced {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    public static Traced of(List<Finding> findings, List<String> notes) {
        return new Traced(findings, notes, Optional.empty());
    }

    public static Traced refused(String why) {
        return new Traced(List.of(), List.of(), Optional.of(why));
    }
}
