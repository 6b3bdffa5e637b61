/*
 * statement_kind.h
 *		What statements have in common that differ only in constants and numbered names.
 *
 * The server numbers queries so (compute_query_id), but not utility statements. statement_kind()
 * does it by the text alone: two texts are of one kind if they are the same without constants,
 * digits within names, comments, white space, and the case of letters outside quotes. So
 * CREATE TABLE t1 and create table t2 are one kind. It knows nothing of the grammar. All that
 * matters is that one statement with other constants is of the same kind again, and what lies in
 * dollar quotes, as the body of a DO, is read like the rest.
 *
 * A hash of 64 bits. Reads the text once and allocates nothing; raises no error.
 */
#ifndef MEMCHECK_STATEMENT_KIND_H
#define MEMCHECK_STATEMENT_KIND_H

extern uint64 statement_kind(const char *text, int length);

#endif							/* MEMCHECK_STATEMENT_KIND_H */
