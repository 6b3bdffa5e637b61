/** Files that memcheck itself needs for a while, and what a killed memcheck left of them. Imports nothing. */
package dev.memcheck.file;
