/**
 * The PostgreSQL backend under test, as the rest sees it: an interface that runs statements, opens windows, gives
 * snapshots, and says what it is. {@code backend.jdbc} implements it over a connection, {@code backend.cluster} starts a
 * private server where the user names none. Only {@code backend} and what is below it import the driver.
 */
package dev.memcheck.backend;
