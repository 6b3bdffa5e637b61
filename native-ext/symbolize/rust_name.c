/*
 * rust_name.c
 *		Names of Rust's functions; see rust_name.h.
 *
 * A demangled name is a path, in which types stand in full: those of generic arguments, and of
 * implementations, as in <my::Map<K> as core::ops::drop::Drop>::drop or
 * my::map::<impl other::Trait for my::Map<K>>::get. The readable name of both is that of the
 * method of the type, my::Map::drop.
 *
 * Whose code it is the first words of these paths tell: a crate may implement its own traits for
 * types of others and the traits of others for its own types, and nothing else.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "rust_name.h"

#define MAX_CRATES 8

/* _R..., or _ZN...17h and 16 hexadecimal digits and E, as no name of C++ is but by accident. */
bool
rust_is_mangled(const char *name)
{
	size_t		length = strlen(name);

	if (strncmp(name, "_R", 2) == 0)
		return true;
	if (strncmp(name, "_ZN", 3) != 0 || length < 24 || name[length - 1] != 'E' ||
		strncmp(name + length - 20, "17h", 3) != 0)
		return false;
	for (size_t i = length - 17; i < length - 1; i++)
		if (!isxdigit((unsigned char) name[i]))
			return false;
	return true;
}

/* Behind the > that belongs to this <. */
static const char *
behind_angle(const char *at, const char *end)
{
	int			depth = 0;

	for (const char *begin = at; at < end; at++)
	{
		if (*at == '<')
			depth++;
		else if (*at == '>' && !(at > begin && at[-1] == '-') && --depth == 0)
			return at + 1;
	}
	return end;
}

/* Where a word stands that is in no angles; NULL: nowhere. */
static const char *
find_outside(const char *at, const char *end, const char *word)
{
	size_t		length = strlen(word);

	while (at + length <= end)
	{
		if (strncmp(at, word, length) == 0)
			return at;
		at = *at == '<' ? behind_angle(at, end) : at + 1;
	}
	return NULL;
}

/* A type without the signs of references and pointers before it. */
static const char *
without_signs(const char *at, const char *end)
{
	static const char *const signs[] = {"&", "mut ", "*const ", "*mut ", "dyn ", "[", "("};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
	{
		size_t		length = strlen(signs[i]);

		if (at + length < end && strncmp(at, signs[i], length) == 0)
			return without_signs(at + length, end);
	}
	return at;
}

/* A type or trait that is in some crate, and not the language's or a parameter of a generic one. */
static bool
is_path(const char *at, const char *end)
{
	return find_outside(at, end, "::") != NULL;
}

/* The type that an implementation is for, or its trait if the type is in no crate. */
static void
split_implementation(const char **at, const char **end)
{
	const char *type = *at;
	const char *type_end = *end;
	const char *trait = NULL;
	const char *trait_end = NULL;
	const char *word;

	if (strncmp(type, "impl ", 5) == 0 && (word = find_outside(type, type_end, " for ")) != NULL)
	{
		trait = type + 5;
		trait_end = word;
		type = word + 5;
	}
	else if ((word = find_outside(type, type_end, " as ")) != NULL)
	{
		trait = word + 4;
		trait_end = type_end;
		type_end = word;
	}
	else if (strncmp(type, "impl ", 5) == 0)
		type += 5;
	type = without_signs(type, type_end);
	if (trait && !is_path(type, type_end))
	{
		type = trait;
		type_end = trait_end;
	}
	*at = type;
	*end = type_end;
}

static void
append(char *to, size_t *length, const char *at, size_t count)
{
	memcpy(to + *length, at, count);
	*length += count;
	to[*length] = '\0';
}

static bool
ends_in(const char *text, size_t length, const char *end)
{
	size_t		end_length = strlen(end);

	return length >= end_length && strncmp(text + length - end_length, end, end_length) == 0;
}

/* {{closure}} and {closure#0} are {closure}, and so is one in another. Returns what is behind. */
static const char *
append_braces(char *to, size_t *length, const char *at, const char *end)
{
	const char *behind = memchr(at, '}', end - at);
	const char *name = at + strspn(at, "{");
	size_t		name_length = strcspn(name, "}#:");

	if (behind == NULL)
		behind = end;
	while (behind < end && *behind == '}')
		behind++;
	if (strncmp(name, "closure", 7) == 0 && ends_in(to, *length, "{closure}::"))
		*length -= 2;
	else
	{
		append(to, length, "{", 1);
		append(to, length, name, name_length);
		append(to, length, "}", 1);
	}
	return behind;
}

/* The readable form never takes more room than the plain one. */
static void
append_readable(char *to, size_t *length, const char *at, const char *end)
{
	size_t		start = *length;

	while (at < end)
	{
		const char *type = at + 1;
		const char *behind = behind_angle(at, end);
		const char *type_end = behind - 1;
		bool		implementation = *length == start || strncmp(type, "impl ", 5) == 0;

		if (*at == '{')
		{
			at = append_braces(to, length, at, end);
			continue;
		}
		if (*at != '<')
		{
			append(to, length, at++, 1);
			continue;
		}
		split_implementation(&type, &type_end);
		if (implementation && is_path(type, type_end))
		{
			*length = start;
			append_readable(to, length, type, type_end);
		}
		else if (*length == start)
			append(to, length, at, behind - at);
		else if (ends_in(to, *length, "::"))
			*length -= 2;		/* the arguments of a generic name go */
		at = behind;
	}
	to[*length] = '\0';
}

