/*
 * mapping_bound.c
 *		The kernel's bound of mappings; see mapping_bound.h.
 */
#include "postgres.h"

#include <fcntl.h>
#include <unistd.h>

#include "probe/mapping_bound.h"

#define USUAL_BOUND 65530

uint32
mapping_bound(void)
{
	char		text[32] = "";
	int			file = open("/proc/sys/vm/max_map_count", O_RDONLY | O_CLOEXEC);

	if (file >= 0)
	{
		ssize_t		got = read(file, text, sizeof(text) - 1);

		text[got > 0 ? got : 0] = '\0';
		close(file);
	}
	return text[0] ? strtoul(text, NULL, 10) : USUAL_BOUND;
}
