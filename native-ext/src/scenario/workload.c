/*
 * workload.c
 *		Runs SQL text as a client's simple query would; see workload.h.
 */
#include "postgres.h"

#include "access/xact.h"
#include "base/compat.h"
#include "base/violation.h"
#include "common/hashfn.h"
#include "executor/tuptable.h"
#include "jit/jit.h"
#include "judge/statement.h"
#include "miscadmin.h"
#include "parser/analyze.h"
#include "pgstat.h"
#include "scenario/workload.h"
#include "storage/proc.h"
#include "tcop/cmdtag.h"
#include "tcop/pquery.h"
#include "tcop/tcopprot.h"
#include "tcop/utility.h"
#include "utils/backend_status.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/portal.h"
#include "utils/snapmgr.h"
#include "utils/timeout.h"

/* Takes rows as a client would: as text. */
typedef struct CountingReceiver
{
	DestReceiver base;
	WorkloadResult *result;
	FmgrInfo   *output;			/* by column */
	MemoryContext row;			/* reset for each row */
} CountingReceiver;

static void
receiver_startup(DestReceiver *self, int operation, TupleDesc descriptor)
{
	CountingReceiver *receiver = (CountingReceiver *) self;

	receiver->output = palloc0(sizeof(FmgrInfo) * Max(descriptor->natts, 1));
	receiver->row = AllocSetContextCreate(CurrentMemoryContext, "memcheck row",
										  ALLOCSET_DEFAULT_SIZES);
	for (int i = 0; i < descriptor->natts; i++)
	{
		Oid			function;
		bool		is_varlena;

		getTypeOutputInfo(TupleDescAttr(descriptor, i)->atttypid, &function, &is_varlena);
		fmgr_info(function, &receiver->output[i]);
	}
}

static bool
receiver_receive(TupleTableSlot *slot, DestReceiver *self)
{
	CountingReceiver *receiver = (CountingReceiver *) self;
	WorkloadResult *result = receiver->result;
	MemoryContext before = MemoryContextSwitchTo(receiver->row);

	slot_getallattrs(slot);
	for (int i = 0; i < slot->tts_tupleDescriptor->natts; i++)
	{
		const char *text = "";
		uint64		hash;

		if (!slot->tts_isnull[i])
			text = OutputFunctionCall(&receiver->output[i], slot->tts_values[i]);
		answer_add_row(&result->answer, slot, i, text);
		if (i == 0 && result->rows == 0)
			string_copy(result->first, sizeof(result->first), text);
		hash = hash_bytes_extended((const unsigned char *) text, strlen(text), slot->tts_isnull[i]);
		result->hash = hash_combine64(result->hash, hash);
	}
	result->rows++;
	MemoryContextSwitchTo(before);
	MemoryContextReset(receiver->row);
	return true;
}

static void
receiver_shutdown(DestReceiver *self)
{
	MemoryContextDelete(((CountingReceiver *) self)->row);
}

static void
receiver_destroy(DestReceiver *self)
{
}

/* Once, when the worker is connected. */
void
workload_init(void)
{
	MessageContext = AllocSetContextCreate(TopMemoryContext, "MessageContext",
										   ALLOCSET_DEFAULT_SIZES);
}

static void
begin_command(void)
{
	SetCurrentStatementStartTimestamp();
	StartTransactionCommand();
	if (StatementTimeout > 0)
		enable_timeout_after(STATEMENT_TIMEOUT, StatementTimeout);
	MemoryContextSwitchTo(MessageContext);
}

static void
end_command(void)
{
	disable_timeout(STATEMENT_TIMEOUT, false);
	CommitTransactionCommand();
	MemoryContextSwitchTo(MessageContext);
}

static void
refuse_in_failed_block(RawStmt *raw)
{
	if (!IsAbortedTransactionBlockState())
		return;
	if (IsA(raw->stmt, TransactionStmt))
	{
		TransactionStmtKind kind = ((TransactionStmt *) raw->stmt)->kind;

		if (kind == TRANS_STMT_COMMIT || kind == TRANS_STMT_PREPARE ||
			kind == TRANS_STMT_ROLLBACK || kind == TRANS_STMT_ROLLBACK_TO)
			return;
	}
	ereport(ERROR,
			(errcode(ERRCODE_IN_FAILED_SQL_TRANSACTION),
			 errmsg("current transaction is aborted, commands ignored until end of transaction "
					"block")));
}

static List *
plan_statement(RawStmt *raw, const char *source)
{
	bool		needs_snapshot = analyze_requires_snapshot(raw);
	List	   *plans;

	if (needs_snapshot)
		PushActiveSnapshot(GetTransactionSnapshot());
	plans = pg_plan_queries(pg_analyze_and_rewrite_fixedparams(raw, source, NULL, 0, NULL),
							source, 0, NULL);
	if (needs_snapshot)
		PopActiveSnapshot();
	return plans;
}

