/**
 * A run kept in a file: every snapshot, statement, window and finding, to be looked at and compared without a server. Written
 * while the run goes on, read as a whole. Imports the other packages of this module; see the README beside it for the format.
 */
package dev.memcheck.capture;
