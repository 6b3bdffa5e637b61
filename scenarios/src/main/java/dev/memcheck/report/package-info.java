/**
 * What came of a run, written down for those who were not there: sessions, windows, statements, findings and failures.
 * Collected from the loop as it speaks; values only, which know nothing of formats. Imports all other packages of this
 * module.
 */
package dev.memcheck.report;
