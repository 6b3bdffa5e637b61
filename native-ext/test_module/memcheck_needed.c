/*
 * memcheck_needed.c
 *		A library that memcheck_test needs, and that the server calls as well. It is no
 *		module of the server's, and knows nothing of it.
 */
#include <stdlib.h>

#define SHOWN __attribute__((visibility("default")))

SHOWN void *needed_make(size_t bytes);
SHOWN void *needed_make_deep(int depth, size_t bytes);
SHOWN void needed_at_end(int event, void *arg);
SHOWN int	needed_compare(const void *a, const void *b, void *arg);
SHOWN void needed_note(size_t bytes);
SHOWN void *needed_make_by_pointer(size_t bytes);
SHOWN void needed_free_by_pointer(void *made);
SHOWN void *needed_ask(void *(*make) (size_t), size_t bytes);

void *
needed_make(size_t bytes)
{
	void	   *volatile made = malloc(bytes);

	return made;
}

/* Calls itself this often first, as a parser does. */
__attribute__((noinline)) void *
needed_make_deep(int depth, size_t bytes)
{
	void	   *volatile made = depth > 0 ? needed_make_deep(depth - 1, bytes) : needed_make(bytes);

	return made;
}

/* What the server calls when a transaction is over. */
void
needed_at_end(int event, void *arg)
{
	(void) event;
	(void) needed_make_deep(0, *(size_t *) arg);
}

/* What the server calls to sort. */
int
needed_compare(const void *a, const void *b, void *arg)
{
	(void) needed_make(*(size_t *) arg);
	return *(const int *) a - *(const int *) b;
}

/* Keeps what was noted last, as a queue of errors does. */
void
needed_note(size_t bytes)
{
	static void *notes[16];
	static int	next;

	free(notes[next]);
	notes[next] = malloc(bytes);
	next = (next + 1) % 16;
}

/* Has its caller make memory, as an interpreter does. */
void *
needed_ask(void *(*make) (size_t), size_t bytes)
{
	void	   *volatile made = make(bytes);

	return made;
}

/* As libxml2 does: its user may put other functions here. */
SHOWN void *(*needed_malloc) (size_t) = malloc;
SHOWN void	(*needed_free) (void *) = free;

void *
needed_make_by_pointer(size_t bytes)
{
	void	   *volatile made = needed_malloc(bytes);

	return made;
}

void
needed_free_by_pointer(void *made)
{
	needed_free(made);
}
