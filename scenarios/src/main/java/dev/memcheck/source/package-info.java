/**
 * The source directory of an extension, read without a server: its control file, its SQL scripts, the functions that they
 * create, and a first session file for them. Imports {@code script}.
 */
package dev.memcheck.source;
