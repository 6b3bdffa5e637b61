/**
 * What was seen: the whole MemoryContext tree of one backend at one moment. Values only; no colour, width, SQL or
 * printing. Imports nothing of this project.
 */
package dev.memcheck.snapshot;
