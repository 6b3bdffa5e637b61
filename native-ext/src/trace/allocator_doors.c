/*
 * allocator_doors.c
 *		The allocators that have doors; see allocator_doors.h.
 */
#include "postgres.h"

#include "trace/allocator_doors.h"

#define DOOR(name) {#name, .has_doors = true}

static const Import *
doors_imports(int *count)
{
	static const Import imports[] = {
		DOOR(MemoryContextAlloc), DOOR(MemoryContextAllocZero),
		DOOR(MemoryContextAllocZeroAligned), DOOR(MemoryContextAllocExtended),
		DOOR(MemoryContextAllocHuge), DOOR(MemoryContextStrdup),
		DOOR(AllocSetContextCreateInternal),
		DOOR(palloc), DOOR(palloc0), DOOR(palloc_extended), DOOR(repalloc),
		DOOR(pstrdup), DOOR(pnstrdup), DOOR(psprintf), DOOR(cstring_to_text),
		DOOR(cstring_to_text_with_len), DOOR(lappend), DOOR(lappend_int), DOOR(lappend_oid),
		DOOR(lcons), DOOR(bms_add_member), DOOR(hash_create), DOOR(hash_search),
		DOOR(datumCopy), DOOR(copyObjectImpl), DOOR(CreateTupleDescCopy),
		DOOR(CreateTupleDescCopyConstr), DOOR(heap_copytuple),
	};

	*count = lengthof(imports);
	return imports;
}

const Layer doors_layer = {.imports = doors_imports};
