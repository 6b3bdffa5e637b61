/**
 * The backslash commands, each of which describes itself, and the one list of them.
 */
package dev.memcheck.shell.command;
