/*
 * report.c
 *		From what grew to what is reported; see report.h.
 */
#include "postgres.h"

#include "base/amount.h"
#include "base/loss.h"
#include "base/settings.h"
#include "judge/alike.h"
#include "judge/holds.h"
#include "judge/report.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "stack/author.h"
#include "stack/caller.h"
#include "stack/frame.h"
#include "stack/language_function.h"
#include "stack/missing_frame.h"
#include "stack/symbol.h"
#include "tree/path.h"
#include "utils/timestamp.h"

/* What stands for a word of a sentence in check_type.h. */
typedef struct Filling
{
	const char *word;
	const char *text;
} Filling;

/* The sentence with its words filled in, in CurrentMemoryContext. */
static char *
fill_in(const char *sentence, const Filling *fillings, int count)
{
	StringInfoData filled;

	initStringInfo(&filled);
	while (*sentence)
	{
		int			i = 0;

		while (i < count && strncmp(sentence, fillings[i].word, strlen(fillings[i].word)) != 0)
			i++;
		if (i < count)
			appendStringInfoString(&filled, fillings[i].text);
		else
			appendStringInfoChar(&filled, *sentence);
		sentence += i < count ? strlen(fillings[i].word) : 1;
	}
	return filled.data;
}

/* The finding in a sentence. */
static char *
detail_of(const Growth *growth)
{
	const CheckTypeEntry *type = &check_types[growth->check_type];
	const char *name = psprintf("\"%s\"", growth->path ? path_name(growth->path) : "");
	const char *thing = type->thing ? type->thing : "chunk";
	Amount		amount = amount_of_things_and_bytes(growth->count, thing, growth->bytes);
	Amount		bytes = amount_of_bytes(growth->bytes);
	const Filling fillings[] = {
		{"{amount}", amount.text},
		{"{bytes}", bytes.text},
		{"{contexts}", growth->many_names ? psprintf("named like %s", name) : name},
		{"{elsewhere}", growth->freed_elsewhere ? ", which other processes may use, too" : ""},
		{"{place}", growth->many_names ? psprintf("contexts named like %s", name) : name},
	};

	if (growth->detail[0])
		return pstrdup(growth->detail);
	return fill_in(type->sentence ? type->sentence : "{amount} stayed in {place}", fillings,
				   lengthof(fillings));
}

/* Whether the contexts that are concerned are those that the window is about. */
static bool
is_wanted(const Growth *growth, const ReportFilter *filter)
{
	if (growth->path == 0 || check_type_is_corruption(growth->check_type))
		return true;
	if (filter_allows(filter, path_name(growth->path)))
		return false;
	return check_types[growth->check_type].anywhere || growth->certain ||
		filter_matches(filter, path_list(growth->path), path_text(growth->path));
}

/* One text for each frame, from the innermost out until no more fit. */
static void
append_frames(PackedList *list, char *text, Size size, uint32 site)
{
	const uintptr_t *pcs = NULL;
	int			count = site_frames(site, &pcs);

	for (int i = 0; i < count; i++)
	{
		const Symbol *symbol = frame_is_observer(pcs[i]) ? NULL : symbol_of(pcs[i]);
		char		line[512];

		if (symbol == NULL)
			continue;
		symbol_text(symbol, frame_library(pcs[i]), line, sizeof(line));
		if (!packed_append(list, text, size, line))
			return;
	}
}

/* The frames of the owner's library, from the owner's on as far as they lead to each other. */
typedef struct OwnerFrames
{
	int			first;			/* where the owner's frame is; the stack's end: it has none */
	int			count;
	const Symbol *symbols[SITE_FRAMES];
} OwnerFrames;

static void
take_owner_frames(const Growth *growth, OwnerFrames *frames)
{
	const uintptr_t *pcs = NULL;
	int			count = site_frames(growth->site, &pcs);
	int			first = 0;

	while (first < count && pcs[first] != growth->owner.pc)
		first++;
	frames->first = first;
	frames->count = 0;
	for (int at = first; at < count && frames->count < SITE_FRAMES &&
		 frame_library(pcs[at]) == frame_library(growth->owner.pc); at++)
		frames->symbols[frames->count++] = symbol_of(pcs[at]);
}

/* Where the owner's innermost frame is that the extension's author wrote; "count": nowhere. */
static int
owner_place(const Growth *growth)
{
	OwnerFrames frames;

	take_owner_frames(growth, &frames);
	return frames.first + author_find(frames.symbols, frames.count);
}

/*
 * What a language's library keeps for its own use, such as what it has read of debug information
 * for the backtrace of a panic, is nobody's leak until it comes again.
 */
static bool
is_of_runtime(const JudgedGrowth *judged)
{
	const Growth *growth = &judged->growth;
	OwnerFrames frames;

	if (judged->confirmed || growth->owner.pc == 0 || growth->owner.by_name)
		return false;
	take_owner_frames(growth, &frames);
	return author_is_apart(frames.symbols, frames.count);
}

