/**
 * How what was seen changed: two snapshots of one backend compared by node key. Values only. Imports
 * {@code snapshot}.
 */
package dev.memcheck.diff;
