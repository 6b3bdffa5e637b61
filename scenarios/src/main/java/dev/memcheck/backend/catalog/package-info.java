/**
 * The questions that look around in a server's catalogs, as psql's {@code \d} and its family. An {@code Observer} asks them, never the
 * backend under test. Imports the JDK alone; {@code shell} imports it.
 */
package dev.memcheck.backend.catalog;
