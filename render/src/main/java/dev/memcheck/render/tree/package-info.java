/**
 * The context tree as rows: folding, filters, search, order, columns, and where findings stand in it. Imports
 * {@code render.text} and {@code render.words}.
 */
package dev.memcheck.render.tree;
