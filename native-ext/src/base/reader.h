/*
 * reader.h
 *		What a reader may see of other sessions, in an encoding that it can hold.
 *
 * Statements, the idents of contexts and the sentences of findings may be, or quote, the text
 * of queries. Who looks at another session's sees them where pg_stat_activity would show its
 * query: members of that session's role, or of pg_read_all_stats. For others they read
 * "<insufficient privilege>", as there. A session's own are always shown, whatever the role
 * is that it has taken: pg_backend_memory_contexts, pg_prepared_statements and
 * current_query() do the same. So a SECURITY DEFINER function sees those of its caller.
 *
 * Shared memory has texts of all databases, and what an extension, a file or a symbol is called
 * need not be valid in any encoding. Each character is converted where there is a conversion, by
 * way of UTF-8 where there is none at once; what then is not valid in the encoding that is
 * wanted stands as \xHH, byte by byte. So what is read can be kept, dumped and restored. Nor need
 * the client's encoding have each character of the database's: the server refuses to send it the
 * whole row then. What is not kept has \xHH for those, too.
 *
 * Called from SQL functions, in a transaction: both read the catalog. The text is palloc'ed in the
 * current context, or the one that was given if nothing had to change. No text is an error.
 */
#ifndef MEMCHECK_READER_H
#define MEMCHECK_READER_H

/* What stands in the place of a text that the reader may not see. */
#define READER_HIDDEN "<insufficient privilege>"

/* How the texts of a finding are read. */
typedef struct Reading
{
	int			encoding;		/* that they are in */
	bool		hidden;			/* the reader may not see them */
	bool		kept;			/* they go into a table, and not to the client alone */
} Reading;

extern bool reader_may_see_all(void);
extern bool reader_may_see(Oid role);
extern Reading reader_of_own(void);
extern const char *reader_text(const char *text, int from, int to);
extern Datum reader_datum(const char *text, int from);
extern Datum reader_kept_datum(const char *text, int from);

#endif							/* MEMCHECK_READER_H */
