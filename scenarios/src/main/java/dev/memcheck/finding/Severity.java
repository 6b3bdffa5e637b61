package dev.memcheck.finding;

/** How bad a finding is, rising. */
public enum Severity {
    INFO,
    WARNING,
    ERROR;

    public boolean atLeast(Severity other) {
        return compareTo(other) >= 0;
    }
}
