/*
 * resource_faults.c
 *		What the tests of the probe "track_resources" leave open.
 */
#include "postgres.h"

#include <fcntl.h>
#include <unistd.h>

#include "executor/spi.h"
#include "fmgr.h"

static int	file = -1;			/* of open_file() */

/* Bug, unless close_file() follows. */
PG_FUNCTION_INFO_V1(open_file);
Datum
open_file(PG_FUNCTION_ARGS)
{
	file = open("/dev/null", O_RDONLY);
	PG_RETURN_VOID();
}

PG_FUNCTION_INFO_V1(close_file);
Datum
close_file(PG_FUNCTION_ARGS)
{
	close(file);
	PG_RETURN_VOID();
}

/* Bug: never calls SPI_finish(). */
PG_FUNCTION_INFO_V1(leave_spi_connected);
Datum
leave_spi_connected(PG_FUNCTION_ARGS)
{
	SPI_connect();
	PG_RETURN_VOID();
}
