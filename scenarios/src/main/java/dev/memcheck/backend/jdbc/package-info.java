/**
 * The backend over JDBC: connection, statements, rows as they come, memcheck's own queries, and snapshots on the fast path.
 * Imports {@code backend} and its values; {@code backend.cluster} imports it.
 */
package dev.memcheck.backend.jdbc;
