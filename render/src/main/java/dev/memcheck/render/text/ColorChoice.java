package dev.memcheck.render.text;

/** Whether the user wants color, as {@code --color} says. */
public enum ColorChoice {
    /** On a terminal that can show it, unless {@code NO_COLOR} is set. */
    AUTO,
    ALWAYS,
    NEVER
}