/* In memory that the caller frees; NULL without memory. */
char *
rust_readable(const char *plain)
{
	size_t		size = strlen(plain) + 1;
	char	   *readable = malloc(size + 1);
	size_t		length = 0;

	if (readable)
	{
		readable[0] = '\0';
		append_readable(readable, &length, plain, plain + size - 1);
	}
	return readable;
}

/* The crates whose names begin the paths of this one: its own, its type's, its trait's. */
static int
crates_of(const char *plain, const char *crates[], size_t lengths[])
{
	const char *starts[MAX_CRATES] = {plain};
	const char *end = plain + strlen(plain);
	int			count = 1;
	int			found = 0;
	const char *at = plain;

	if (*plain != '<' && (at = find_outside(plain, end, "::<impl ")) != NULL)
		at += 2;
	if (at != NULL && *at == '<')
	{
		const char *inner_end = behind_angle(at, end) - 1;
		const char *as = find_outside(at + 1, inner_end, " as ");
		const char *of = find_outside(at + 1, inner_end, " for ");

		starts[count++] = without_signs(at + (strncmp(at, "<impl ", 6) == 0 ? 6 : 1), inner_end);
		if (as != NULL)
			starts[count++] = as + 4;
		if (of != NULL)
			starts[count++] = without_signs(of + 5, inner_end);
	}
	for (int i = 0; i < count; i++)
	{
		size_t		length = 0;

		while (isalnum((unsigned char) starts[i][length]) || starts[i][length] == '_')
			length++;
		if (length > 0 && strncmp(starts[i] + length, "::", 2) == 0)
		{
			crates[found] = starts[i];
			lengths[found++] = length;
		}
	}
	return found;
}

static bool
is_named(const char *name, size_t length, const char *other, size_t other_length)
{
	if (length != other_length)
		return false;
	for (size_t i = 0; i < length; i++)
		if (name[i] != other[i] && !(name[i] == '-' && other[i] == '_'))
			return false;
	return true;
}

/* Of a package that cargo fetched, or keeps a copy of, or what one of these generated. */
bool
rust_is_packaged(const char *file)
{
	const char *build = strstr(file, "/build/");

	if (build != NULL && strstr(build, "/out/") != NULL)
		return true;
	return strstr(file, "/registry/") != NULL || strstr(file, "/git/checkouts/") != NULL ||
		strstr(file, "/vendor/") != NULL;
}

static bool
is_file_of_language(const char *file)
{
	return strstr(file, "/rustc/") != NULL || strstr(file, "/rust/deps/") != NULL ||
		strncmp(file, "library/", 8) == 0;
}

/* The crate that the library is made of has its name: my_ext.so, libmy_ext.so, my-ext-1.2.so. */
static bool
is_of_library(const char *crate, size_t length, const char *library)
{
	const char *slash = strrchr(library, '/');
	const char *base = slash ? slash + 1 : library;
	const char *end = base + strcspn(base, ".");

	for (const char *at = base; at + 1 < end; at++)
		if (*at == '-' && isdigit((unsigned char) at[1]))
			end = at;
	return is_named(base, end - base, crate, length) ||
		(strncmp(base, "lib", 3) == 0 && is_named(base + 3, end - base - 3, crate, length));
}

static bool
is_of_language(const char *crate, size_t length)
{
	static const char *const language[] = {"core", "alloc", "std", "proc_macro", "test"};

	for (size_t i = 0; i < sizeof(language) / sizeof(language[0]); i++)
		if (is_named(crate, length, language[i], strlen(language[i])))
			return true;
	return false;
}

/*
 * Packages that the language's library is built with, and that nobody else can call, such as the
 * one that takes backtraces and reads debug information for them. Of what is generic in them, such
 * as its hash table, a copy in a unit of somebody's is that one's.
 */
static bool
is_private(const char *plain, const char *file, const char *directory)
{
	const char *up = strstr(file, "/../../");

	if (strncmp(plain + (*plain == '<'), "std::backtrace_rs::", 19) == 0)
		return true;
	if (strstr(directory, "/rustc/") == NULL && strstr(directory, "/rust/deps/") == NULL)
		return false;
	return strstr(file, "/rust/deps/") != NULL || (up != NULL && strstr(file, "library/") != NULL);
}

/*
 * Whose code a function is: by its demangled name, the library that it is in, its source file, and
 * the directory in which that was compiled.
 */
RustOrigin
rust_origin(const char *plain, const char *library, const char *file, const char *directory)
{
	const char *crates[MAX_CRATES];
	size_t		lengths[MAX_CRATES];
	int			count = crates_of(plain, crates, lengths);
	bool		others = false;
	bool		of_language = is_file_of_language(file);

	if (is_private(plain, file, directory))
		return RUST_PRIVATE;
	for (int i = 0; i < count; i++)
	{
		if (is_of_library(crates[i], lengths[i], library))
			/* what a macro of the language's put there is not the author's */
			return of_language ? RUST_LANGUAGE : RUST_AUTHOR;
		others = others || !is_of_language(crates[i], lengths[i]);
	}
	if (!others || of_language)
		return RUST_LANGUAGE;
	return file[0] && !rust_is_packaged(file) ? RUST_AUTHOR : RUST_CRATE;
}
