/**
 * The shell: command line, prompt, commands, and the wiring of an input, a backend and an output. The only package that
 * imports picocli and, with {@code shell.screen}, JLine, and the only one that knows exit codes. Imports {@code render} and {@code scenarios};
 * nothing imports it but the tests.
 */
package dev.memcheck.shell;
