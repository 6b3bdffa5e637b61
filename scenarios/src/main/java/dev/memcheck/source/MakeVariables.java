package dev.memcheck.source;

/** The variables of a Makefile. */
@FunctionalInterface
interface MakeVariables {
    /** A variable's value; empty if it has none. */
    String value(String variable);
}
