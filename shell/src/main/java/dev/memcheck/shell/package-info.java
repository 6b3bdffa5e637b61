/**
 * The shell: {@link dev.memcheck.shell.Main} and the wiring of an input, a backend and an output. {@code cli} is the command line,
 * {@code prompt} the conversation, {@code command} the backslash commands, {@code live} the whole screen of a running session,
 * {@code batch} files and suites, {@code session} one session, {@code out} what is printed and written. The only package that
 * imports picocli and, with {@code shell.screen}, JLine, and the only one that knows exit codes.
 */
package dev.memcheck.shell;
