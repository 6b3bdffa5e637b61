/*
 * memcheck_plugin.c
 *		A library that libraries.c opens in the middle of a statement. It is no module of
 *		the server's.
 */
#include <stdlib.h>

__attribute__((visibility("default"))) void *plugin_make(size_t bytes);
__attribute__((visibility("default"))) void plugin_free(void *pointer);
__attribute__((visibility("default"))) void *plugin_call(void *(*function) (size_t), size_t bytes);
__attribute__((visibility("default"))) int plugin_compare(const void *a, const void *b, void *arg);

void *
plugin_make(size_t bytes)
{
	void	   *volatile made = malloc(bytes);

	return made;
}

void
plugin_free(void *pointer)
{
	free(pointer);
}

void *
plugin_call(void *(*function) (size_t), size_t bytes)
{
	void	   *volatile made = function(bytes);

	return made;
}

/* Calls the comparison that it is given. */
int
plugin_compare(const void *a, const void *b, void *arg)
{
	struct
	{
		int			(*compare) (const void *a, const void *b, void *arg);
		void	   *arg;
	}		   *wanted = arg;
	volatile int result = wanted->compare(a, b, wanted->arg);

	return result;
}
