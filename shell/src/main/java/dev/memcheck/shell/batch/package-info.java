/**
 * Session files and regression suites: which run, where, at how many a time, with which baseline, and what comes out.
 */
package dev.memcheck.shell.batch;
