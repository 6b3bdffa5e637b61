-- What test/figures/features looks at.
CREATE EXTENSION pg_ext_memcheck;
CREATE TABLE features_table (longest_column int, other_column text);
INSERT INTO features_table VALUES (1, 'one'), (2, NULL);
CREATE FUNCTION features_fn(amount integer, unit text) RETURNS integer LANGUAGE sql AS 'SELECT amount';
CREATE DATABASE features_other;
CREATE ROLE features_role LOGIN PASSWORD 'open sesame';
