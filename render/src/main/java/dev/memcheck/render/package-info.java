/**
 * What was seen and found, in a form for people. {@code text} has cells, styles and amounts; {@code words} the sentences
 * about findings; {@code tree} the rows of the context tree; {@code table} result tables, errors and curves;
 * {@code report} the files; {@code view} the full screen, drawn without a terminal library, so that the prompt and the screen
 * draw the same rows. Imports the values of {@code scenarios}; {@code shell} imports it.
 */
package dev.memcheck.render;
