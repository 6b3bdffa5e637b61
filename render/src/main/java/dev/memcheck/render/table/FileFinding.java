package dev.memcheck.render.table;

import dev.memcheck.finding.Finding;
import java.util.Objects;

/** A finding with the file whose statements brought it. */
public record FileFinding(String file, Finding finding) {
    public FileFinding {
        Objects.requireNonNull(file);
        Objects.requireNonNull(finding);
    }
}
