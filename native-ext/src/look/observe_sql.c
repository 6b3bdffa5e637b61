/*
 * observe_sql.c
 *		Looking at other processes from SQL: observe(), memory(),
 *		backends_memory(), pending_observations(); see observe.h.
 */
#include "postgres.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/contract.h"
#include "base/reader.h"
#include "base/settings.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "look/exchange.h"
#include "look/observe.h"
#include "miscadmin.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/proc.h"
#include "tree/process_memory.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/wait_event.h"

/* An asker that waits reminds the process after this time, and then less and less often. */
#define PATIENCE_MS 5
#define LONGEST_PATIENCE_MS 50

/* How long memory() waits. */
#define MEMORY_TIMEOUT_MS 1000

/* What one function call has asked. */
typedef struct Asking
{
	int			count;
	Asked	   *asked;
	Answer	   *answers;
	AskState   *states;
} Asking;

static void
withdraw_all(int code, Datum argument)
{
	Asking	   *asking = (Asking *) DatumGetPointer(argument);

	for (int i = 0; i < asking->count; i++)
		exchange_withdraw(&asking->asked[i]);
}

static void
refuse_timeout(int timeout_ms)
{
	if (timeout_ms < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("timeout must be at least 1 millisecond, not %d", timeout_ms)));
}

/* Whether nobody answered meanwhile. */
static bool
sleep_until(int64 deadline, long patience_ms)
{
	long		left = Max(deadline - clock_ms(), 0);
	int			events = WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH,
								   Min(left + 1, patience_ms), PG_WAIT_EXTENSION);

	ResetLatch(MyLatch);
	CHECK_FOR_INTERRUPTS();
	return (events & WL_LATCH_SET) == 0;
}

static void
remind_all(const Asking *asking)
{
	for (int i = 0; i < asking->count; i++)
		if (asking->states[i] == ASK_WAITS && asking->asked[i].serial != 0)
			exchange_remind(&asking->asked[i]);
}

/* Asks, or asks again where there was no place, and looks; whether all is said. */
static bool
ask_and_look(Asking *asking, int wants, int fd)
{
	bool		all = true;

	for (int i = 0; i < asking->count; i++)
	{
		Asked	   *asked = &asking->asked[i];

		if (asking->states[i] != ASK_WAITS)
			continue;
		if (asked->serial == 0 &&
			exchange_ask(asked->pid, wants, fd, asked) == ASK_NO_PROCESS)
			asking->states[i] = ASK_IN_VAIN;
		else if (asked->serial != 0)
			asking->states[i] = exchange_look(asked, &asking->answers[i]);
		all = all && asking->states[i] != ASK_WAITS;
	}
	return all;
}

/* Until all have answered, or the time is up. */
static void
wait_for_answers(Asking *asking, int wants, int fd, int timeout_ms)
{
	int64		deadline = clock_ms() + timeout_ms;
	long		patience_ms = PATIENCE_MS;

	while (!ask_and_look(asking, wants, fd) && clock_ms() < deadline)
	{
		if (!sleep_until(deadline, patience_ms))
			continue;
		remind_all(asking);
		patience_ms = Min(patience_ms * 2, LONGEST_PATIENCE_MS);
	}
}

/* Asks all at once and waits for the answers, or until the time is up. */
static void
ask_all(Asking *asking, int wants, int fd, int timeout_ms)
{
	PG_ENSURE_ERROR_CLEANUP(withdraw_all, PointerGetDatum(asking));
	wait_for_answers(asking, wants, fd, timeout_ms);
	PG_END_ENSURE_ERROR_CLEANUP(withdraw_all, PointerGetDatum(asking));
	withdraw_all(0, PointerGetDatum(asking));
}

/* The process where it is while it does not answer. */
static const char *
whereabouts(int pid)
{
	const PGPROC *process = exchange_process(pid);
	uint32		waits = process ? process->wait_event_info : 0;

	if (waits == 0)
		return "It is running.";
	return psprintf("It waits for %s / %s.", pgstat_get_wait_event_type(waits),
					pgstat_get_wait_event(waits));
}

