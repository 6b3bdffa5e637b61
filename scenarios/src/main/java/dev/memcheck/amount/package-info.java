/** Bytes, times and counts in words, the same wherever they are told. Imports nothing. */
package dev.memcheck.amount;
