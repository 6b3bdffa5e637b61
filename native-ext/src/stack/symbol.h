/*
 * symbol.h
 *		Function, source file and line of return addresses, and what type a result has, where known.
 *
 * symbols_want() collects addresses, symbols_resolve() asks the program
 * pg_ext_memcheck_symbolize for those not known yet, symbol_of() gives what is
 * known. Only called when there is something to report, in an SQL function;
 * answers are remembered in our own memory for the life of the process.
 *
 * symbols_name_frames() names frames of another process, given by file and
 * offset, whose libraries this one may not have loaded; they are not remembered.
 *
 * The program runs apart from the backend and is killed if it does not answer
 * within SYMBOLIZE_SECONDS. If it is not installed, cannot start or dies, the
 * dynamic linker's names (frame.h) serve instead; that is never an error.
 */
#ifndef MEMCHECK_SYMBOL_H
#define MEMCHECK_SYMBOL_H

#define SYMBOLIZE_SECONDS 10

/* Whose code a function is, where the language tells: Rust does. */
typedef enum CodeOrigin
{
	ORIGIN_UNKNOWN,
	ORIGIN_LANGUAGE,			/* the language's own library */
	ORIGIN_PRIVATE,				/* what that keeps for itself, and nobody else can call */
	ORIGIN_CRATE,				/* a package that was linked in */
	ORIGIN_AUTHOR,				/* the extension's own */
	ORIGIN_GENERIC,				/* a package's, made for types that are not known */
} CodeOrigin;

typedef struct Symbol
{
	uintptr_t	pc;
	char		function[128];	/* or "+0x1234", the offset in its library */
	char		file[256];		/* empty: unknown */
	int			line;			/* 0: unknown */
	CodeOrigin	origin;
	uint32		offset;			/* in the function, 0: unknown */
	char		type[64];		/* that the result of the call there becomes; empty: unknown */
	uint32		type_bytes;		/* its size, 0: unknown */
	bool		type_is_node;	/* begins with a NodeTag */
	bool		type_is_open;	/* ends with an array of any length */
} Symbol;

/* A frame of another process; symbol is the answer, empty where there is none. */
typedef struct ForeignFrame
{
	const char *path;
	uintptr_t	offset;			/* of the return address in the file */
	Symbol		symbol;
} ForeignFrame;

extern void symbols_want(uintptr_t pc);
extern void symbols_forget(uintptr_t start, uintptr_t end, uintptr_t renamed);
extern void symbols_resolve(void);
extern const Symbol *symbol_of(uintptr_t pc);
extern bool symbol_is_of_language(const Symbol *symbol);
extern void symbol_text(const Symbol *symbol, const char *library, char *to, Size size);
extern void symbols_name_frames(ForeignFrame *frames, int count);

#endif							/* MEMCHECK_SYMBOL_H */