static void
run_statement(RawStmt *raw, const char *source, WorkloadResult *result)
{
	CountingReceiver receiver = {.base = {receiver_receive, receiver_startup, receiver_shutdown,
	receiver_destroy, DestNone}, .result = result};
	QueryCompletion completion;
	Portal		portal;

	begin_command();
	refuse_in_failed_block(raw);
	CHECK_FOR_INTERRUPTS();
	portal = CreatePortal("", true, true);
	portal->visible = false;
	PortalDefineQuery(portal, NULL, source, CreateCommandTag(raw->stmt),
					  plan_statement(raw, source), NULL);
	PortalStart(portal, NULL, 0, InvalidSnapshot);
	result->began = true;
	compat_portal_run(portal, &receiver.base, &completion);
	PortalDrop(portal, false);
	end_command();
}

/* The error goes to the result, the transaction is rolled back. */
static void
take_error(WorkloadResult *result)
{
	ErrorData  *error;

	HOLD_INTERRUPTS();
	disable_timeout(STATEMENT_TIMEOUT, false);
	QueryCancelPending = false;
	MemoryContextSwitchTo(MessageContext);
	error = CopyErrorData();
	FlushErrorState();
	result->failed = true;
	result->sqlstate = error->sqlerrcode;
	string_copy(result->message, sizeof(result->message), error->message ? error->message : "");
	if (error->detail && strlen(result->message) + 3 < sizeof(result->message))
	{
		Size		length = strlen(result->message);

		snprintf(result->message + length, 3, ": ");
		string_copy(result->message + length + 2, sizeof(result->message) - length - 2,
					error->detail);
	}
	answer_add_error(&result->answer, result->sqlstate, result->message);
	FreeErrorData(error);
	AbortCurrentTransaction();
	PortalErrorCleanup();
	jit_reset_after_error();
	MemoryContextSwitchTo(TopMemoryContext);
	RESUME_INTERRUPTS();
}

/*
 * True if the whole text ran. The identity, unless 0, says that texts with
 * different parameters are the same statement.
 */
bool
workload_run(const char *text, uint64 identity, WorkloadResult *result)
{
	memset(result, 0, sizeof(*result));
	answer_begin(&result->answer);
	debug_query_string = text;
	pgstat_report_activity(STATE_RUNNING, text);
	PG_TRY();
	{
		ListCell   *cell;

		MemoryContextSwitchTo(MessageContext);
		foreach(cell, pg_parse_query(text))
		{
			statement_identify(identity ? identity + foreach_current_index(cell) : 0);
			run_statement(lfirst_node(RawStmt, cell), text, result);
		}
	}
	PG_CATCH();
	{
		take_error(result);
	}
	PG_END_TRY();
	answer_end();
	statement_identify(0);
	debug_query_string = NULL;
	/* statistics are sent between transactions, as the server's own loop does */
	if (!IsTransactionOrTransactionBlock())
		pgstat_report_stat(false);
	pgstat_report_activity(IsTransactionBlock() ? STATE_IDLEINTRANSACTION : STATE_IDLE, NULL);
	MemoryContextSwitchTo(TopMemoryContext);
	return !result->failed;
}

static bool
is_plannable(Node *statement)
{
	return IsA(statement, SelectStmt) || IsA(statement, InsertStmt) ||
		IsA(statement, UpdateStmt) || IsA(statement, DeleteStmt);
}

/* The statements of a text, in MessageContext; NIL and the error if it has none. */
List *
workload_parts(const char *text, WorkloadResult *result)
{
	List	   *volatile parts = NIL;

	memset(result, 0, sizeof(*result));
	PG_TRY();
	{
		ListCell   *cell;

		MemoryContextSwitchTo(MessageContext);
		foreach(cell, pg_parse_query(text))
		{
			RawStmt    *raw = lfirst_node(RawStmt, cell);
			WorkloadPart *part = palloc0(sizeof(WorkloadPart));

			part->text = raw->stmt_len > 0 ? pnstrdup(text + raw->stmt_location, raw->stmt_len) :
				pstrdup(text + raw->stmt_location);
			part->is_query = IsA(raw->stmt, SelectStmt) &&
				((SelectStmt *) raw->stmt)->intoClause == NULL;
			part->can_prepare = is_plannable(raw->stmt) &&
				!(IsA(raw->stmt, SelectStmt) && !part->is_query);
			parts = lappend(parts, part);
		}
	}
	PG_CATCH();
	{
		take_error(result);
	}
	PG_END_TRY();
	MemoryContextSwitchTo(TopMemoryContext);
	return parts;
}