void
observe_raise_silence(int pid, int timeout_ms)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_IN_USE),
			 errmsg("process %d did not answer in %d ms", pid, timeout_ms),
			 errdetail_internal("%s", whereabouts(pid)),
			 log_min_messages > ERROR ?
			 errhint("No process can be observed while log_min_messages is fatal or panic.") :
			 errhint("It cannot be interrupted at the moment. Try again, or with a longer "
					 "timeout.")));
}

void
observe_require_process(int pid)
{
	if (exchange_process_without(pid) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("process %d has not loaded pg_ext_memcheck", pid),
				 errdetail("This server has not preloaded it, so each session loads it for "
						   "itself."),
				 errhint("For new sessions: ALTER SYSTEM SET session_preload_libraries = "
						 "pg_ext_memcheck; SELECT pg_reload_conf(). For all processes add it to "
						 "shared_preload_libraries and restart the server.")));
	if (pid == PostmasterPid)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("process %d is the postmaster, which is never asked", pid),
				 errdetail("An error in it would end the server."),
				 errhint("memcheck tree %d shows its contexts from outside. With "
						 "pg_ext_memcheck.sample_bytes in postgresql.conf, ext_memcheck.heap() of "
						 "a new session has what the postmaster allocated: the rows that are "
						 "inherited.", pid)));
	if (exchange_process(pid) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("this server has no process %d that can be observed", pid),
				 errhint("The view ext_memcheck.backends lists those that can.")));
}

/* Asks one process: what became of it until the time was up. */
AskState
observe_ask(int pid, int wants, int fd, int timeout_ms, Answer *answer)
{
	Asked		asked = {.pid = pid};
	AskState	state = ASK_WAITS;
	Asking		asking = {1, &asked, answer, &state};

	ask_all(&asking, wants, fd, timeout_ms);
	return state;
}

/* The same. Raises an error if there is no answer. */
static Answer
ask_one(int pid, int wants, int fd, int timeout_ms)
{
	Answer		answer = {0};
	AskState	state;

	observe_require_process(pid);
	state = observe_ask(pid, wants, fd, timeout_ms, &answer);
	if (state == ASK_WAITS)
		observe_raise_silence(pid, timeout_ms);
	if (state == ASK_IN_VAIN)
		observe_raise_gone(pid);
	return answer;
}

void
observe_raise_gone(int pid)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("process %d ended while it was observed", pid)));
}

void
observe_raise_system_error(const char *what, int error)
{
	errno = error;
	ereport(ERROR,
			(errcode_for_file_access(),
			 errmsg("could not %s: %m", what)));
}

/* What was handed over as a datum. The mapping is private, so nobody changes it meanwhile. */
static bytea *
datum_of(const char *data, Size bytes)
{
	const TreeHeader *header = (const TreeHeader *) data;
	SnapshotFacts facts;
	Walk		walk = {0};

	if (bytes < sizeof(TreeHeader) ||
		bytes != sizeof(TreeHeader) + header->nodes * sizeof(WalkNode) + header->text_bytes)
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("process handed over %zu bytes that are no tree", bytes)));
	walk_init(&walk);
	walk.sequence = header->sequence;
	walk.taken_at = header->taken_at;
	walk.nodes.data = unconstify(char *, data) + sizeof(TreeHeader);
	walk.nodes.count = header->nodes;
	walk.text.data = walk.nodes.data + header->nodes * sizeof(WalkNode);
	walk.text.count = header->text_bytes;
	facts = header->facts;
	facts.idents_hidden = !reader_may_see(facts.role);
	return snapshot_datum(&walk, &facts);
}

/* "what" was handed over in a file. */
void
observe_read(const char *what, int fd, HandedOver take, void *arg)
{
	struct stat file;
	char	   *data = MAP_FAILED;

	if (fstat(fd, &file) == 0)
		data = mmap(NULL, Max(file.st_size, 1), PROT_READ, MAP_PRIVATE, fd, 0);
	if (data == MAP_FAILED)
		observe_raise_system_error(psprintf("read the %s that was handed over", what), errno);
	PG_TRY();
	{
		take(arg, data, file.st_size);
	}
	PG_FINALLY();
	{
		munmap(data, Max(file.st_size, 1));
	}
	PG_END_TRY();
}