/*
 * The function whose frame is missing beneath the owner's. One begins there: what lies before it
 * has another name, or none.
 */
static const Symbol *
missing_owner(const uintptr_t *pcs, int owner)
{
	uintptr_t	behind = missing_frame_beneath(pcs, owner);
	const Symbol *missing = behind ? symbol_of(behind) : NULL;
	const Symbol *before = behind ? symbol_of(behind - 1) : NULL;

	return missing && before && missing->function[0] != '+' && !symbol_is_of_language(missing) &&
		strcmp(missing->function, before->function) != 0 ? missing : NULL;
}

/* The package that the owner called and that allocated: not of what is in contexts. */
static void
append_package(Violation *violation, const Growth *growth)
{
	OwnerFrames frames;
	char		package[64];
	Size		length = strlen(violation->detail);

	if (growth->path != 0 || check_type_is_corruption(growth->check_type))
		return;
	take_owner_frames(growth, &frames);
	if (frames.count == 0)
		return;
	author_package(frames.symbols, author_find(frames.symbols, frames.count), package,
				   sizeof(package));
	if (package[0])
		snprintf(violation->detail + length, sizeof(violation->detail) - length,
				 ", made by the package %s", package);
}

/* Who made what was misused: the function of an extension's, and its line. */
static void
append_maker(Violation *violation, const Growth *growth)
{
	SiteOwner	owner = site_owner(growth->made_site, OWNER_BY_REACH);
	const Symbol *maker = owner.pc ? symbol_of(owner.pc) : NULL;
	const char *file = maker ? last_dir_separator(maker->file) : NULL;
	Size		length = strlen(violation->detail);
	char		line[80] = "";

	if (maker == NULL)
		return;
	if (maker->line > 0)
		snprintf(line, sizeof(line), " at %.60s:%d", file ? file + 1 : maker->file, maker->line);
	snprintf(violation->detail + length, sizeof(violation->detail) - length,
			 "; made by %s (%s)%s", maker->function, frame_library(owner.pc), line);
}

/* For whom the owner worked. The function of a procedural language is on no stack. */
static void
fill_caller(Violation *violation, const JudgedGrowth *judged, const uintptr_t *pcs, int count,
			int owner)
{
	const GrowthGroup *group = judged->growth.many_groups ? NULL : judged->group;
	const char *caller = caller_find(pcs, count, owner, violation->symbol);
	const char *function = group ? language_function_name(group->function) : NULL;

	if (function)
		snprintf(violation->called_by, sizeof(violation->called_by), "%s()", function);
	else if (caller)
		string_copy(violation->called_by, sizeof(violation->called_by), caller);
}

static void
fill_site(Violation *violation, const JudgedGrowth *judged)
{
	const Growth *growth = &judged->growth;
	const uintptr_t *pcs = NULL;
	int			count = site_frames(growth->site, &pcs);
	bool		has_frame = growth->owner.pc && !growth->owner.by_name;
	int			place = has_frame ? owner_place(growth) : count;
	const Symbol *owner = has_frame ? symbol_of(place < count ? pcs[place] : growth->owner.pc) :
		NULL;
	const Symbol *missing = place < count ? missing_owner(pcs, place) : NULL;

	if (missing)
		owner = missing;
	append_frames(&violation->stack, violation->stack_text, PACKED_STACK_BYTES, growth->site);
	append_frames(&violation->freed_stack, violation->freed_text, PACKED_FREED_BYTES,
				  growth->freed_site);
	append_frames(&violation->made_stack, violation->made_text, PACKED_MADE_BYTES,
				  growth->made_site);
	if (growth->owner.pc)
		string_copy(violation->source_lib, sizeof(violation->source_lib),
					frame_library(growth->owner.pc));
	if (owner)
	{
		string_copy(violation->symbol, sizeof(violation->symbol), owner->function);
		string_copy(violation->source_file, sizeof(violation->source_file), owner->file);
		violation->source_line = owner->line;
	}
	if (owner && place < count)
		fill_caller(violation, judged, pcs, count, place);
}

static void
want_frames(uint32 site)
{
	const uintptr_t *pcs = NULL;
	int			count = site_frames(site, &pcs);

	for (int i = 0; i < count; i++)
		symbols_want(pcs[i]);
}

static void
want_missing(const Growth *growth)
{
	const uintptr_t *pcs = NULL;
	int			count = site_frames(growth->site, &pcs);
	int			at = 0;
	uintptr_t	behind;

	while (at < count && pcs[at] != growth->owner.pc)
		at++;
	behind = at < count ? missing_frame_beneath(pcs, at) : 0;
	if (behind)
	{
		symbols_want(behind);
		symbols_want(behind - 1);
	}
}

