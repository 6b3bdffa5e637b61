/**
 * What was seen: the whole MemoryContext tree of one backend at one moment. Values only; no color, width, SQL or
 * printing. Imports nothing of this project.
 */
package dev.memcheck.snapshot;
