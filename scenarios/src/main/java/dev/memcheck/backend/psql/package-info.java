/**
 * An installed psql as a guest: it says what it knows of SQL, and how it describes what a server has. It is connected to nothing but
 * memcheck, which asks its questions over the second connection. Imports {@code file}, the answers of {@code sql} and the JDK; {@code shell} imports it.
 */
package dev.memcheck.backend.psql;
