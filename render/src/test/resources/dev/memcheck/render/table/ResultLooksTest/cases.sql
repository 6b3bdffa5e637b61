-- psql.txt is what psql -X -q -f cases.sql prints of this file, each table under the words that set how it looks.
\pset numericlocale on
\pset tableattr '0.3 0.5'
\pset title
\pset expanded off
\pset format aligned
\pset border 0
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=aligned border=0 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=aligned border=0 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=aligned border=0 linestyle=old-ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=aligned border=0 linestyle=unicode columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=aligned border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=aligned border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=aligned border=1 linestyle=old-ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=aligned border=1 linestyle=unicode columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 2
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=aligned border=2 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=aligned border=2 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=aligned border=2 linestyle=old-ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=aligned border=2 linestyle=unicode columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format wrapped
\pset border 0
\pset linestyle ascii
\pset columns 25
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=0 linestyle=ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=wrapped border=0 linestyle=ascii columns=25 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=0 linestyle=ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 25
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=0 linestyle=old-ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=0 linestyle=old-ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 25
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=0 linestyle=unicode columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=0 linestyle=unicode columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 1
\pset linestyle ascii
\pset columns 25
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=1 linestyle=ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=wrapped border=1 linestyle=ascii columns=25 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=1 linestyle=ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 25
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=1 linestyle=old-ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=1 linestyle=old-ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 25
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=1 linestyle=unicode columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=1 linestyle=unicode columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 2
\pset linestyle ascii
\pset columns 25
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=2 linestyle=ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=wrapped border=2 linestyle=ascii columns=25 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=2 linestyle=ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 25
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=2 linestyle=old-ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=2 linestyle=old-ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 25
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=2 linestyle=unicode columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=off format=wrapped border=2 linestyle=unicode columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format unaligned
\pset border 0
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=unaligned border=0 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=unaligned border=0 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format asciidoc
\pset border 0
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=asciidoc border=0 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=asciidoc border=0 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=asciidoc border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=asciidoc border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 2
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=asciidoc border=2 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=asciidoc border=2 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format html
\pset border 0
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=html border=0 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=html border=0 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=html border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=html border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 2
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=html border=2 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=html border=2 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format latex
\pset border 0
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=latex border=0 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=latex border=0 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=latex border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=latex border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 2
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=latex border=2 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=latex border=2 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 3
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=latex border=3 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=latex border=3 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format latex-longtable
\pset border 0
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=latex-longtable border=0 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=latex-longtable border=0 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=latex-longtable border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=latex-longtable border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 2
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=latex-longtable border=2 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=latex-longtable border=2 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 3
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=latex-longtable border=3 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=latex-longtable border=3 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format troff-ms
\pset border 0
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=troff-ms border=0 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=troff-ms border=0 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=troff-ms border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=troff-ms border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 2
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=off format=troff-ms border=2 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=off format=troff-ms border=2 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset expanded on
\pset format aligned
\pset border 0
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=aligned border=0 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=aligned border=0 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=aligned border=0 linestyle=old-ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=aligned border=0 linestyle=unicode columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=aligned border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=aligned border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=aligned border=1 linestyle=old-ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=aligned border=1 linestyle=unicode columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 2
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=aligned border=2 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=aligned border=2 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=aligned border=2 linestyle=old-ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=aligned border=2 linestyle=unicode columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format wrapped
\pset border 0
\pset linestyle ascii
\pset columns 25
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=0 linestyle=ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=wrapped border=0 linestyle=ascii columns=25 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=0 linestyle=ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 25
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=0 linestyle=old-ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=0 linestyle=old-ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 25
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=0 linestyle=unicode columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=0 linestyle=unicode columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 1
\pset linestyle ascii
\pset columns 25
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=1 linestyle=ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=wrapped border=1 linestyle=ascii columns=25 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=1 linestyle=ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 25
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=1 linestyle=old-ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=1 linestyle=old-ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 25
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=1 linestyle=unicode columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=1 linestyle=unicode columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 2
\pset linestyle ascii
\pset columns 25
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=2 linestyle=ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=wrapped border=2 linestyle=ascii columns=25 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=2 linestyle=ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 25
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=2 linestyle=old-ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=2 linestyle=old-ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 25
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=2 linestyle=unicode columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo ==  expanded=on format=wrapped border=2 linestyle=unicode columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format unaligned
\pset border 0
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=unaligned border=0 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=unaligned border=0 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format asciidoc
\pset border 0
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=asciidoc border=0 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=asciidoc border=0 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=asciidoc border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=asciidoc border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 2
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=asciidoc border=2 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=asciidoc border=2 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format html
\pset border 0
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=html border=0 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=html border=0 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=html border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=html border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 2
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=html border=2 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=html border=2 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format latex
\pset border 0
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=latex border=0 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=latex border=0 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=latex border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=latex border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 2
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=latex border=2 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=latex border=2 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 3
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=latex border=3 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=latex border=3 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format latex-longtable
\pset border 0
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=latex-longtable border=0 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=latex-longtable border=0 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=latex-longtable border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=latex-longtable border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 2
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=latex-longtable border=2 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=latex-longtable border=2 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 3
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=latex-longtable border=3 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=latex-longtable border=3 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format troff-ms
\pset border 0
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=troff-ms border=0 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=troff-ms border=0 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=troff-ms border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=troff-ms border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset border 2
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo ==  expanded=on format=troff-ms border=2 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo ==  expanded=on format=troff-ms border=2 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset title 'A {title}'
\pset expanded off
\pset format aligned
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=off format=aligned border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo == A {title} expanded=off format=aligned border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=off format=aligned border=1 linestyle=old-ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=off format=aligned border=1 linestyle=unicode columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format wrapped
\pset border 1
\pset linestyle ascii
\pset columns 25
\pset tuples_only off
\echo == A {title} expanded=off format=wrapped border=1 linestyle=ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo == A {title} expanded=off format=wrapped border=1 linestyle=ascii columns=25 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo == A {title} expanded=off format=wrapped border=1 linestyle=ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 25
\pset tuples_only off
\echo == A {title} expanded=off format=wrapped border=1 linestyle=old-ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo == A {title} expanded=off format=wrapped border=1 linestyle=old-ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 25
\pset tuples_only off
\echo == A {title} expanded=off format=wrapped border=1 linestyle=unicode columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo == A {title} expanded=off format=wrapped border=1 linestyle=unicode columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format unaligned
\pset format asciidoc
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=off format=asciidoc border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo == A {title} expanded=off format=asciidoc border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format html
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=off format=html border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo == A {title} expanded=off format=html border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format latex
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=off format=latex border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo == A {title} expanded=off format=latex border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format latex-longtable
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=off format=latex-longtable border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo == A {title} expanded=off format=latex-longtable border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format troff-ms
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=off format=troff-ms border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo == A {title} expanded=off format=troff-ms border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset expanded on
\pset format aligned
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=on format=aligned border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo == A {title} expanded=on format=aligned border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=on format=aligned border=1 linestyle=old-ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=on format=aligned border=1 linestyle=unicode columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format wrapped
\pset border 1
\pset linestyle ascii
\pset columns 25
\pset tuples_only off
\echo == A {title} expanded=on format=wrapped border=1 linestyle=ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo == A {title} expanded=on format=wrapped border=1 linestyle=ascii columns=25 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo == A {title} expanded=on format=wrapped border=1 linestyle=ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle old-ascii
\pset columns 25
\pset tuples_only off
\echo == A {title} expanded=on format=wrapped border=1 linestyle=old-ascii columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo == A {title} expanded=on format=wrapped border=1 linestyle=old-ascii columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset linestyle unicode
\pset columns 25
\pset tuples_only off
\echo == A {title} expanded=on format=wrapped border=1 linestyle=unicode columns=25 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset columns 40
\pset tuples_only off
\echo == A {title} expanded=on format=wrapped border=1 linestyle=unicode columns=40 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format unaligned
\pset format asciidoc
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=on format=asciidoc border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo == A {title} expanded=on format=asciidoc border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format html
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=on format=html border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo == A {title} expanded=on format=html border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format latex
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=on format=latex border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo == A {title} expanded=on format=latex border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format latex-longtable
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=on format=latex-longtable border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo == A {title} expanded=on format=latex-longtable border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset format troff-ms
\pset border 1
\pset linestyle ascii
\pset columns 0
\pset tuples_only off
\echo == A {title} expanded=on format=troff-ms border=1 linestyle=ascii columns=0 tuples_only=off
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
\pset tuples_only on
\echo == A {title} expanded=on format=troff-ms border=1 linestyle=ascii columns=0 tuples_only=on
select E'one\ntwo' as "h|1
x", 1234567.5 as n, null as empty union all select 'a_much longer $text & more <b>', 2, '  \x';
