-- Makes a database hostile, as somebody can who owns it: every function, operator, aggregate, type and relation of pg_catalog
-- that can have a twin gets one in public, and public comes first in every session's search path. A twin that is called says so in the
-- table public.called, in the sequence public.calls, which no rollback takes back, and in the server's log. Run it as the owner,
-- then connect again. It answers with the number of twins of each kind.
SET search_path = pg_catalog;
CREATE TABLE public.called (twin text);
CREATE TABLE public.twins (kind text);
CREATE SEQUENCE public.calls;
CREATE FUNCTION public.note_call(twin text) RETURNS bool LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE LOG 'a hostile twin was called: %', twin;
    PERFORM pg_catalog.nextval('public.calls');
    INSERT INTO public.called VALUES (twin);
    RETURN true;
END $$;
GRANT ALL ON TABLE public.called, public.twins TO PUBLIC;
GRANT ALL ON SEQUENCE public.calls TO PUBLIC;

CREATE FUNCTION public.make_twin(kind text, VARIADIC statements text[]) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    statement text;
BEGIN
    FOREACH statement IN ARRAY statements LOOP
        EXECUTE statement;
    END LOOP;
    INSERT INTO public.twins VALUES (kind);
EXCEPTION WHEN OTHERS THEN
    NULL;   -- no twin of this is possible: of "any", cstring, internal
END $$;

-- what every twin does: it tells, and has no answer
CREATE FUNCTION public.twin_body(twin text, returns_set bool) RETURNS text LANGUAGE sql SET search_path = pg_catalog AS $$
    SELECT format('LANGUAGE plpgsql AS %L', format('BEGIN PERFORM public.note_call(%L); RETURN%s; END', twin,
                  CASE WHEN returns_set THEN '' ELSE ' NULL' END))
$$;

DO $$
DECLARE
    twin record;
    types text;
BEGIN
    PERFORM public.make_twin('function', format('CREATE FUNCTION public.%I(%s) RETURNS %s %s', proname,
                pg_get_function_arguments(oid), pg_get_function_result(oid),
                public.twin_body(format('function %s(%s)', proname, pg_get_function_identity_arguments(oid)), proretset)))
        FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f';
    -- those with any number of arguments of any type: of texts, of numbers and of texts with a JSON value
    FOR twin IN SELECT DISTINCT proname, prorettype, proretset FROM pg_proc
                WHERE pronamespace = 'pg_catalog'::regnamespace AND provariadic = '"any"'::regtype LOOP
        FOREACH types IN ARRAY ARRAY['text', 'text,text', 'text,text,text', 'text,text,text,text', 'text,jsonb', 'text,int4',
                                     'text,text,text,jsonb', 'text,name', 'text,name,text', 'text,text,name'] LOOP
            PERFORM public.make_twin('function', format('CREATE FUNCTION public.%I(%s) RETURNS %s %s', twin.proname, types,
                format_type(twin.prorettype, NULL), public.twin_body(format('function %s(%s)', twin.proname, types), false)));
        END LOOP;
    END LOOP;
    PERFORM public.make_twin('operator',
                format('CREATE FUNCTION public.operator_%s(%s) RETURNS %s %s', oid,
                       concat_ws(',', nullif(format_type(nullif(oprleft, 0), NULL), ''), format_type(oprright, NULL)), format_type(oprresult, NULL),
                       public.twin_body(format('operator %s', oid::regoperator), false)),
                format('CREATE OPERATOR public.%s (%s rightarg = %s, function = public.operator_%s)', oprname,
                       CASE WHEN oprleft <> 0 THEN format('leftarg = %s,', format_type(oprleft, NULL)) END,
                       format_type(oprright, NULL), oid))
        FROM pg_operator WHERE oprnamespace = 'pg_catalog'::regnamespace;
    PERFORM public.make_twin('aggregate',
                format('CREATE FUNCTION public.aggregate_%s(%s) RETURNS int %s', p.oid,
                       concat_ws(',', 'int', nullif(pg_get_function_identity_arguments(p.oid), '')),
                       public.twin_body(format('aggregate %s', p.oid::regprocedure), false)),
                format('CREATE AGGREGATE public.%I(%s) (sfunc = public.aggregate_%s, stype = int, initcond = ''0'')', p.proname,
                       coalesce(nullif(pg_get_function_identity_arguments(p.oid), ''), '*'), p.oid))
        FROM pg_proc p JOIN pg_aggregate a ON a.aggfnoid = p.oid
        WHERE pronamespace = 'pg_catalog'::regnamespace AND aggkind = 'n';
    PERFORM public.make_twin('type', format('CREATE DOMAIN public.%I AS pg_catalog.%I CHECK (public.note_call(%L))',
                typname, typname, 'type ' || typname))
        FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r') AND typelem = 0;
    PERFORM public.make_twin('relation', format('CREATE VIEW public.%I AS SELECT * FROM pg_catalog.%I WHERE public.note_call(%L)',
                relname, relname, 'relation ' || relname))
        FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v');
    EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database());
END $$;

-- the twins may be called by whoever comes, and the making of them is over
DROP FUNCTION public.make_twin(text, text[]), public.twin_body(text, bool);
GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC;
SELECT kind, count(*) FROM public.twins GROUP BY kind ORDER BY kind;
