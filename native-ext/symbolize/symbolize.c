/*
 * symbolize.c
 *		A program that names functions and source lines from debug information.
 *
 * pg_ext_memcheck starts it for a moment when it has something to report, so
 * that reading debug information, which takes memory, never happens in the
 * backend that is measured, and nothing it may do wrong can hurt that backend.
 *
 * Reads lines "file<TAB>offset in hexadecimal" from standard input and answers
 * each, in order, with "function<TAB>source file<TAB>line<TAB>origin<TAB>type<TAB>bytes<TAB>marks";
 * what is not known is empty. The origin is whose code a function of Rust is (see
 * rust_name.h). The type is what the result of the call there becomes (result_type.h), with its
 * size; "n" marks a node of the server's, "o" one that ends with an array of any length. The
 * offset is that of an instruction in the file as it is linked. Static functions are found in the
 * symbol table or the debug information; separate debug information is found by build id. C++ and
 * Rust names are demangled where libiberty was there at build time. An address in a variable is
 * answered with the variable and where it is declared.
 */
#define _GNU_SOURCE
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef HAVE_LIBIBERTY
#include <libiberty/demangle.h>
#endif

#include "result_type.h"
#include "rust_name.h"

#define MAX_FILES 64
#define RUST_HASH 20				/* length of 17h, 16 digits, E */
#define NO_ANSWER "\t\t\t\t\t\t"
#define MAX_SCOPES 64			/* functions inlined into each other, and blocks */

typedef struct DebugFile
{
	char	   *path;
	Dwfl	   *dwfl;
	Dwfl_Module *module;
} DebugFile;

static DebugFile files[MAX_FILES];
static int	nfiles;

static char *no_debuginfo_path = NULL;

static const Dwfl_Callbacks callbacks = {
	.find_elf = dwfl_build_id_find_elf,
	.find_debuginfo = dwfl_standard_find_debuginfo,
	.section_address = dwfl_offline_section_address,
	.debuginfo_path = &no_debuginfo_path,
};

