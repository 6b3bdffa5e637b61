/**
 * What a server answers to a statement: rows, counts, errors, and the state of the transaction. Imports nothing.
 */
package dev.memcheck.sql;
