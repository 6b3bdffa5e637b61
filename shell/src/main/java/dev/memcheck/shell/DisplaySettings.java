package dev.memcheck.shell;

/** What the user has switched on and off. Lives as long as the session and is changed by commands alone. */
final class DisplaySettings {
    private boolean expanded;
    private boolean timing;

    /** Whether rows are printed one column to a line. */
    boolean expanded() {
        return expanded;
    }

    void setExpanded(boolean value) {
        expanded = value;
    }

    /** Whether the time of each statement outside a window is printed; in a window it always is. */
    boolean timing() {
        return timing;
    }

    void setTiming(boolean value) {
        timing = value;
    }
}
