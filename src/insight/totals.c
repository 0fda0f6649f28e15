/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of totals, and how each is asked of the ledger. */
#include "insight/totals.h"

#include <string.h>

#include "base/intl.h"
#include "insight/selection.h"

const char *const totals_keys[] = {"project", "service", "phase", "outcome", "name", "end",
				   "zone",    "machine", "day",   "month",   NULL};

static const unsigned bits[] = {USE_PROJECT, USE_SERVICE, USE_PHASE,   USE_OUTCOME, USE_NAME,
				USE_END,     USE_ZONE,    USE_MACHINE, USE_DAY,     USE_MONTH};

static const char *const end_names[] = {"ok", "failed", "interrupted"};

struct adding {
	struct totals *to;
	struct arena *arena;
	size_t key; /* of totals_keys */
};

static const char *key_of(const struct use_group *group, size_t key)
{
	const char *texts[] = {group->project, group->service,        group->phase, group->outcome,
			       group->name,    end_names[group->end], group->zone,  group->machine,
			       group->period,  group->period};
	return totals_keys[key] ? texts[key] : "";
}

static int add(void *context, const struct use_group *group, struct frugal_error *reterr)
{
	struct adding *of = context;
	struct totals *to = of->to;
	use_add(&to->all, &group->use);
	if (!mem_grow(&to->rows, to->n, &to->cap, sizeof(*to->rows), 0))
		return error_nomem(reterr);
	struct totals_row *row = &to->rows[to->n];
	row->use = group->use;
	row->key = arena_strdup(of->arena, key_of(group, of->key));
	to->n += row->key != NULL;
	return row->key ? FRUGAL_VISIT_ON : error_nomem(reterr);
}

static int bad_key(const char *by, struct frugal_error *reterr)
{
	struct buf names = {0};
	for (size_t i = 0; totals_keys[i]; i++)
		buf_addf(&names, "%s%s", i ? ", " : "", totals_keys[i]);
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a key of runs"), by);
	int r = error_todo(reterr, "%s", buf_text(&names));
	buf_release(&names);
	return r;
}

int totals_read(struct ledger *ledger, const struct run_filter *filter, const char *by,
		struct arena *arena, struct totals *ret, struct frugal_error *reterr)
{
	struct adding of = {.to = ret, .arena = arena};
	*ret = (struct totals){.by = by};
	while (totals_keys[of.key] && (!by || strcmp(by, totals_keys[of.key]) != 0))
		of.key++;
	if (by && !totals_keys[of.key])
		return bad_key(by, reterr);
	struct run_filter ended = *filter;
	ended.statuses = ended.statuses ? ended.statuses : SELECTION_ENDED;
	int r = ledger_sum(ledger, &ended, by ? bits[of.key] : 0, add, &of, reterr);
	if (r == 0)
		r = ledger_count_within(ledger, &ended, &ret->n_within, reterr);
	return r == 0 ? group_pues_left(ledger, NULL, filter, arena, &ret->pues_left, reterr) : r;
}

void totals_release(struct totals *totals)
{
	mem_free(totals->rows);
	*totals = (struct totals){0};
}
