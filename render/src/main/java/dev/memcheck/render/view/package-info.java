/**
 * The full-screen tree: keys, time travel, search, filters and panes as a state machine that draws pictures of styled
 * lines. Knows no terminal: {@code shell} decodes keys and paints the pictures. Imports the rows of {@code render} and the
 * records of {@code run}.
 */
package dev.memcheck.render.view;
