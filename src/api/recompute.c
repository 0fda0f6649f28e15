/* SPDX-License-Identifier: Apache-2.0 */
/* Stored runs by other factors. */
#include <string.h>

#include "api/inside.h"
#include "base/intl.h"

int ledger_recompute(frugal_ledger *ledger, const char *name, const char *zone, struct arena *arena,
		     struct recomputed *ret, struct frugal_error *reterr)
{
	const struct knowledge *knowledge;
	struct run_record run = {0};
	int r = library_knowledge(ledger->library, &knowledge, reterr);
	if (r == 0)
		r = ledger_load_run(ledger->ledger, name, &run, reterr);
	if (r == 0)
		r = recompute_run(&ledger->library->context, knowledge, zone, &run, ret, reterr);
	if (r == 0)
		r = ledger_short_id(ledger->ledger, run.id, &ret->id_digits, reterr);
	run_record_release(&run);
	if (r < 0)
		return r;
	ret->zone_before = arena_strdup(arena, ret->zone_before);
	ret->zone_after = arena_strdup(arena, ret->zone_after);
	return ret->zone_before && ret->zone_after ? 0 : error_nomem(reterr);
}

int frugal_ledger_recompute(frugal_ledger *ledger, const char *run, const char *zone,
			    struct frugal_recomputed *ret, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct arena arena = {0};
	struct recomputed found;
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	if (!run)
		return missing_argument("run", reterr);
	if (!ret)
		return missing_argument("ret", reterr);
	int r = ledger_recompute(ledger, run, zone, &arena, &found, reterr);
	const struct frugal_recomputed told = {.size = ret->size,
					       .energy_kwh = found.energy,
					       .carbon_kg = found.carbon,
					       .new_energy_kwh = found.new_energy,
					       .new_carbon_kg = found.new_carbon};
	if (r == 0)
		r = sized_fill(ret, ret->size, &told, sizeof(told), reterr);
	arena_release(&arena);
	return r;
}
