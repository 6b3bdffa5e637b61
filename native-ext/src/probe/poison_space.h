/*
 * poison_space.h
 *		How many bytes of a chunk are whose: the caller's, poison's, and the server's.
 *
 * poison asks the server for some more than its caller did, in the kinds of context that
 * poison_pads() names. A server that checks memory itself keeps a mark behind the requested size,
 * and nobody but it knows what that was.
 *
 * Called inside the allocator: plain functions that read a chunk's header.
 */
#ifndef MEMCHECK_POISON_SPACE_H
#define MEMCHECK_POISON_SPACE_H

#include "tree/context_kind.h"

extern bool poison_pads(ContextKind kind);
extern Size padded_size(ContextKind kind, Size size);
extern Size chunk_space(ContextKind kind, void *pointer);
extern Size writable_space(ContextKind kind, Size size, void *pointer);
extern Size unpadded_space(ContextKind kind, Size size, void *pointer);
extern Size known_space(ContextKind kind, void *pointer);

#endif							/* MEMCHECK_POISON_SPACE_H */
