/*
 * resource_tracer.c
 *		Who opened what the server finds open at the end; see
 *		resource_tracer.h.
 */
#include "postgres.h"

#include <dirent.h>

#include "access/genam.h"
#include "access/relation.h"
#include "access/table.h"
#include "access/xact.h"
#include "base/own_memory.h"
#include "stack/recording.h"
#include "stack/site.h"
#include "storage/bufmgr.h"
#include "storage/fd.h"
#include "trace/descriptor_tracer.h"
#include "trace/resource_tracer.h"
#include "utils/hsearch.h"
#include "utils/plancache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

typedef enum TracedResource
{
	TRACED_RELATION,
	TRACED_BUFFER,
	TRACED_CATALOG_TUPLE,
	TRACED_TUPLE_DESCRIPTOR,
	TRACED_PLAN,
	TRACED_SNAPSHOT,
	TRACED_FILE,
	TRACED_DESCRIPTOR,
	TRACED_ACTIVE_SNAPSHOT,
	TRACED_HASH_SCAN,
	TRACED_LOCK,
} TracedResource;

/*
 * How the warning names each kind: up to 16 in words of its own, from 17 on by
 * a prefix of the resource's description.
 */
static const char *const words[][2] = {
	[TRACED_RELATION] = {"relcache reference leak", "relation "},
	[TRACED_BUFFER] = {"buffer refcount leak", "["},
	[TRACED_CATALOG_TUPLE] = {"cache reference leak", "cache "},
	[TRACED_TUPLE_DESCRIPTOR] = {"TupleDesc reference leak", "TupleDesc "},
	[TRACED_PLAN] = {"plancache reference leak", "plancache reference"},
	[TRACED_SNAPSHOT] = {"Snapshot reference leak", "snapshot reference"},
	[TRACED_FILE] = {"temporary file leak", "File "},
	/* these are no resource owner's, and have the same words in all versions */
	[TRACED_DESCRIPTOR] = {"temporary files and directories"},
	[TRACED_ACTIVE_SNAPSHOT] = {"snapshot 0x"},
	[TRACED_HASH_SCAN] = {"leaked hash_seq_search scan"},
	/* the server has no words for a forgotten one: held_locks.h */
	[TRACED_LOCK] = {NULL},
};

/* There is nothing that tells the active snapshots apart: they are a stack. */
#define ANY_SNAPSHOT 1

typedef struct OpenResource
{
	TracedResource kind;
	uint64		id;				/* address or number */
	uint32		site;
	char		name[NAMEDATALEN];	/* of a relation */
} OpenResource;

static OwnArray resources = {.width = sizeof(OpenResource)};
static bool transaction_over;

static void
note_end(XactEvent event, void *arg)
{
	/* the warnings come after this moment: forget at the next opening */
	transaction_over = true;
}

/* From _PG_init. */
void
resource_tracer_init(void)
{
	RegisterXactCallback(note_end, NULL);
}

static OpenResource *
note_opened(TracedResource kind, uint64 id)
{
	OpenResource *resource;

	if (transaction_over)
		resources.count = 0;
	transaction_over = false;
	if (id == 0 || (resource = own_array_append(&resources)) == NULL)
		return NULL;
	resource->kind = kind;
	resource->id = id;
	resource->site = site_here();
	return resource;
}

static OpenResource *
opened(TracedResource kind, uint64 id)
{
	OpenResource *resource;

	if (!recording_enter_main())
		return NULL;
	resource = note_opened(kind, id);
	recording_leave();
	return resource;
}

static void
note_closed(TracedResource kind, uint64 id)
{
	for (Size i = resources.count; i > 0; i--)
	{
		OpenResource *resource = own_array_at(&resources, i - 1);

		if (resource->kind == kind && resource->id == id)
		{
			*resource = *(OpenResource *) own_array_at(&resources, --resources.count);
			return;
		}
	}
}

static void
closed(TracedResource kind, uint64 id)
{
	if (!recording_enter_main())
		return;
	note_closed(kind, id);
	recording_leave();
}

/* Who opened the object of this warning; 0 if no extension did. */
uint32
resource_opened_by(const char *warning)
{
	static const char not_closed[] = "resource was not closed: ";
	bool		described = strncmp(warning, not_closed, strlen(not_closed)) == 0;
	/* some begin with how many there are */
	const char *from = described ? warning + strlen(not_closed) :
		warning + strspn(warning, "0123456789 ");

	for (Size i = 0; i < resources.count; i++)
	{
		OpenResource *resource = own_array_at(&resources, i);
		const char *word = words[resource->kind][described ? 1 : 0];
		uint32		site = resource->site;

		if (word == NULL || strncmp(from, word, strlen(word)) != 0 ||
			(resource->name[0] && strstr(from, resource->name) == NULL))
			continue;
		*resource = *(OpenResource *) own_array_at(&resources, --resources.count);
		return site;
	}
	return 0;
}

