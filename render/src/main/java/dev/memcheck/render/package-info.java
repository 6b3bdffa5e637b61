/**
 * What was seen and found, in a form for people: the rows of the context tree, result tables, errors and verdicts as
 * styled lines. Knows cells and semantic styles but no terminal library, so that the prompt and the full screen draw the
 * same rows. Imports {@code snapshot}, {@code diff}, {@code finding} and the records of {@code backend}; {@code shell}
 * imports it.
 */
package dev.memcheck.render;
