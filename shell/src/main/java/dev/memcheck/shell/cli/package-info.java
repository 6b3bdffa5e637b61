/**
 * The command line: each subcommand and its options. Nothing imports it but {@code Main}.
 */
package dev.memcheck.shell.cli;
