/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks the gates of an audit (audit_gates.csv): requirements that a complete assessment meets,
 * whatever the score of its practices.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "factor/table.h"
#include "insight/audit_inside.h"

struct audit_condition {
	const char *condition, *missing, *missing_fr;
	size_t gate; /* index of audit->gates */
};

static const char *keep(const struct table *table, uint32_t row, const char *name,
			struct arena *arena, bool *failed)
{
	uint32_t column = table_column_find(table, str_of(name));
	const char *kept = column == TABLE_NO_COLUMN
				   ? NULL
				   : arena_strdup(arena, table_text(table, row, column));
	*failed |= !kept;
	return kept ? kept : "";
}

int audit_read_gates(struct tables *tables, struct arena *arena, struct audit *audit,
		     struct frugal_error *reterr)
{
	const struct table *table;
	bool failed = false;
	int r = tables_get(tables, "audit_gates", &table, reterr);
	if (r < 0)
		return r;
	size_t n = table_rows(table);
	audit->gates = arena_array(arena, n + 1, sizeof(*audit->gates));
	audit->conditions = arena_array(arena, n + 1, sizeof(*audit->conditions));
	if (!audit->gates || !audit->conditions)
		return error_nomem(reterr);
	for (uint32_t row = 0; row < n; row++) {
		const char *name = keep(table, row, "gate", arena, &failed);
		size_t gate = 0;
		while (gate < audit->n_gates && strcmp(audit->gates[gate].name, name) != 0)
			gate++;
		if (gate == audit->n_gates)
			audit->gates[audit->n_gates++] = (struct audit_gate){
				.name = name,
				.name_fr = keep(table, row, "gate_fr", arena, &failed),
			};
		audit->conditions[audit->n_conditions++] = (struct audit_condition){
			.condition = keep(table, row, "condition", arena, &failed),
			.missing = keep(table, row, "missing", arena, &failed),
			.missing_fr = keep(table, row, "missing_fr", arena, &failed),
			.gate = gate,
		};
	}
	return failed ? error_nomem(reterr) : 0;
}

/* ---- conditions ----------------------------------------------------------------------------- */

static const struct audit_item *item_of(const struct audit *audit, struct str id)
{
	for (size_t i = 0; i < audit->n; i++)
		if (str_is(id, audit->items[i].id))
			return &audit->items[i];
	return NULL;
}

static bool stated_fact(const struct audit *audit, const char *key)
{
	return audit->has_service && service_fact(&audit->service, key)[0];
}

/* Whether each role has an answer at each stage where it has practices. */
static bool roles_answer(const struct audit *audit, struct str unused)
{
	(void)unused;
	return audit->n_silences == 0;
}

static bool is_silent(const struct audit *audit, const char *role, int stage)
{
	bool any = false;
	for (size_t i = 0; i < audit->n; i++) {
		const struct audit_item *item = &audit->items[i];
		if (item->stage != stage || !audit_has_role(item, role))
			continue;
		if (item->answer != ANSWER_NONE)
			return false;
		any = true;
	}
	return any;
}

static int find_silences(struct audit *audit, struct arena *arena, struct frugal_error *reterr)
{
	size_t roles = 0;
	while (audit_roles[roles])
		roles++;
	audit->silences = arena_array(arena, roles * AUDIT_STAGES, sizeof(*audit->silences));
	if (!audit->silences)
		return error_nomem(reterr);
	for (const char *const *role = audit_roles; *role; role++)
		for (int stage = 0; stage < AUDIT_STAGES; stage++)
			if (is_silent(audit, *role, stage))
				audit->silences[audit->n_silences++] =
					(struct audit_silence){*role, stage};
	return 0;
}

static bool facts_told(const struct audit *audit, struct str names)
{
	char key[64];
	while (names.n) {
		const char *comma = memchr(names.p, ',', names.n);
		size_t n = comma ? (size_t)(comma - names.p) : names.n;
		(void)snprintf(key, sizeof(key), "%.*s", (int)n, names.p);
		if (!stated_fact(audit, key))
			return false;
		names = comma ? (struct str){names.p + n + 1, names.n - n - 1} : (struct str){0};
	}
	return true;
}

static bool practice_counts(const struct audit *audit, struct str id)
{
	const struct audit_item *item = item_of(audit, id);
	return item && item->value > 0;
}

static bool use_is_forecast(const struct audit *audit, struct str unused)
{
	(void)unused;
	for (size_t i = 0; audit->has_service && i < audit->service.n_months; i++)
		if (!isnan(audit->service.months[i].expected))
			return true;
	return false;
}

/* The words of a condition; the rest of its text is the argument. */
static const struct {
	const char *begins;
	bool (*holds)(const struct audit *audit, struct str rest);
} kinds[] = {
	{"facts:", facts_told},
	{"practice:", practice_counts},
	{"roles", roles_answer},
	{"expected", use_is_forecast},
};

/* An unknown condition is not met. */
static bool holds(const struct audit *audit, const struct audit_condition *condition)
{
	struct str rest;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_after(str_of(condition->condition), kinds[i].begins, &rest))
			return kinds[i].holds(audit, rest);
	return false;
}

int audit_judge_gates(struct audit *audit, struct arena *arena, struct frugal_error *reterr)
{
	int r = find_silences(audit, arena, reterr);
	if (r < 0)
		return r;
	audit->complete = true;
	for (size_t i = 0; i < audit->n_conditions; i++) {
		const struct audit_condition *condition = &audit->conditions[i];
		struct audit_gate *gate = &audit->gates[condition->gate];
		if (gate->missing || holds(audit, condition))
			continue;
		gate->missing = condition->missing;
		gate->missing_fr = condition->missing_fr;
		gate->of_roles = strcmp(condition->condition, "roles") == 0;
		audit->complete = false;
	}
	return 0;
}
