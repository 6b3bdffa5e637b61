/*
 * symbolize.c
 *		A program that names functions and source lines from debug information.
 *
 * pg_ext_memcheck starts it for a moment when it has something to report, so
 * that reading debug information, which takes memory, never happens in the
 * backend that is measured, and nothing it may do wrong can hurt that backend.
 *
 * Reads lines "file<TAB>offset in hexadecimal" from standard input and answers
 * each, in order, with "function<TAB>source file<TAB>line"; what is not known
 * is empty. The offset is that of an instruction in the file as it is linked.
 * Static functions are found in the symbol table or the debug information;
 * separate debug information is found by build id. C++ and Rust names are
 * demangled where libiberty was there at build time.
 */
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

#define MAX_FILES 64

typedef struct OpenFile
{
	char	   *path;
	Dwfl	   *dwfl;
	Dwfl_Module *module;
} OpenFile;

static OpenFile files[MAX_FILES];
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
	OpenFile   *file;

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

/*
 * A function of the author's that the compiler inlined here, innermost first;
 * inline functions of headers are the server's way of writing macros.
 */
static const char *
inlined_function(Dwfl_Module *module, Dwarf_Addr address)
{
	Dwarf_Addr	bias;
	Dwarf_Die  *unit = dwfl_module_addrdie(module, address, &bias);
	Dwarf_Die  *scopes = NULL;
	const char *name = NULL;
	int			count = unit ? dwarf_getscopes(unit, address - bias, &scopes) : 0;

	for (int i = 0; i < count && name == NULL; i++)
	{
		if (dwarf_tag(&scopes[i]) == DW_TAG_subprogram)
			break;
		if (dwarf_tag(&scopes[i]) == DW_TAG_inlined_subroutine)
		{
			const char *declared = dwarf_decl_file(&scopes[i]);

			if (declared == NULL || !ends_with(declared, ".h"))
				name = dwarf_diename(&scopes[i]);
		}
	}
	free(scopes);
	return name;
}

static void
print_function(const char *name)
{
#ifdef HAVE_LIBIBERTY
	char	   *plain = cplus_demangle(name, DMGL_PARAMS | DMGL_ANSI | DMGL_AUTO);

	if (plain != NULL)
	{
		fputs(plain, stdout);
		free(plain);
		return;
	}
#endif
	fputs(name, stdout);
}

static void
answer(const char *path, uint64_t offset)
{
	Dwfl_Module *module = module_of(path);
	Dwarf_Addr	start;
	Dwarf_Addr	address;
	const char *function;
	Dwfl_Line  *line;

	if (module == NULL)
	{
		puts("\t\t");
		return;
	}
	dwfl_module_info(module, NULL, &start, NULL, NULL, NULL, NULL, NULL);
	address = start + offset;

	function = inlined_function(module, address);
	if (function == NULL)
	{
		GElf_Off	into;
		GElf_Sym	symbol;

		function = dwfl_module_addrinfo(module, address, &into, &symbol, NULL, NULL, NULL);
		/* without a symbol of its own the address would get its neighbour's */
		if (function != NULL && symbol.st_size != 0 && into >= symbol.st_size)
			function = NULL;
	}
	if (function != NULL)
		print_function(function);
	putchar('\t');

	line = dwfl_module_getsrc(module, address);
	if (line != NULL)
	{
		int			number = 0;
		const char *source = dwfl_lineinfo(line, NULL, &number, NULL, NULL, NULL);

		if (source != NULL)
			fputs(source, stdout);
		printf("\t%d\n", number);
	}
	else
		puts("\t");
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
			puts("\t\t");
			continue;
		}
		*tab = '\0';
		answer(line, strtoull(tab + 1, NULL, 16));
	}
	free(line);
	return fflush(stdout) == 0 ? 0 : 1;
}