static void
want_symbols(const Growth *growth)
{
	want_frames(growth->site);
	want_frames(growth->freed_site);
	want_frames(growth->made_site);
	if (growth->owner.pc == 0 || growth->owner.by_name)
		return;
	symbols_want(growth->owner.pc);
	want_missing(growth);
}

static void
fill_violation(Violation *violation, const JudgedGrowth *judged)
{
	const Growth *growth = &judged->growth;
	const GrowthGroup *group = judged->group;

	memset(violation, 0, sizeof(*violation));
	violation->check_type = growth->check_type;
	violation->confirmed = judged->confirmed;
	violation->severity = check_type_severity(growth->check_type, growth->bytes,
											  judged->confirmed);
	violation->provenance = growth->owner.provenance;
	violation->backend_pid = MyProcPid;
	violation->ts = GetCurrentTimestamp();
	violation->node_key = growth->node_key;
	violation->bytes = growth->bytes;
	violation->count = growth->count;
	violation->occurrences = group ? Max(group->occurrences, 1) : 1;
	violation->bytes_per_call = group && !growth->many_groups && growth->bytes > 0 ?
		group_bytes_per_execution(group) : -1;
	violation->query_id = group ? group->query_id : 0;
	if (growth->path)
	{
		violation->path = *path_list(growth->path);
		memcpy(violation->path_text, path_text(growth->path), violation->path.length);
	}
	string_copy(violation->context_ident, sizeof(violation->context_ident), growth->ident);
	if (group)
		string_copy(violation->statement, sizeof(violation->statement), group->statement);
	fill_site(violation, judged);
	string_copy(violation->detail, sizeof(violation->detail), detail_of(growth));
	append_package(violation, growth);
	append_maker(violation, growth);
	holds_say(growth, violation->holds, sizeof(violation->holds));
}

/*
 * Gives the sink a violation for each growth that is worth one. What this has on the stack is not
 * to be there while growths are judged: a search for pointers (lost.h) would find what lay in its
 * place before.
 */
pg_noinline void
report_judged(const OwnArray *judged, ViolationSink sink, void *arg)
{
	for (Size i = 0; i < judged->count; i++)
		if (judged_at(judged, i)->reported)
			want_symbols(&judged_at(judged, i)->growth);
	holds_take(judged);
	symbols_resolve();

	for (Size i = 0; i < judged->count; i++)
	{
		Violation	violation;

		if (!judged_at(judged, i)->reported || is_of_runtime(judged_at(judged, i)))
			continue;
		fill_violation(&violation, judged_at(judged, i));
		sink(&violation, arg);
	}
	holds_forget();
}

/* The same of growths that the filter wants, one violation for all that are alike. */
void
report_growths(const OwnArray *growths, const ReportFilter *filter, ViolationSink sink, void *arg)
{
	/* an error in the sink leaves it as it is, for the next one */
	static OwnArray judged = {.width = sizeof(JudgedGrowth)};

	if (!growths_judge_alike(&judged, growths, is_wanted, filter))
		loss_note(LOSS_NO_MEMORY);
	report_judged(&judged, sink, arg);
	own_array_free(&judged);
}

static bool
is_allowed(const Growth *growth, const ReportFilter *filter)
{
	return growth->path != 0 && !check_type_is_corruption(growth->check_type) &&
		filter_allows(filter, path_name(growth->path));
}

static bool
is_elsewhere(const Growth *growth, const ReportFilter *filter)
{
	return !is_wanted(growth, filter) && !is_allowed(growth, filter);
}

/* Nothing against it but its size. */
static bool
is_too_small(const JudgedGrowth *judged)
{
	return growth_weight(&judged->growth) > 0 &&
		judged->growth.owner.provenance == PROVENANCE_UNKNOWN && !judged->reported;
}

/* What report_growths() leaves out because of this filter. Growths that are alike are one. */
void
report_left_out(const OwnArray *growths, const ReportFilter *filter, LeftOutVisitor visit)
{
	static const GrowthFilter filters[REPORT_LIMITS] = {
		[REPORT_LIMIT_MIN_BYTES] = is_wanted,
		[REPORT_LIMIT_ALLOWED] = is_allowed,
		[REPORT_LIMIT_PATTERN] = is_elsewhere,
	};
	OwnArray	list = {.width = sizeof(JudgedGrowth)};

	for (ReportLimit limit = REPORT_LIMIT_MIN_BYTES; limit < REPORT_LIMITS; limit++)
	{
		if (!growths_judge_alike(&list, growths, filters[limit], filter))
			loss_note(LOSS_NO_MEMORY);
		for (Size i = 0; i < list.count; i++)
		{
			const JudgedGrowth *judged = judged_at(&list, i);

			if (limit == REPORT_LIMIT_MIN_BYTES ? is_too_small(judged) : judged->reported)
				visit(judged, limit);
		}
	}
	own_array_free(&list);
}
