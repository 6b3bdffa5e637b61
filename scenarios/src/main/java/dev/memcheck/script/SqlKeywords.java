package dev.memcheck.script;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The words of SQL that a person writes often enough to want them highlighted and completed. */
public final class SqlKeywords {
    private static final int LONGEST = 20;

    private static final String WORDS = """
            abort access add after aggregate all alter always analyze and any array as asc atomic authorization
            before begin between bigint binary boolean both by bytea
            cache call cascade case cast char character check checkpoint close cluster coalesce collate column comment
            commit committed concurrently configuration conflict constraint copy create cross cube current current_date
            current_role current_time current_timestamp current_user cursor
            data database day deallocate decimal declare default deferrable deferred definer delete delimiter desc
            discard distinct do domain double drop
            each else enable encoding end enum escape event except exclude execute exists explain extension external
            false fetch filter first float following for force foreign format from full function functions
            generated grant group grouping groups having hour identity if ilike immediate immutable in include increment
            index inherits initially inner inout input insert instead int integer intersect interval into invoker is
            isnull isolation join jsonb json key language large last lateral leading leakproof least left level like
            limit listen load local lock locked logged maintenance
            match materialized maxvalue merge minute minvalue mode month move
            natural next no not nothing notify notnull nowait null nullif nulls numeric
            of off offset on only operator option options or order ordinality others out outer over overlaps overriding
            owned owner
            parallel partition plans policy position preceding precision prepare prepared preserve primary privileges
            procedural procedure procedures publication
            range read real reassign recursive references refresh reindex release rename repeatable replace replica reset
            restart restrict return returning returns revoke right role rollback rollup routine routines row rows rule
            savepoint schema schemas scroll search second security select sequence serializable server session
            session_user set setof share show similar skip smallint snapshot some sql stable start statement statistics
            stdin stdout storage strict subscription substring support system
            table tables tablesample tablespace temp template temporary text then ties time timestamp to trailing
            transaction transform trigger trim true truncate trusted type
            unbounded uncommitted union unique unlisten unlogged until update user using
            vacuum valid validate value values varchar variadic varying verbose version view views volatile
            when where window with within without work write xml year yes zone
            """;

    private static final Set<String> ALL = Set.of(WORDS.trim().split("\\s+"));

    private SqlKeywords() {}

    /** All words, lower case, sorted. */
    public static Set<String> all() {
        return new TreeSet<>(ALL);
    }

    /** Whether it is one of the words, whatever its case. */
    public static boolean contains(String word) {
        return word.length() <= LONGEST && ALL.contains(word.toLowerCase(Locale.ROOT));
    }
}