/* Who took an LWLock that is still held; 0 if no extension did. */
uint32
resource_lock_taken_by(const LWLock *lock)
{
	for (Size i = 0; i < resources.count; i++)
	{
		const OpenResource *resource = own_array_at(&resources, i);

		if (resource->kind == TRACED_LOCK && resource->id == (uintptr_t) lock)
			return resource->site;
	}
	return 0;
}

static Relation
opened_relation(Relation relation)
{
	OpenResource *resource = opened(TRACED_RELATION, (uintptr_t) relation);

	if (resource)
		string_copy(resource->name, sizeof(resource->name), RelationGetRelationName(relation));
	return relation;
}

#define OPENS_RELATION(function) \
static Relation \
traced_##function(Oid relation, LOCKMODE mode) \
{ \
	return opened_relation(function(relation, mode)); \
}

OPENS_RELATION(relation_open)
OPENS_RELATION(try_relation_open)
OPENS_RELATION(table_open)
OPENS_RELATION(index_open)

static Relation
traced_relation_openrv(const RangeVar *relation, LOCKMODE mode)
{
	return opened_relation(relation_openrv(relation, mode));
}

static Relation
traced_table_openrv(const RangeVar *relation, LOCKMODE mode)
{
	return opened_relation(table_openrv(relation, mode));
}

#define CLOSES_RELATION(function) \
static void \
traced_##function(Relation relation, LOCKMODE mode) \
{ \
	closed(TRACED_RELATION, (uintptr_t) relation); \
	function(relation, mode); \
}

CLOSES_RELATION(relation_close)
CLOSES_RELATION(table_close)
CLOSES_RELATION(index_close)

static Buffer
traced_ReadBuffer(Relation relation, BlockNumber block)
{
	Buffer		buffer = ReadBuffer(relation, block);

	opened(TRACED_BUFFER, (uint32) buffer);
	return buffer;
}

static Buffer
traced_ReadBufferExtended(Relation relation, ForkNumber fork, BlockNumber block,
						  ReadBufferMode mode, BufferAccessStrategy strategy)
{
	Buffer		buffer = ReadBufferExtended(relation, fork, block, mode, strategy);

	opened(TRACED_BUFFER, (uint32) buffer);
	return buffer;
}

static void
traced_ReleaseBuffer(Buffer buffer)
{
	closed(TRACED_BUFFER, (uint32) buffer);
	ReleaseBuffer(buffer);
}

static void
traced_UnlockReleaseBuffer(Buffer buffer)
{
	closed(TRACED_BUFFER, (uint32) buffer);
	UnlockReleaseBuffer(buffer);
}

static HeapTuple
opened_tuple(HeapTuple tuple)
{
	opened(TRACED_CATALOG_TUPLE, (uintptr_t) tuple);
	return tuple;
}

static HeapTuple
traced_SearchSysCache1(int cache, Datum key1)
{
	return opened_tuple(SearchSysCache1(cache, key1));
}

static HeapTuple
traced_SearchSysCache2(int cache, Datum key1, Datum key2)
{
	return opened_tuple(SearchSysCache2(cache, key1, key2));
}

static HeapTuple
traced_SearchSysCache3(int cache, Datum key1, Datum key2, Datum key3)
{
	return opened_tuple(SearchSysCache3(cache, key1, key2, key3));
}

static HeapTuple
traced_SearchSysCache4(int cache, Datum key1, Datum key2, Datum key3, Datum key4)
{
	return opened_tuple(SearchSysCache4(cache, key1, key2, key3, key4));
}

static void
traced_ReleaseSysCache(HeapTuple tuple)
{
	closed(TRACED_CATALOG_TUPLE, (uintptr_t) tuple);
	ReleaseSysCache(tuple);
}

static TupleDesc
traced_lookup_rowtype_tupdesc(Oid type, int32 typmod)
{
	TupleDesc	descriptor = lookup_rowtype_tupdesc(type, typmod);

	opened(TRACED_TUPLE_DESCRIPTOR, (uintptr_t) descriptor);
	return descriptor;
}

static void
traced_DecrTupleDescRefCount(TupleDesc descriptor)
{
	closed(TRACED_TUPLE_DESCRIPTOR, (uintptr_t) descriptor);
	DecrTupleDescRefCount(descriptor);
}

static CachedPlan *
traced_GetCachedPlan(CachedPlanSource *source, ParamListInfo parameters, ResourceOwner owner,
					 QueryEnvironment *environment)
{
	CachedPlan *plan = GetCachedPlan(source, parameters, owner, environment);

	opened(TRACED_PLAN, (uintptr_t) plan);
	return plan;
}

static void
traced_ReleaseCachedPlan(CachedPlan *plan, ResourceOwner owner)
{
	closed(TRACED_PLAN, (uintptr_t) plan);
	ReleaseCachedPlan(plan, owner);
}

static Snapshot
traced_RegisterSnapshot(Snapshot snapshot)
{
	Snapshot	registered = RegisterSnapshot(snapshot);

	opened(TRACED_SNAPSHOT, (uintptr_t) registered);
	return registered;
}

