/**
 * Tables and what stands beside them at the prompt: results, errors with their excerpt, backends, the status line, curves.
 * Imports {@code render.text} and {@code render.words}.
 */
package dev.memcheck.render.table;
