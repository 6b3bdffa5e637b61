/**
 * The conversation: line editor, completion, highlighting, consent, and what Ctrl-C does.
 */
package dev.memcheck.shell.prompt;
