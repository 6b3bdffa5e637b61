/*
 * mapping_ledger.h
 *		What is mapped, each stretch of addresses with the call stack that mapped it.
 *
 * A stretch may be unmapped in parts, and mapped over: what is left of it is one piece or two.
 * The kernel counts whole pages, and so does this.
 *
 * Any thread's; see ledger.h for the lock and the door. No errors, no palloc, no malloc; errno
 * is kept. ledger_mappings_free() is for ledger_clear(). Costs a search by halves, and moves the
 * stretches at lower addresses: the kernel gives new ones below the others.
 */
#ifndef MEMCHECK_MAPPING_LEDGER_H
#define MEMCHECK_MAPPING_LEDGER_H

typedef struct LedgerMapping
{
	uintptr_t	start;
	Size		bytes;			/* 0: not known */
	uint32		stack;			/* number of whoever mapped it */
	bool		enlarged;		/* it took the place of a smaller one */
} LedgerMapping;

extern Size ledger_pages(Size bytes);
extern uint64 ledger_mappings_made(void);
extern void ledger_mapped(void *start, Size bytes, bool enlarged);
extern LedgerMapping ledger_unmapped(void *start, Size bytes);
extern void ledger_still_mapped(const LedgerMapping *mapping);
extern void ledger_mappings_free(void);

#endif							/* MEMCHECK_MAPPING_LEDGER_H */
