-- The cases of ResultTableTest, in its order. What psql makes of them is in psql.txt and psql-expanded.txt:
--   psql -X -f cases.sql > psql.txt
--   psql -X -x -f cases.sql > psql-expanded.txt
SELECT 1 AS a, E'x\ny' AS b, NULL::text AS c;
SELECT * FROM (VALUES (1, 'one', 1.5), (-20000, 'minus twenty thousand', NULL), (NULL, '', 100.25)) AS v (n, t, r);
SELECT 'right' AS "text column", 12 AS n, E'l1\nlonger line' AS last;
SELECT;
SELECT WHERE false;
SELECT 1 AS a, 'x' AS b WHERE false;
SELECT 'a' AS "日本", '日本語' AS b, E'e\u0301x' AS c, '😀' AS d;
SELECT E'tab\tx' AS t, E'\x1b[31mred\x7f' AS esc, E'cr\r\nx' AS cr, E'\u0085' AS c1;
SELECT 1 AS "two
lines", 2 AS x, 'wide enough' AS "left
and
right";
SELECT E'a\n' AS trailing, E'\n' AS b;
SELECT E'x\ny' AS "two
lines", 2 AS x;
SELECT 1 AS abcdefghijk;
SELECT 1 AS abcdefghijkl, E'aaaa\nb' AS c;
SELECT 1 AS abcdefghijklm, 'a';
SELECT E'x\ny' AS a FROM generate_series(1, 11);
SELECT true AS yes, E'  leading\n\ttab' AS t, 'trailing  ' AS l;