static void
take_answer(const Question *question, int pid, int fd, void *arg)
{
	Answer		answer = {0};

	if (pid == MyProcPid)
		answer.error = question->own(fd);
	else
		answer = ask_one(pid, question->wants, fd, question->timeout_ms);
	if (answer.error && question->refused)
		question->refused(pid, answer.error);
	if (answer.error)
		observe_raise_system_error(psprintf("take the %s of process %d", question->what, pid),
								   answer.error);
	observe_read(question->what, fd, question->take, arg);
}

/* Asks a process, or has this session answer. Raises an error if there is no answer. */
void
observe_answer(const Question *question, int pid, void *arg)
{
	int			fd;

	memcheck_require_hooks();
	if (pid != MyProcPid)
	{
		memcheck_require_shared();
		observe_require_process(pid);
	}
	fd = memfd_create("pg_ext_memcheck", MFD_CLOEXEC);
	if (fd < 0)
		observe_raise_system_error(psprintf("make room for the %s of process %d",
											question->what, pid), errno);
	PG_TRY();
	{
		take_answer(question, pid, fd, arg);
	}
	PG_FINALLY();
	{
		close(fd);
	}
	PG_END_TRY();
}

static void
take_tree(void *arg, const char *data, Size bytes)
{
	*(bytea **) arg = datum_of(data, bytes);
}

static bytea *
read_tree(int fd)
{
	bytea	   *datum = NULL;

	observe_read("tree", fd, take_tree, &datum);
	return datum;
}

PG_FUNCTION_INFO_V1(memcheck_observe);
Datum
memcheck_observe(PG_FUNCTION_ARGS)
{
	int			pid = PG_GETARG_INT32(0);
	int			timeout_ms = PG_GETARG_INT32(1);
	bytea	   *volatile datum = NULL;
	int			fd;

	memcheck_require_shared();
	refuse_timeout(timeout_ms);
	if (pid == MyProcPid)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("process %d is this session itself", pid),
				 errhint("Use ext_memcheck.snapshot().")));
	fd = memfd_create("pg_ext_memcheck", MFD_CLOEXEC);
	if (fd < 0)
		observe_raise_system_error("make room for a tree", errno);
	PG_TRY();
	{
		Answer		answer = ask_one(pid, ASK_FOR_TREE, fd, timeout_ms);

		if (answer.error)
			observe_raise_system_error(psprintf("have the tree of process %d handed over", pid),
							   answer.error);
		datum = read_tree(fd);
	}
	PG_FINALLY();
	{
		close(fd);
	}
	PG_END_TRY();
	PG_RETURN_BYTEA_P(datum);
}

/* A figure, or NULL where it is not known. */
static void
set_figure(Datum *value, bool *null, int64 figure)
{
	*value = Int64GetDatum(figure);
	*null = figure < 0;
}

enum MemoryColumn
{
	MEMORY_CONTEXT_BYTES,
	MEMORY_CONTEXTS,
	MEMORY_MALLOC_BYTES,
	MEMORY_RSS_ANON_BYTES,
	MEMORY_COLUMNS
};

static const RowColumn memory_columns[] = {
	{"context_bytes", INT8OID},
	{"contexts", INT8OID},
	{"malloc_bytes", INT8OID},
	{"rss_anon_bytes", INT8OID}
};

