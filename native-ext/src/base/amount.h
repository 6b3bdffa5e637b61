/*
 * amount.h
 *		Amounts in words: bytes, things with their bytes, bytes per call.
 *
 * The words come by value, so that hooks and signal handlers may ask for them:
 *
 *		snprintf(..., "a chunk of %s", amount_of_bytes(size).text)
 *
 * No allocation, no errors.
 */
#ifndef MEMCHECK_AMOUNT_H
#define MEMCHECK_AMOUNT_H

#include "base/fit.h"

typedef struct Amount
{
	char		text[96];
} Amount;

extern Amount amount_of_bytes(int64 bytes);
extern Amount amount_in_short(int64 bytes);
extern Amount amount_of_things(int64 count, const char *thing);
extern Amount amount_of_things_and_bytes(int64 count, const char *thing, int64 bytes);
extern Amount amount_per_call(const Fit *fit);

#endif							/* MEMCHECK_AMOUNT_H */
