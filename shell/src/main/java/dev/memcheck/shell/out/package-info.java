/**
 * What leaves the program: the screen, streams, files, reports, exit codes. Imports nothing else of the
 * shell.
 */
package dev.memcheck.shell.out;