static void
traced_UnregisterSnapshot(Snapshot snapshot)
{
	closed(TRACED_SNAPSHOT, (uintptr_t) snapshot);
	UnregisterSnapshot(snapshot);
}

static File
traced_OpenTemporaryFile(bool across_transactions)
{
	File		file = OpenTemporaryFile(across_transactions);

	if (across_transactions)
		descriptor_opened(FileGetRawDesc(file));
	else
		opened(TRACED_FILE, file);
	return file;
}

static void
traced_FileClose(File file)
{
	closed(TRACED_FILE, file);
	FileClose(file);
}

static FILE *
traced_AllocateFile(const char *name, const char *mode)
{
	FILE	   *file = AllocateFile(name, mode);

	opened(TRACED_DESCRIPTOR, (uintptr_t) file);
	return file;
}

static int
traced_FreeFile(FILE *file)
{
	closed(TRACED_DESCRIPTOR, (uintptr_t) file);
	return FreeFile(file);
}

static DIR *
traced_AllocateDir(const char *name)
{
	DIR		   *directory = AllocateDir(name);

	opened(TRACED_DESCRIPTOR, (uintptr_t) directory);
	return directory;
}

static int
traced_FreeDir(DIR *directory)
{
	closed(TRACED_DESCRIPTOR, (uintptr_t) directory);
	return FreeDir(directory);
}

static void
traced_PushActiveSnapshot(Snapshot snapshot)
{
	PushActiveSnapshot(snapshot);
	opened(TRACED_ACTIVE_SNAPSHOT, ANY_SNAPSHOT);
}

static void
traced_PopActiveSnapshot(void)
{
	closed(TRACED_ACTIVE_SNAPSHOT, ANY_SNAPSHOT);
	PopActiveSnapshot();
}

static void
traced_hash_seq_init(HASH_SEQ_STATUS *scan, HTAB *table)
{
	hash_seq_init(scan, table);
	opened(TRACED_HASH_SCAN, (uintptr_t) table);
}

/* The scan ends by itself behind the last entry. */
static void *
traced_hash_seq_search(HASH_SEQ_STATUS *scan)
{
	HTAB	   *table = scan->hashp;
	void	   *entry = hash_seq_search(scan);

	if (entry == NULL)
		closed(TRACED_HASH_SCAN, (uintptr_t) table);
	return entry;
}

static void
traced_hash_seq_term(HASH_SEQ_STATUS *scan)
{
	closed(TRACED_HASH_SCAN, (uintptr_t) scan->hashp);
	hash_seq_term(scan);
}

static bool
traced_LWLockAcquire(LWLock *lock, LWLockMode mode)
{
	bool		at_once = LWLockAcquire(lock, mode);

	opened(TRACED_LOCK, (uintptr_t) lock);
	return at_once;
}

static bool
traced_LWLockConditionalAcquire(LWLock *lock, LWLockMode mode)
{
	bool		taken = LWLockConditionalAcquire(lock, mode);

	if (taken)
		opened(TRACED_LOCK, (uintptr_t) lock);
	return taken;
}

static void
traced_LWLockRelease(LWLock *lock)
{
	closed(TRACED_LOCK, (uintptr_t) lock);
	LWLockRelease(lock);
}

#define IMPORT(function) {#function, (AnyFunction) traced_##function, NULL}

/* What extensions import to open and close things. */
static const Import *
resource_imports(int *count)
{
	static const Import imports[] = {
		IMPORT(relation_open), IMPORT(try_relation_open), IMPORT(relation_openrv),
		IMPORT(table_open), IMPORT(table_openrv), IMPORT(index_open),
		IMPORT(relation_close), IMPORT(table_close), IMPORT(index_close),
		IMPORT(ReadBuffer), IMPORT(ReadBufferExtended),
		IMPORT(ReleaseBuffer), IMPORT(UnlockReleaseBuffer),
		IMPORT(SearchSysCache1), IMPORT(SearchSysCache2),
		IMPORT(SearchSysCache3), IMPORT(SearchSysCache4), IMPORT(ReleaseSysCache),
		IMPORT(lookup_rowtype_tupdesc), IMPORT(DecrTupleDescRefCount),
		IMPORT(GetCachedPlan), IMPORT(ReleaseCachedPlan),
		IMPORT(RegisterSnapshot), IMPORT(UnregisterSnapshot),
		IMPORT(OpenTemporaryFile), IMPORT(FileClose),
		IMPORT(AllocateFile), IMPORT(FreeFile), IMPORT(AllocateDir), IMPORT(FreeDir),
		IMPORT(PushActiveSnapshot), IMPORT(PopActiveSnapshot),
		IMPORT(LWLockAcquire), IMPORT(LWLockConditionalAcquire), IMPORT(LWLockRelease),
		IMPORT(hash_seq_init), IMPORT(hash_seq_search), IMPORT(hash_seq_term),
	};

	*count = lengthof(imports);
	return imports;
}

const Layer resource_layer = {.imports = resource_imports};
