/**
 * A finding in words: its mark, what it means, what to do, why it is not certain, and the verdict on a window. Imports
 * {@code render.text}.
 */
package dev.memcheck.render.words;
