/*
 * result_type.h
 *		The C type that a call's result becomes, told by debug information.
 *
 * "Foo *foo = palloc(...)": behind the call a variable lives in the register that has the result,
 * or the next instructions store it in a variable, on the stack or global, or in a member of what
 * a variable points to. The type is that to which this variable or member points. Nothing is told
 * where it is void or char, where the code does something else first, or where it was built
 * without debug information. The instructions are read on x86-64 alone.
 */
#ifndef MEMCHECK_RESULT_TYPE_H
#define MEMCHECK_RESULT_TYPE_H

#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

typedef struct ResultType
{
	char		name[64];		/* empty: unknown */
	Dwarf_Word	bytes;			/* of one; 0: unknown */
	int			is_node;		/* begins with a NodeTag */
	int			is_open;		/* ends with an array of any length */
} ResultType;

/* "scopes" are the functions and blocks around the call, outermost first. */
extern void result_type_find(Dwfl_Module *module, Dwarf_Addr behind, Dwarf_Addr bias,
							 Dwarf_Die *unit, Dwarf_Die *scopes, int count, ResultType *type);

#endif							/* MEMCHECK_RESULT_TYPE_H */
