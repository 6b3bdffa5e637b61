/**
 * Text on a screen: lines of styled spans, their width in cells, themes, glyphs, amounts of bytes and time. Knows nothing of
 * memory contexts.
 */
package dev.memcheck.render.text;
