/*
 * rust_name.h
 *		Names of Rust's functions, and whose code they are.
 */
#ifndef MEMCHECK_RUST_NAME_H
#define MEMCHECK_RUST_NAME_H

#include <stdbool.h>

typedef enum RustOrigin
{
	RUST_NOT,					/* no Rust, or nothing that tells */
	RUST_LANGUAGE,				/* the language's own library */
	RUST_PRIVATE,				/* what that keeps for itself: its backtraces, say */
	RUST_CRATE,					/* another crate that was linked in */
	RUST_AUTHOR,				/* the crate that the library is made of, or one beside it */
	RUST_GENERIC,				/* another crate's, made for types that are not known */
} RustOrigin;

extern bool rust_is_mangled(const char *name);
extern char *rust_readable(const char *plain);
extern RustOrigin rust_origin(const char *plain, const char *library, const char *file,
							  const char *directory);
extern bool rust_is_packaged(const char *file);

#endif							/* MEMCHECK_RUST_NAME_H */
