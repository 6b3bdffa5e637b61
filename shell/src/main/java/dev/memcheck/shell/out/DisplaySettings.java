package dev.memcheck.shell.out;

/** What the user has switched on and off. Lives as long as the session and is changed by commands alone. */
public final class DisplaySettings {
    private boolean expanded;
    private boolean timing;

    /** Whether rows are printed one column to a line. */
    public boolean expanded() {
        return expanded;
    }

    public void setExpanded(boolean value) {
        expanded = value;
    }

    /** Whether the time of each statement outside a window is printed; in a window it always is. */
    public boolean timing() {
        return timing;
    }

    public void setTiming(boolean value) {
        timing = value;
    }
}
