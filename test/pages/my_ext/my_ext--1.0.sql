/* test/pages/my_ext/my_ext--1.0.sql */

-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION my_ext" to load this file. \quit

CREATE FUNCTION my_fn() RETURNS int AS 'MODULE_PATHNAME' LANGUAGE C;
CREATE FUNCTION my_fn(int) RETURNS int AS 'MODULE_PATHNAME' LANGUAGE C;
CREATE FUNCTION my_fn(text) RETURNS int AS 'MODULE_PATHNAME' LANGUAGE C;
