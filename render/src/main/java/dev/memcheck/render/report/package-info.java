/**
 * Reports for machines and for those who were not there: one class for each format, one list of them. Each takes the
 * run's report and writes characters; none looks at the clock, the environment or the network, so that the same run
 * gives the same text. Server text is cleaned of control characters and escaped as the format demands.
 */
package dev.memcheck.render.report;
