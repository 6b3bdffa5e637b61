/*
 * loan.c
 *		A chunk of our own memory with a context that stands for the caller's; see loan.h.
 */
#include "postgres.h"

#include "base/compat.h"
#include "look/loan.h"
#include "tree/context_kind.h"
#include "utils/memutils.h"

#if !COMPAT_CHUNKS_NAME_THEIR_METHODS

typedef struct Loan
{
	void	   *chunk;			/* NULL: nothing is lent */
	Size		bytes;
	MemoryContext borrower;
	uintptr_t	number;			/* of this one */
} Loan;

static Loan loan;

static void
give_back(void)
{
	loan.chunk = NULL;
}

/* The context of a loan is about to be reset. That one may be over, and the next one be made. */
static void
borrower_goes(void *number)
{
	if (loan.number == (uintptr_t) number)
		give_back();
}

/* Where things are made that are asked of the context that stands for another. */
static MemoryContext
borrower(void)
{
	return loan.chunk ? loan.borrower : CurrentMemoryContext;
}

static void *
lent_alloc(COMPAT_ALLOC_PARAMS)
{
	(void) context;
	return MemoryContextAllocHuge(borrower(), size);
}

static void
lent_free(COMPAT_FREE_PARAMS)
{
	(void) context;
	if (pointer == loan.chunk)
		give_back();
}

static void *
lent_realloc(COMPAT_REALLOC_PARAMS)
{
	void	   *copy = MemoryContextAllocHuge(borrower(), size);

	(void) context;
	memcpy(copy, pointer, Min(size, loan.bytes));
	if (pointer == loan.chunk)
		give_back();
	return copy;
}

static Size
lent_space(MemoryContext context, void *pointer)
{
	(void) context;
	(void) pointer;
	return loan.bytes + LOAN_HEADER;
}

static void
lent_nothing(MemoryContext context)
{
	(void) context;
}

static bool
lent_is_empty(MemoryContext context)
{
	(void) context;
	return false;
}

static const MemoryContextMethods lent_methods = {
	.alloc = lent_alloc,
	.free_p = lent_free,
	.realloc = lent_realloc,
	.reset = lent_nothing,
	.delete_context = lent_nothing,
	.get_chunk_space = lent_space,
	.is_empty = lent_is_empty,
};

/* Stands for the borrower. */
static MemoryContextData stand_in = {
	.type = T_AllocSetContext,
	.methods = &lent_methods,
	.name = "memcheck loan",
};

/* Whether the last one was not given back yet. */
bool
loan_is_out(void)
{
	return loan.chunk != NULL;
}

/* One callback does for all loans of a context: who calls in a loop and frees makes no heap. */
static MemoryContextCallback *
callback_in(MemoryContext context)
{
	MemoryContextCallback *callback = context->reset_cbs;

	while (callback && callback->func != borrower_goes)
		callback = callback->next;
	if (callback)
		return callback;
	callback = MemoryContextAlloc(context, sizeof(*callback));
	callback->func = borrower_goes;
	MemoryContextRegisterResetCallback(context, callback);
	return callback;
}

/* Lends so many bytes to who runs in CurrentMemoryContext. */
bool
loan_make(void *chunk, Size bytes)
{
	MemoryContextCallback *callback = callback_in(CurrentMemoryContext);

	callback->arg = (void *) ++loan.number;
	loan.borrower = CurrentMemoryContext;
	loan.bytes = bytes;
	loan.chunk = chunk;
	memset((char *) chunk - LOAN_HEADER, 0, LOAN_HEADER);
	((MemoryContext *) chunk)[-1] = &stand_in;
	context_stand_in_has(&lent_methods);
	return true;
}

#else

bool
loan_is_out(void)
{
	return false;
}

bool
loan_make(void *chunk, Size bytes)
{
	(void) chunk;
	(void) bytes;
	return false;
}

#endif