static Dwfl_Module *
module_of(const char *path)
{
	DebugFile   *file;

	for (int i = 0; i < nfiles; i++)
		if (strcmp(files[i].path, path) == 0)
			return files[i].module;
	if (nfiles == MAX_FILES)
		return NULL;
	file = &files[nfiles++];
	file->path = strdup(path);
	file->dwfl = dwfl_begin(&callbacks);
	if (file->dwfl != NULL)
	{
		file->module = dwfl_report_offline(file->dwfl, path, path, -1);
		dwfl_report_end(file->dwfl, NULL, NULL);
	}
	return file->module;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t		length = strlen(text);
	size_t		end_length = strlen(end);

	return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

typedef struct Place
{
	const char *function;		/* NULL: the physical function's */
	const char *file;			/* NULL: unknown */
	int			line;
} Place;

/* Inline functions of headers and of a language's own library are not the author's. */
static bool
is_of_others(const char *declared)
{
	return declared != NULL &&
		(ends_with(declared, ".h") || strstr(declared, "/rustc/") != NULL ||
		 strstr(declared, "/rustlib/") != NULL || strstr(declared, "/include/c++/") != NULL ||
		 strstr(declared, "/rust/deps/") != NULL || strncmp(declared, "library/", 8) == 0 ||
		 rust_is_packaged(declared));
}

/* A line of others in a function of the author's: better the function's own. */
static void
take_declaration(Dwarf_Die *function, Place *place)
{
	const char *declared = dwarf_decl_file(function);
	int			line;

	if (declared != NULL && is_of_others(place->file) && !is_of_others(declared) &&
		dwarf_decl_line(function, &line) == 0)
	{
		place->file = declared;
		place->line = line;
	}
}

/* Where an inlined function was called from. */
static void
take_call_site(Dwarf_Die *scope, Place *place)
{
	Dwarf_Attribute attribute;
	Dwarf_Word	file;
	Dwarf_Word	line;
	Dwarf_Die	unit;
	Dwarf_Files *files_of_unit;

	if (dwarf_diecu(scope, &unit, NULL, NULL) == NULL ||
		dwarf_formudata(dwarf_attr(scope, DW_AT_call_file, &attribute), &file) != 0 ||
		dwarf_formudata(dwarf_attr(scope, DW_AT_call_line, &attribute), &line) != 0 ||
		dwarf_getsrcfiles(&unit, &files_of_unit, NULL) != 0)
		return;
	place->file = dwarf_filesrc(files_of_unit, file, NULL, NULL);
	place->line = (int) line;
}

static bool
holds_functions(int tag)
{
	return tag == DW_TAG_namespace || tag == DW_TAG_module ||
		tag == DW_TAG_class_type || tag == DW_TAG_structure_type;
}

/*
 * The functions and blocks around an address, outermost first, and how many
 * they are. dwarf_getscopes() gives up on a unit where one entry has a range
 * that it cannot read, as happens in Rust's; here such an entry is passed by.
 */
static int
scopes_around(Dwarf_Die *parent, Dwarf_Addr address, Dwarf_Die *scopes, int depth)
{
	Dwarf_Die	child;

	if (depth == MAX_SCOPES || dwarf_child(parent, &child) != 0)
		return depth;
	do
	{
		int			tag = dwarf_tag(&child);
		int			found = depth;

		if (holds_functions(tag))
			found = scopes_around(&child, address, scopes, depth);
		else if ((tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine ||
				  tag == DW_TAG_lexical_block) && dwarf_haspc(&child, address) > 0)
		{
			scopes[depth] = child;
			return scopes_around(&child, address, scopes, depth + 1);
		}
		if (found > depth)
			return found;
	} while (dwarf_siblingof(&child, &child) == 0);
	return depth;
}

/*
 * A function of the author's that the compiler inlined here, innermost first;
 * what was inlined from elsewhere counts as the place that it was called from.
 */
static void
look_through_inlining(Dwarf_Die *scopes, int count, Place *place)
{
	for (int i = count - 1; i >= 0; i--)
	{
		if (dwarf_tag(&scopes[i]) == DW_TAG_subprogram)
		{
			take_declaration(&scopes[i], place);
			break;
		}
		if (dwarf_tag(&scopes[i]) != DW_TAG_inlined_subroutine)
			continue;
		if (!is_of_others(dwarf_decl_file(&scopes[i])))
		{
			Dwarf_Attribute attribute;
			const char *linked = dwarf_formstring(dwarf_attr_integrate(&scopes[i],
																	  DW_AT_linkage_name,
																	  &attribute));

			place->function = linked ? linked : dwarf_diename(&scopes[i]);
			break;
		}
		take_call_site(&scopes[i], place);
	}
}

/* Whether this variable begins at the address. */
static bool
begins_at(Dwarf_Die *variable, Dwarf_Addr address)
{
	Dwarf_Attribute attribute;
	Dwarf_Op   *operations;
	size_t		count;

	return dwarf_attr(variable, DW_AT_location, &attribute) != NULL &&
		dwarf_getlocation(&attribute, &operations, &count) == 0 && count == 1 &&
		operations[0].atom == DW_OP_addr && operations[0].number == address;
}

/* The variable that begins at this address, also inside a function; false: there is none. */
static bool
find_variable(Dwarf_Die *parent, Dwarf_Addr address, int depth, Dwarf_Die *found)
{
	Dwarf_Die	child;

	if (depth == MAX_SCOPES || dwarf_child(parent, &child) != 0)
		return false;
	do
	{
		int			tag = dwarf_tag(&child);

		if (tag == DW_TAG_variable && begins_at(&child, address))
		{
			*found = child;
			return true;
		}
		if ((holds_functions(tag) || tag == DW_TAG_subprogram || tag == DW_TAG_lexical_block) &&
			find_variable(&child, address, depth + 1, found))
			return true;
	} while (dwarf_siblingof(&child, &child) == 0);
	return false;
}

/* Of a variable, the line where it is declared; a static one in a function by its plain name. */
static void
take_variable(Dwfl_Module *module, Dwarf_Addr start, Place *place)
{
	Dwarf_Die  *unit = NULL;
	Dwarf_Addr	bias;

	while ((unit = dwfl_module_nextcu(module, unit, &bias)) != NULL)
	{
		Dwarf_Die	variable;
		Dwarf_Die	declaration;
		Dwarf_Attribute attribute;

		if (!find_variable(unit, start - bias, 0, &variable))
			continue;
		declaration = variable;
		if (dwarf_attr(&variable, DW_AT_specification, &attribute) != NULL &&
			dwarf_formref_die(&attribute, &declaration) == NULL)
			declaration = variable;
		place->file = dwarf_decl_file(&declaration);
		if (place->file == NULL || dwarf_decl_line(&declaration, &place->line) != 0)
			place->file = NULL;
		if (strchr(place->function, '.') != NULL && dwarf_diename(&variable) != NULL)
			place->function = dwarf_diename(&variable);
		return;
	}
}

/*
 * The compiler names its clones of a function by what it did to them, as in
 * f.isra.0 or f.constprop.0.cold; the function is f.
 */
static char *
without_clone(const char *name)
{
	static const char *const marks[] = {".isra", ".constprop", ".part", ".cold", ".lto_priv",
										".llvm"};
	char	   *plain = strdup(name);

	for (size_t i = 0; plain && i < sizeof(marks) / sizeof(marks[0]); i++)
	{
		char	   *mark = strstr(plain, marks[i]);

		if (mark)
			*mark = '\0';
	}
	return plain;
}

/*
 * Whether the library has a function of this name more than once: Rust makes a generic one anew
 * for each type that it is used with, and the names differ in the hash at their ends alone.
 */
static bool
is_made_often(Dwfl_Module *module, const char *name)
{
	const char *hash = name + strlen(name) - RUST_HASH;
	int			count = dwfl_module_getsymtab(module);

	if (strncmp(name, "_ZN", 3) != 0)
		return false;
	for (int i = 1; i < count; i++)
	{
		GElf_Sym	symbol;
		const char *other = dwfl_module_getsym(module, i, &symbol, NULL);

		if (other && strncmp(other, name, hash - name) == 0 &&
			strlen(other + (hash - name)) == RUST_HASH && strcmp(other + (hash - name), hash) != 0)
			return true;
	}
	return false;
}

/* Prints the function in plain words; returns whose it is, if it is one of Rust's. */
static RustOrigin
print_function(Dwfl_Module *module, const char *linked_name, const char *path, const char *file,
			   const char *directory)
{
	char	   *name = without_clone(linked_name);
	RustOrigin	origin = RUST_NOT;

	if (name == NULL)
		return origin;
#ifdef HAVE_LIBIBERTY
	char	   *plain = cplus_demangle(name, DMGL_PARAMS | DMGL_ANSI | DMGL_AUTO);

	if (plain != NULL && rust_is_mangled(name))
	{
		char	   *readable = rust_readable(plain);

		origin = rust_origin(plain, path, file, directory);
		/* with debug information the author's functions that were inlined here are known */
		if (origin == RUST_CRATE && file[0] == '\0' && is_made_often(module, name))
			origin = RUST_GENERIC;
		free(plain);
		plain = readable;
	}
	if (plain != NULL)
	{
		free(name);
		name = plain;
	}
#endif
	fputs(name, stdout);
	free(name);
	return origin;
}

/* Cargo compiles a package in its own directory: where a file with a relative name lies. */
static const char *
directory_of(Dwfl_Module *module, Dwarf_Addr address)
{
	Dwarf_Addr	bias;
	Dwarf_Die  *unit = dwfl_module_addrdie(module, address, &bias);
	Dwarf_Attribute attribute;
	const char *directory = unit ? dwarf_formstring(dwarf_attr(unit, DW_AT_comp_dir, &attribute)) :
		NULL;

	return directory ? directory : "";
}

/* The file in full if its directory is a package's: "src/lib.rs" alone would be any crate's. */
static char *
file_in_full(const Place *place, const char *directory)
{
	char	   *full = NULL;

	if (place->file == NULL)
		return strdup("");
	if (place->file[0] != '/' && rust_is_packaged(directory) &&
		asprintf(&full, "%s/%s", directory, place->file) > 0)
		return full;
	return strdup(place->file);
}

static void
print_answer(Dwfl_Module *module, const Place *place, const char *path, const char *directory,
			 const ResultType *type)
{
	static const char *const origins[] = {
		[RUST_NOT] = "", [RUST_LANGUAGE] = "language", [RUST_PRIVATE] = "private",
		[RUST_CRATE] = "crate", [RUST_AUTHOR] = "author", [RUST_GENERIC] = "generic",
	};
	char	   *file = file_in_full(place, directory);
	RustOrigin	origin = RUST_NOT;

	if (file == NULL)
	{
		puts(NO_ANSWER);
		return;
	}
	if (place->function != NULL)
		origin = print_function(module, place->function, path, file, directory);
	printf("\t%s\t", file);
	if (file[0])
		printf("%d", place->line);
	printf("\t%s\t%s\t", origins[origin], type->name);
	if (type->bytes)
		printf("%" PRIu64, (uint64_t) type->bytes);
	printf("\t%s%s\n", type->is_node ? "n" : "", type->is_open ? "o" : "");
	free(file);
}

static void
answer(const char *path, uint64_t offset)
{
	Dwfl_Module *module = module_of(path);
	Dwarf_Addr	start;
	Dwarf_Addr	address;
	Dwarf_Addr	bias = 0;
	Dwarf_Die  *unit;
	Dwarf_Die	scopes[MAX_SCOPES];
	int			count;
	Place		place = {0};
	ResultType	type;
	Dwfl_Line  *line;

	if (module == NULL)
	{
		puts(NO_ANSWER);
		return;
	}
	dwfl_module_info(module, NULL, &start, NULL, NULL, NULL, NULL, NULL);
	address = start + offset;

	line = dwfl_module_getsrc(module, address);
	if (line != NULL)
		place.file = dwfl_lineinfo(line, NULL, &place.line, NULL, NULL, NULL);
	unit = dwfl_module_addrdie(module, address, &bias);
	count = unit ? scopes_around(unit, address - bias, scopes, 0) : 0;
	look_through_inlining(scopes, count, &place);
	/* the offset is that of the call's last byte */
	result_type_find(module, address + 1, bias, unit, scopes, count, &type);
	if (place.function == NULL)
	{
		GElf_Off	into;
		GElf_Sym	symbol;

		place.function = dwfl_module_addrinfo(module, address, &into, &symbol, NULL, NULL, NULL);
		/* without a symbol of its own the address would get its neighbour's */
		if (place.function != NULL && symbol.st_size != 0 && into >= symbol.st_size)
			place.function = NULL;
		if (place.function != NULL && GELF_ST_TYPE(symbol.st_info) == STT_OBJECT)
			take_variable(module, address - into, &place);
	}
	print_answer(module, &place, path, directory_of(module, address), &type);
}

int
main(void)
{
	char	   *line = NULL;
	size_t		size = 0;

	while (getline(&line, &size, stdin) > 0)
	{
		char	   *tab = strrchr(line, '\t');

		if (tab == NULL)
		{
			puts(NO_ANSWER);
			continue;
		}
		*tab = '\0';
		answer(line, strtoull(tab + 1, NULL, 16));
	}
	free(line);
	return fflush(stdout) == 0 ? 0 : 1;
}
