-- A database that came from version 1.0 has the same catalog as one that began with the current version.
CREATE DATABASE memcheck_upgraded;
CREATE DATABASE memcheck_new;
-- all objects of the extension with what is known of each, one to a line
\set catalog 'SELECT pg_catalog.string_agg(line, E''\\x01'' ORDER BY line) AS :name FROM (SELECT pg_catalog.concat_ws('' | '', pg_catalog.pg_describe_object(d.classid, d.objid, 0), pg_catalog.obj_description(d.objid, d.classid::regclass::name), CASE d.classid WHEN ''pg_proc''::regclass THEN (SELECT pg_catalog.pg_get_functiondef(p.oid) || coalesce(p.proacl::text, '' none'') FROM pg_proc p WHERE p.oid = d.objid) WHEN ''pg_class''::regclass THEN (SELECT pg_catalog.concat_ws('' | '', c.relkind, c.relacl::text, CASE WHEN c.relkind = ''v'' THEN pg_catalog.pg_get_viewdef(c.oid) END, (SELECT pg_catalog.string_agg(pg_catalog.concat_ws('' '', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attacl::text), '', '' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0)) FROM pg_class c WHERE c.oid = d.objid) WHEN ''pg_type''::regclass THEN (SELECT pg_catalog.string_agg(pg_catalog.concat_ws('' '', a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)), '', '' ORDER BY a.attnum) FROM pg_attribute a JOIN pg_type t ON t.typrelid = a.attrelid WHERE t.oid = d.objid) WHEN ''pg_namespace''::regclass THEN (SELECT n.nspacl::text FROM pg_namespace n WHERE n.oid = d.objid) END) AS line FROM pg_depend d WHERE d.refclassid = ''pg_extension''::regclass AND d.deptype = ''e'' AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = ''pg_ext_memcheck'') UNION ALL SELECT pg_catalog.concat_ws('' '', extversion, extconfig::regclass[]::text, extcondition::text) FROM pg_extension WHERE extname = ''pg_ext_memcheck'') lines \\gset'
\c memcheck_upgraded
CREATE EXTENSION pg_ext_memcheck VERSION '1.0';
-- the objects of 1.0 work with this library, or say what to do
SELECT ext_memcheck.begin();
SELECT count(*) FROM ext_memcheck."end"();
SELECT count(*) >= 0 AS read FROM ext_memcheck.violations;
SELECT count(*) > 0 AS contexts FROM ext_memcheck.contexts;
SELECT count(*) > 0 AS scenarios FROM ext_memcheck.scenarios;
ALTER EXTENSION pg_ext_memcheck UPDATE;
\set name upgraded
:catalog
\c memcheck_new
CREATE EXTENSION pg_ext_memcheck;
\set name new
:catalog
SELECT pg_catalog.length(:'new') > 10000 AS many;
SELECT pg_catalog.string_to_table(:'upgraded', E'\x01') AS only_upgraded EXCEPT SELECT pg_catalog.string_to_table(:'new', E'\x01');
SELECT pg_catalog.string_to_table(:'new', E'\x01') AS only_new EXCEPT SELECT pg_catalog.string_to_table(:'upgraded', E'\x01');
\c contrib_regression
DROP DATABASE memcheck_upgraded;
DROP DATABASE memcheck_new;
