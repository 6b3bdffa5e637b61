/*
 * memory_limit.c
 *		How much more memory a scenario's worker may take; see memory_limit.h.
 */
#include "postgres.h"

#include <sys/resource.h>
#include <unistd.h>

#include "scenario/memory_limit.h"

/* So many bytes more than it has; 0: as much as there is. */
void
memory_limit_set(int64 bytes)
{
	struct rlimit limit;
	FILE	   *file = fopen("/proc/self/statm", "r");
	unsigned long pages = 0;

	if (file == NULL)
		return;
	if (fscanf(file, "%lu", &pages) == 1 && getrlimit(RLIMIT_AS, &limit) == 0)
	{
		limit.rlim_cur = bytes == 0 ? limit.rlim_max :
			Min(limit.rlim_max, (rlim_t) pages * sysconf(_SC_PAGESIZE) + (rlim_t) bytes);
		(void) setrlimit(RLIMIT_AS, &limit);
	}
	fclose(file);
}
