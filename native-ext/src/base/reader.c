/*
 * reader.c
 *		What a reader may see, in an encoding that it can hold; see reader.h.
 */
#include "postgres.h"

#include "base/reader.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_conversion.h"
#include "catalog/pg_namespace.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"

/* Longest that one character becomes, with its NUL. */
#define CHARACTER_BYTES 64

/* From one encoding into another: at once, or by way of UTF-8. */
typedef struct Way
{
	int			from;
	int			to;
	Oid			direct;
	Oid			to_utf8;
	Oid			from_utf8;
	Oid			onward;			/* from there to UTF-8 */
	int			client;			/* that reads it; "to", if it has all that "to" has */
	Oid			to_client;
} Way;

/* Whether the queries of all roles are the reader's to see. */
bool
reader_may_see_all(void)
{
	return has_privs_of_role(GetUserId(), ROLE_PG_READ_ALL_STATS);
}

/*
 * Whether the query of a session of this role, InvalidOid for one without, is the reader's to see.
 */
bool
reader_may_see(Oid role)
{
	return reader_may_see_all() || has_privs_of_role(GetUserId(), role);
}

/* Of this session's own texts. */
Reading
reader_of_own(void)
{
	return (Reading) {.encoding = GetDatabaseEncoding()};
}

static bool
is_ascii(const char *text)
{
	for (; *text; text++)
		if (IS_HIGHBIT_SET(*text))
			return false;
	return true;
}

/* The server's own, whatever the search_path. */
static Oid
conversion(int from, int to)
{
	return FindDefaultConversion(PG_CATALOG_NAMESPACE, from, to);
}

static Way
find_way(int from, int to, int client)
{
	Way			way = {.from = from, .to = to, .client = to};

	if (to != PG_UTF8 && to != PG_SQL_ASCII)
		way.onward = conversion(to, PG_UTF8);
	if (client != to && client != PG_UTF8 && client != PG_SQL_ASCII && to != PG_SQL_ASCII)
	{
		way.client = client;
		way.to_client = conversion(to, client);
	}
	if (from == to || from == PG_SQL_ASCII || to == PG_SQL_ASCII)
		return way;
	way.direct = conversion(from, to);
	if (OidIsValid(way.direct))
		return way;
	way.to_utf8 = conversion(from, PG_UTF8);
	way.from_utf8 = conversion(PG_UTF8, to);
	return way;
}

/* One step; the bytes that came of it, 0 if the character has no counterpart. */
static int
convert(Oid procedure, int from, int to, const char *character, int length, char *result)
{
	unsigned char source[CHARACTER_BYTES];

	if (!OidIsValid(procedure) || length >= CHARACTER_BYTES)
		return 0;
	memcpy(source, character, length);
	source[length] = '\0';
	if (pg_do_encoding_conversion_buf(procedure, from, to, source, length, (unsigned char *) result,
									  CHARACTER_BYTES, true) != length)
		return 0;
	return strlen(result);
}

/* The same for the whole way. */
static int
convert_character(const Way *way, const char *character, int length, char *result)
{
	char		utf8[CHARACTER_BYTES];

	if (way->from == way->to || way->from == PG_SQL_ASCII || way->to == PG_SQL_ASCII)
	{
		memcpy(result, character, length);
		result[length] = '\0';
		return length;
	}
	if (OidIsValid(way->direct))
		return convert(way->direct, way->from, way->to, character, length, result);
	length = convert(way->to_utf8, way->from, PG_UTF8, character, length, utf8);
	return length > 0 ? convert(way->from_utf8, PG_UTF8, way->to, utf8, length, result) : 0;
}

/* Of text of an unknown encoding a character is what is one in the encoding that is wanted. */
static int
character_length(const Way *way, const char *text, int left)
{
	int			encoding = way->from == PG_SQL_ASCII ? way->to : way->from;

	return pg_encoding_verifymbchar(encoding, text, left);
}

/*
 * Whether clients can have it: a byte that stands for nothing in a single-byte encoding counts as
 * valid there, and the server then refuses to send the whole row.
 */
static bool
is_readable(const Way *way, const char *character, int length)
{
	char		there[CHARACTER_BYTES];

	return pg_encoding_verifymbstr(way->to, character, length) == length &&
		(!IS_HIGHBIT_SET(*character) ||
		 ((!OidIsValid(way->onward) ||
		   convert(way->onward, way->to, PG_UTF8, character, length, there) > 0) &&
		  (!OidIsValid(way->to_client) ||
		   convert(way->to_client, way->to, way->client, character, length, there) > 0)));
}

/* Appends what stands at "text" and returns its length there. */
static int
append_character(StringInfo to, const Way *way, const char *text, int left)
{
	char		result[CHARACTER_BYTES];
	int			length = character_length(way, text, left);
	int			converted = length > 0 ? convert_character(way, text, length, result) : 0;

	if (converted > 0 && is_readable(way, result, converted))
	{
		appendBinaryStringInfo(to, result, converted);
		return length;
	}
	length = Max(length, 1);
	for (int i = 0; i < length; i++)
		appendStringInfo(to, "\\x%02x", (unsigned char) text[i]);
	return length;
}

static const char *
text_for(const char *text, int from, int to, int client)
{
	StringInfoData result;
	Way			way;

	if (is_ascii(text))
		return text;
	way = find_way(from, to, client);
	initStringInfo(&result);
	for (int left = strlen(text); left > 0;)
	{
		int			length = append_character(&result, &way, text, left);

		text += length;
		left -= length;
	}
	return result.data;
}

/* A text that is in one encoding, or is to be, in the other. */
const char *
reader_text(const char *text, int from, int to)
{
	return text_for(text, from, to, to);
}

/*
 * One that has no encoding sends bytes as they are, and the client's is what they must be valid
 * in.
 */
static int
encoding_of_database(void)
{
	int			encoding = GetDatabaseEncoding();

	return encoding == PG_SQL_ASCII ? pg_get_client_encoding() : encoding;
}

/* As a datum in the encoding of this database, for a client that need not have all of it. */
Datum
reader_datum(const char *text, int from)
{
	return CStringGetTextDatum(text_for(text, from, encoding_of_database(),
										pg_get_client_encoding()));
}

/* The same for a table of this database: nothing is lost for a client that cannot hold it. */
Datum
reader_kept_datum(const char *text, int from)
{
	int			to = encoding_of_database();

	return CStringGetTextDatum(text_for(text, from, to, to));
}
