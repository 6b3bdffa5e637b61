/*
 * amount.c
 *		Amounts in words; see amount.h.
 */
#include "postgres.h"

#include "base/amount.h"

/* "1 chunk", "2 chunks" */
Amount
amount_of_things(int64 count, const char *thing)
{
	Amount		amount;

	snprintf(amount.text, sizeof(amount.text), "%lld %s%s", (long long) count, thing,
			 count == 1 ? "" : "s");
	return amount;
}

Amount
amount_of_bytes(int64 bytes)
{
	return amount_of_things(bytes, "byte");
}

/* "8192 bytes", "13 kB", "1126 kB", as pg_size_pretty() has them */
Amount
amount_in_short(int64 bytes)
{
	static const char *const units[] = {"kB", "MB", "GB", "TB"};
	Amount		amount;
	int64		halves = bytes / 512;
	int			unit = 0;

	if (bytes < 10 * 1024)
		return amount_of_bytes(bytes);
	for (; halves >= 20 * 1024 - 1 && unit + 1 < lengthof(units); unit++)
		halves /= 1024;
	snprintf(amount.text, sizeof(amount.text), "%lld %s", (long long) (halves + 1) / 2,
			 units[unit]);
	return amount;
}

/* "1 chunk (64 bytes)", "2 chunks (128 bytes)" */
Amount
amount_of_things_and_bytes(int64 count, const char *thing, int64 bytes)
{
	Amount		amount;

	snprintf(amount.text, sizeof(amount.text), "%s (%s)", amount_of_things(count, thing).text,
			 amount_of_bytes(bytes).text);
	return amount;
}

/* "64.0 bytes per call (95% interval 63.5 to 64.5)" */
Amount
amount_per_call(const Fit *fit)
{
	Amount		amount;

	snprintf(amount.text, sizeof(amount.text), "%.1f bytes per call (95%% interval %.1f to %.1f)",
			 fit->slope, fit->slope - fit->half, fit->slope + fit->half);
	return amount;
}
