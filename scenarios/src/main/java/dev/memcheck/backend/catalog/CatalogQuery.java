package dev.memcheck.backend.catalog;

/**
 * A question with a table for an answer.
 *
 * @param title above the table
 * @param sql names no object but the server's own
 * @param counted whether the number of rows is printed below
 */
public record CatalogQuery(String title, String sql, boolean counted) {}
