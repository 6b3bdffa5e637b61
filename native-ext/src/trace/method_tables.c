/*
 * method_tables.c
 *		What the method tables hold; see method_tables.h.
 */
#include "postgres.h"

#include "trace/layer.h"
#include "trace/method_tables.h"
#include "trace/sampler.h"

/* With the layers of the probes that run; whether any stands there. */
bool
tables_fill_inner(ContextKind kind)
{
	MemoryContextMethods *inner = kind_inner(kind);
	bool		layered;

	*inner = *kind_original(kind);
	layers_cover(kind, inner);
	layered = memcmp(inner, kind_original(kind), sizeof(*inner)) != 0;
	sampler_cover(kind, inner);
	return layered;
}

/*
 * Those of one kind; a layer remains in contexts that we have marked, and, where chunks name their
 * methods, in the server's own table.
 */
static void
rest_kind(ContextKind kind, bool remain, MemoryContextMethods *server)
{
	MemoryContextMethods *inner = kind_inner(kind);
	MemoryContextMethods plain;

	*server = plain = *kind_original(kind);
	if (remain)
		layers_cover(kind, &plain);
	if (remain && COMPAT_CHUNKS_NAME_THEIR_METHODS)
	{
		server->free_p = plain.free_p;
		server->realloc = plain.realloc;
	}
	*inner = plain;
	sampler_cover(kind, inner);
	sampler_cover_at_rest(kind, server);
	for (int table = 0; table < CONTEXT_TABLES; table++)
		*kind_table(kind, table) = table == TABLE_EXACT ? kind_kept[kind] : plain;
}

/* Nobody watches any more, or what remains then has changed. */
void
tables_rest(void)
{
	MemoryContextMethods server[CONTEXT_KINDS];
	bool		remain = layers_remain();

	for (int kind = 0; kind < CONTEXT_KINDS; kind++)
		rest_kind(kind, remain, &server[kind]);
	kinds_patch_server(remain || sampler_is_on() ? server : NULL);
}
