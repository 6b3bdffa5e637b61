/**
 * The private server: its binaries and account, initdb and its cache, start, end, log, and copies for scenarios that
 * crash. Imports {@code backend.jdbc} to connect.
 */
package dev.memcheck.backend.cluster;
