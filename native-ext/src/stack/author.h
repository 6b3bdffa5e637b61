/*
 * author.h
 *		Which frame of a stack its author would name.
 *
 * An extension in Rust is one library with all that it is made of: the language's own library, the
 * packages that it uses, and what macros wrap around each function that SQL can call. For
 * a function f of the crate my_ext it looks like this, from the innermost out:
 *
 *		alloc::raw_vec::RawVec::grow_one			the language's
 *		serde_json::de::from_str					a package's
 *		my_ext::parse								the author's
 *		my_ext::f									the author's
 *		my_ext::f_wrapper::{closure}				of the function that SQL calls: a wrapper
 *		pgrx_pg_sys::...::pgrx_extern_c_guard		a package's
 *		f_wrapper									what SQL calls
 *
 * author_find() gives the innermost frame of the author's that is no wrapper; where there is none,
 * the innermost that is not the language's, as in C and C++. Without debug information a function
 * that was inlined into a package's generic one cannot be told: that one is passed over, too, and
 * what SQL calls is named. The frames are those of one library
 * that lead to each other, innermost first, with their symbols resolved; NULL: not known.
 */
#ifndef MEMCHECK_AUTHOR_H
#define MEMCHECK_AUTHOR_H

#include "stack/symbol.h"

extern int	author_find(const Symbol *const *symbols, int count);
extern const Symbol *author_called(const Symbol *const *symbols, int count);
extern bool author_is_apart(const Symbol *const *symbols, int count);
extern void author_package(const Symbol *const *symbols, int owner, char *to, Size size);

#endif							/* MEMCHECK_AUTHOR_H */
