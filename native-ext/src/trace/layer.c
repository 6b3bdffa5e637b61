/*
 * layer.c
 *		The list of layers, asked in turn; see layer.h.
 */
#include "postgres.h"

#include "trace/layer.h"

#define MOST_LAYERS 20

static const Layer *layers[MOST_LAYERS];
static int	layer_count;
static const Layer *refusing[MOST_LAYERS];	/* those that may refuse to free: asked often */
static int	refusing_count;
static const Layer *making[MOST_LAYERS];	/* likewise those that look at what is new */
static int	making_count;
static bool diverting;			/* the imports are diverted now */

/* From _PG_init. */
void
layer_add(const Layer *layer)
{
	if (layer_count == MOST_LAYERS)
		elog(ERROR, "more than %d layers", MOST_LAYERS);
	layers[layer_count++] = layer;
	if (layer->refuses_free)
		refusing[refusing_count++] = layer;
	if (layer->made)
		making[making_count++] = layer;
}

/* Puts the layers over the server's methods for contexts of a kind. */
void
layers_cover(ContextKind kind, MemoryContextMethods *methods)
{
	for (int i = 0; i < layer_count; i++)
		if (layers[i]->cover)
			layers[i]->cover(kind, methods);
}

/* What the layers divert is the same at any time, and asked for once. */
static void
know_imports(void)
{
	static bool known;
	ImportList	lists[MOST_LAYERS];
	int			count = 0;

	for (int i = 0; i < layer_count && !known; i++)
	{
		if (layers[i]->imports == NULL)
			continue;
		lists[count].imports = layers[i]->imports(&lists[count].count);
		count++;
	}
	imports_know(lists, count);
	known = true;
}

/* In the postmaster, when its libraries are loaded: its children divert with less effort. */
void
layers_prepare(void)
{
	know_imports();
	imports_prepare();
}

/* In all libraries, those included that came since the last call. */
void
layers_divert(void)
{
	know_imports();
	imports_divert();
	diverting = true;
}

void
layers_restore(void)
{
	imports_restore();
	diverting = false;
}

/* Libraries came or went; in the backend's thread, outside the door of recording.h. */
void
layers_follow_libraries(void)
{
	if (diverting)
		layers_divert();
}

/* Inside the allocator's free: whether it is to be ignored. May raise an error instead. */
bool
layers_refuse_free(void *pointer)
{
	for (int i = 0; i < refusing_count; i++)
		if (refusing[i]->refuses_free(pointer))
			return true;
	return false;
}

/* The same of realloc, which cannot be ignored. */
void
layers_refuse_realloc(void *pointer)
{
	for (int i = 0; i < layer_count; i++)
		if (layers[i]->refuse_realloc)
			layers[i]->refuse_realloc(pointer);
}

/* Before an extension's free() or realloc(), whether it is to be ignored. May raise an error. */
bool
layers_refuse_outside(void *pointer, const char *function)
{
	for (int i = 0; i < layer_count; i++)
		if (layers[i]->refuses_outside && layers[i]->refuses_outside(pointer, function))
			return true;
	return false;
}

/* Whether the allocation outside the contexts that is under way is to fail. */
bool
layers_fail(void)
{
	for (int i = 0; i < layer_count; i++)
		if (layers[i]->fails && layers[i]->fails())
			return true;
	return false;
}

/* Outside the contexts: what is new of a chunk, before its caller has it. Keeps errno. */
void
layers_made(void *pointer, Size from, Size to)
{
	for (int i = 0; i < making_count; i++)
		making[i]->made(pointer, from, to);
}

/* Whether a layer covers methods although the session is watched no more. */
bool
layers_remain(void)
{
	for (int i = 0; i < layer_count; i++)
		if (layers[i]->remains && layers[i]->remains())
			return true;
	return false;
}
