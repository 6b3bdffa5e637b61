/**
 * The PostgreSQL backend under test: the interface that the rest sees, its JDBC implementation, and the private
 * cluster that is started when the user names no server. The only package that imports the driver. Imports
 * {@code snapshot} and {@code finding}.
 */
package dev.memcheck.backend;