PG_FUNCTION_INFO_V1(memcheck_memory);
Datum
memcheck_memory(PG_FUNCTION_ARGS)
{
	int			pid = PG_GETARG_INT32(0);
	TupleDesc	row;
	Datum		values[MEMORY_COLUMNS];
	bool		nulls[MEMORY_COLUMNS];
	Answer		answer;

	memcheck_require_shared();
	if (get_call_result_type(fcinfo, NULL, &row) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	contract_row(row, memory_columns, lengthof(memory_columns));
	if (pid == MyProcPid)
	{
		ContextSum	sum = context_sum();

		answer.context_bytes = sum.bytes;
		answer.contexts = sum.contexts;
		answer.malloc_bytes = malloc_outside_contexts(sum.bytes);
	}
	else
		answer = ask_one(pid, ASK_FOR_MALLOC, -1, MEMORY_TIMEOUT_MS);
	set_figure(&values[MEMORY_CONTEXT_BYTES], &nulls[MEMORY_CONTEXT_BYTES], answer.context_bytes);
	set_figure(&values[MEMORY_CONTEXTS], &nulls[MEMORY_CONTEXTS], answer.contexts);
	set_figure(&values[MEMORY_MALLOC_BYTES], &nulls[MEMORY_MALLOC_BYTES], answer.malloc_bytes);
	set_figure(&values[MEMORY_RSS_ANON_BYTES], &nulls[MEMORY_RSS_ANON_BYTES], rss_anon_bytes(pid));
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(row), values, nulls)));
}

/* The other processes of the server; this one is not asked. */
static void
list_processes(Asking *asking)
{
	int			places = MaxBackends + NUM_AUXILIARY_PROCS;

	asking->count = 0;
	asking->asked = palloc0_array(Asked, places);
	asking->answers = palloc0_array(Answer, places);
	asking->states = palloc0_array(AskState, places);
	for (int i = 0; i < places; i++)
	{
		const PGPROC *process = &ProcGlobal->allProcs[i];
		int			pid = process->pid;

		/* the place of one that has ended may still say its pid */
		if (pid == MyProcPid)
			continue;
		if (process == exchange_process(pid))
			asking->asked[asking->count++].pid = pid;
		else if (pid != 0 && process == exchange_process_without(pid))
		{
			asking->states[asking->count] = ASK_ANSWERED;
			asking->answers[asking->count] = (Answer) {.context_bytes = -1,.contexts = -1};
			asking->asked[asking->count++].pid = pid;
		}
	}
}

enum BackendsColumn
{
	BACKENDS_PID,
	BACKENDS_CONTEXT_BYTES,
	BACKENDS_CONTEXTS,
	BACKENDS_RSS_ANON_BYTES,
	BACKENDS_COLUMNS
};

static void
put_process(ReturnSetInfo *result, int pid, ContextSum sum)
{
	Datum		values[BACKENDS_COLUMNS];
	bool		nulls[BACKENDS_COLUMNS] = {0};

	values[BACKENDS_PID] = Int32GetDatum(pid);
	set_figure(&values[BACKENDS_CONTEXT_BYTES], &nulls[BACKENDS_CONTEXT_BYTES], sum.bytes);
	set_figure(&values[BACKENDS_CONTEXTS], &nulls[BACKENDS_CONTEXTS], sum.contexts);
	set_figure(&values[BACKENDS_RSS_ANON_BYTES], &nulls[BACKENDS_RSS_ANON_BYTES],
			   rss_anon_bytes(pid));
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

static const RowColumn backends_columns[] = {
	{"pid", INT4OID},
	{"context_bytes", INT8OID},
	{"contexts", INT8OID},
	{"rss_anon_bytes", INT8OID}
};

PG_FUNCTION_INFO_V1(memcheck_backends_memory);
Datum
memcheck_backends_memory(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	int			timeout_ms = PG_GETARG_INT32(0);
	Asking		asking;

	memcheck_require_shared();
	refuse_timeout(timeout_ms);
	contract_rows(fcinfo, backends_columns, lengthof(backends_columns));
	list_processes(&asking);
	ask_all(&asking, 0, -1, timeout_ms);
	put_process(result, MyProcPid, context_sum());
	for (int i = 0; i < asking.count; i++)
	{
		ContextSum	sum = {-1, -1};

		if (asking.states[i] == ASK_ANSWERED)
			sum = (ContextSum) {asking.answers[i].context_bytes, asking.answers[i].contexts};
		if (asking.states[i] != ASK_IN_VAIN)
			put_process(result, asking.asked[i].pid, sum);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(memcheck_pending_observations);
Datum
memcheck_pending_observations(PG_FUNCTION_ARGS)
{
	memcheck_require_shared();
	PG_RETURN_INT32(exchange_count());
}
