/*
 * maker.c
 *		Whether a context has outlived the call that made it; see maker.h.
 */
#include "postgres.h"

#include "stack/module.h"
#include "stack/site.h"
#include "trace/maker.h"

bool
maker_has_returned(uint32 birth_site, uint32 site)
{
	const uintptr_t *then;
	const uintptr_t *later;
	int			before = birth_site ? site_frames(birth_site, &then) : 0;
	int			after = site ? site_frames(site, &later) : 0;

	if (before >= SITE_FRAMES || after >= SITE_FRAMES)
		return false;
	while (before > 0 && after > 0 && then[before - 1] == later[after - 1])
	{
		before--;
		after--;
	}
	return before > 0 && after > 0 &&
		!module_is_followed(then[before - 1] - 1) && !module_is_followed(later[after - 1] - 1);
}
