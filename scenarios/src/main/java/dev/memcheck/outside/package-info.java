/**
 * The context tree of a process that is asked nothing: read from its memory, or from what a core file has of it. The process is
 * neither stopped nor written to. Knows the server's structures by a table for each major version, and trees.
 */
package dev.memcheck.outside;
