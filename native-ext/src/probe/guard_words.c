/*
 * guard_words.c
 *		What the guards say of a bad access; see guard_words.h.
 */
#include "postgres.h"

#include "probe/guard_words.h"
#include "stack/site.h"

/* In a chunk of this size, from its pointer on. */
void
guard_say_where(Size chunk, ptrdiff_t at, char *to, Size size)
{
	snprintf(to, size, "at byte %zd%s", at,
			 at < 0 ? ", before its start" : at >= (ptrdiff_t) chunk ? ", past its end" : "");
}

/*
 * Whether the server made the access, and who made the chunk tells more of it: no extension has a
 * part in it, or only one that the chunk was made within. A hook is around all of a statement.
 */
bool
guard_access_is_makers(uint32 made, uint32 site)
{
	SiteOwner	access = site_owner(site, OWNER_BY_REACH);
	SiteOwner	maker = site_owner(made, OWNER_BY_REACH);
	const uintptr_t *pcs = NULL;
	int			count = site_frames(made, &pcs);

	if (access.pc == 0 || maker.pc == 0)
		return access.pc == 0;
	for (int i = maker.depth + 1; access.depth > 0 && i < count; i++)
		if (pcs[i] == access.pc)
			return true;
	return false;
}
