/*
 * scenario_payload.c
 *		payload_sweep: the workload with arguments of every size and shape.
 *
 * Each payload has a window of its own, so that a finding says which one made
 * it. After a crash the scenario goes on with the next payload.
 *
 * What the calls held at most, beyond what a call without a payload does, is told as a curve for
 * each kind of payload that has sizes: how memory grows with the input.
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "scenario/scenario.h"
#include "session/peak.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

typedef void (*PayloadMaker) (StringInfo to, int bytes);

static void
make_text(StringInfo to, int bytes)
{
	enlargeStringInfo(to, bytes);
	memset(to->data, 'x', bytes);
	to->len = bytes;
	to->data[bytes] = '\0';
}

static void
make_array(StringInfo to, int bytes)
{
	appendStringInfoString(to, "{1");
	while (to->len < bytes - 3)
		appendStringInfoString(to, ",1");
	appendStringInfoChar(to, '}');
}

static void
make_json(StringInfo to, int bytes)
{
	appendStringInfoString(to, "{\"list\": [{\"a\": null}");
	while (to->len < bytes - 20)
		appendStringInfoString(to, ", {\"a\": [1, \"x\"]}");
	appendStringInfoString(to, "]}");
}

static const struct
{
	const char *name;
	const char *expression;
}			fixed[] = {
	{"NULL", "NULL"},
	{"an empty text", "''"},
	{"malformed JSON", "'{\"a\": [1,'"},
	{"a malformed array", "'{1,{2}'"},
	{"an array", "'{1,2,3}'"},
	{"JSON", "'{\"a\": {\"b\": [1, 2, 3], \"c\": null}}'"},
};

static const struct
{
	const char *name;
	PayloadMaker make;
}			sized[] = {
	{"text", make_text},
	{"an array", make_array},
	{"JSON", make_json},
};

#define SMALLEST 1024
#define STEP 4

/* Of the sizes from 1 kB up, each four times the one before; the last is max_bytes. */
static int
size_count(int max_bytes)
{
	int			count = 1;

	for (int64 bytes = SMALLEST; bytes < max_bytes; bytes *= STEP)
		count++;
	return count;
}

static int
size_at(int index, int max_bytes)
{
	int64		bytes = SMALLEST;

	while (index-- > 0 && bytes < max_bytes)
		bytes *= STEP;
	return (int) Min(bytes, max_bytes);
}

/* The payload as an SQL expression, and what it is called in a finding. */
static char *
make_payload(int index, int max_bytes, char *name, Size name_size)
{
	StringInfoData text;
	int			bytes;
	int			kind;

	if (index < lengthof(fixed))
	{
		string_copy(name, name_size, fixed[index].name);
		return pstrdup(fixed[index].expression);
	}
	index -= lengthof(fixed);
	kind = index / size_count(max_bytes);
	bytes = size_at(index % size_count(max_bytes), max_bytes);
	initStringInfo(&text);
	sized[kind].make(&text, bytes);
	snprintf(name, name_size, "%s of %d bytes", sized[kind].name, text.len);
	return quote_literal_cstr(text.data);
}

/* Of the calls with NULL and with an empty text, the less; negative: none came to its end. */
static int64 peak_without_payload = -1;

/* Clients know these curves by how they begin. */
static void
note_peak(ScenarioJob *job, int index, int64 peak, int payload_bytes)
{
	char		series[SERIES_BYTES];

	if (index < 2)
	{
		if (peak >= 0 && (peak_without_payload < 0 || peak < peak_without_payload))
			peak_without_payload = peak;
		return;
	}
	if (index < lengthof(fixed) || peak < 0 || peak_without_payload < 0)
		return;
	index -= lengthof(fixed);
	snprintf(series, sizeof(series), "peak by size of %s",
			 sized[index / size_count(job_number(job, "max_bytes"))].name);
	job_point(job, series, payload_bytes, Max(peak - peak_without_payload, 0));
}

/* What the latest call held at most; negative if it failed or nobody looked. */
static int64
peak_of(const WorkloadResult *result)
{
	return result->failed ? -1 : peak_growth();
}

static bool
sweep_one(ScenarioJob *job, int index, int repeats, int max_bytes)
{
	MemoryContext context = AllocSetContextCreate(TopMemoryContext, "memcheck payload",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(context);
	char		name[SCENARIO_TEXT_BYTES];
	char	   *payload = make_payload(index, max_bytes, name, sizeof(name));
	bool		called = true;
	WorkloadResult result = {.failed = true};
	int64		peak = -1;

	MemoryContextSwitchTo(before);
	for (int i = 0; i < job_number(job, "warmup") && called; i++)
		called = job_call_with(job, index * repeats + 1, payload, name, NULL);
	job_window_open(job, NULL);
	for (int i = 1; i <= repeats && called; i++)
	{
		called = job_call_with(job, index * repeats + i, payload, name, &result);
		peak = called ? peak_of(&result) : -1;
	}
	job_window_close(job);
	note_peak(job, index, peak, strlen(payload) - 2);
	MemoryContextDelete(context);
	return called;
}

static void
payload_sweep(ScenarioJob *job)
{
	int			max_bytes = job_number(job, "max_bytes");
	int			repeats = job_number(job, "repeats");
	int			payloads = lengthof(fixed) + lengthof(sized) * size_count(max_bytes);

	job_plan(job, payloads * (repeats + job_number(job, "warmup")));
	job_phase(job, "sweeping");
	peak_without_payload = -1;
	/* after a crash: behind the payload that did it */
	for (int index = (job->first + repeats - 2) / repeats; index < payloads; index++)
		if (!sweep_one(job, index, repeats, max_bytes))
			return;
}

const Scenario scenario_payload_sweep = {
	.name = "payload_sweep",
	.description =
		"Gives the workload's :payload as NULL, empty, malformed, an array, JSON, and text from 1 "
		"kB up.",
	.run = payload_sweep,
	.goes_on = true,
	.needs_payload = true,
	.parameters = {
		WARMUP(1),
		{"max_bytes", PARAMETER_INTEGER, 1048576, 1024, 67108864, NULL, "largest payload"},
		{"repeats", PARAMETER_INTEGER, 3, 2, 1000, NULL, "calls with each payload"},
	}
};
