/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Computes stored runs again with the factors that the library chooses; the ledger does not change.
 */
#include <string.h>

#include "api/inside.h"
#include "base/intl.h"
#include "insight/selection.h"

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

/* ---- several -------------------------------------------------------------------------------- */

struct choosing {
	struct arena *arena;
	const char **ids;
	size_t n, cap;
};

static int add_id(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct choosing *to = context;
	if (!mem_grow(&to->ids, to->n, &to->cap, sizeof(*to->ids), 0))
		return error_nomem(reterr);
	to->ids[to->n] = arena_strdup(to->arena, run->id);
	return to->ids[to->n++] ? 0 : error_nomem(reterr);
}

/* Interrupted runs used energy too; of a single run nothing is asked. */
static int choose(frugal_ledger *ledger, const char *name, const struct run_filter *within,
		  struct choosing *to, struct frugal_error *reterr)
{
	struct run_filter wanted = *within;
	if (!wanted.statuses && (!name || strchr(name, '=')))
		wanted.statuses = SELECTION_ENDED;
	wanted.oldest_first = true;
	return selection_visit(ledger->ledger, name, &wanted, RUN_HEAD, add_id, to, reterr);
}

int ledger_recompute_all(frugal_ledger *ledger, const char *const *names, size_t n_names,
			 const struct frugal_filter *filter, const char *zone, struct arena *arena,
			 struct recomputed **ret, size_t *ret_n, struct group_pues *ret_left,
			 struct frugal_error *reterr)
{
	struct choosing chosen = {.arena = arena};
	struct run_filter within;
	int r = filter_read_group(filter, arena, &within, reterr);
	for (size_t i = 0; r == 0 && i < n_names; i++)
		r = choose(ledger, names[i], &within, &chosen, reterr);
	if (r == 0 && !n_names)
		r = choose(ledger, NULL, &within, &chosen, reterr);
	*ret = arena_array(arena, chosen.n + 1, sizeof(**ret));
	if (r == 0 && !*ret)
		r = error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < chosen.n; i++)
		r = ledger_recompute(ledger, chosen.ids[i], zone, arena, &(*ret)[i], reterr);
	*ret_left = (struct group_pues){0};
	for (size_t i = 0; r == 0 && i < (n_names ? n_names : 1); i++)
		r = group_pues_left(ledger->ledger, n_names ? names[i] : NULL, &within, arena,
				    ret_left, reterr);
	*ret_n = chosen.n;
	mem_free(chosen.ids);
	return r;
}

/* ---- one ------------------------------------------------------------------------------------ */

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
	const struct frugal_recomputed filled = {.size = ret->size,
						 .energy_kwh = found.energy,
						 .carbon_kg = found.carbon,
						 .new_energy_kwh = found.new_energy,
						 .new_carbon_kg = found.new_carbon};
	if (r == 0)
		r = sized_fill(ret, ret->size, &filled, sizeof(filled), reterr);
	arena_release(&arena);
	return r;
}
