/*
 * probe.h
 *		The probes: looks that cost something, each an option of begin().
 *
 * There is one list of them. A probe starts with the first window that asks for it, and
 * stops with the last. While it runs, check() is called at each boundary, before the
 * statement that is over is judged. It reports what it finds as events (event.h).
 * start() may raise an error; check() and stop() may not. A probe that no window asks
 * for costs nothing.
 */
#ifndef MEMCHECK_PROBE_H
#define MEMCHECK_PROBE_H

/* name in code, option of begin(), prefix of its start(), check() and stop() */
#define PROBES(X) \
	X(POISON, "poison", poison) \
	X(SHMEM, "track_shmem", shmem_probe) \
	X(DSM, "track_dsm", dsm_probe) \
	X(RESOURCES, "track_resources", resource_count)

typedef enum ProbeKind
{
#define PROBE_ENUM(name, option, prefix) PROBE_##name,
	PROBES(PROBE_ENUM)
#undef PROBE_ENUM
	PROBE_KINDS
} ProbeKind;

typedef struct ProbeSet
{
	bool		wanted[PROBE_KINDS];
	bool		poison_all;		/* and leaves nothing out (poison_place.h) */
} ProbeSet;

/* at server start, for what probes of several sessions share */
extern void probes_request(void);
extern void probes_startup(void);

extern const char *probe_option(ProbeKind kind);
extern void probes_acquire(const ProbeSet *probes);
extern void probes_release(const ProbeSet *probes);
extern void probes_check(void);
extern void probes_check_all(void);

#endif							/* MEMCHECK_PROBE_H */
