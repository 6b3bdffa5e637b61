/**
 * The session language: what a person types at the prompt and what a {@code .mcs} file holds. One scanner, one
 * splitter, one parser for both. Imports {@code finding}.
 */
package dev.memcheck.script;
