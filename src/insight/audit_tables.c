/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the tables of an audit: practices.csv with practice_rules.csv, and audit_scores.csv. Rows
 * of the user come first. Only people can answer a practice without a rule.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "factor/table.h"
#include "insight/audit_inside.h"

static const char *cell(const struct table *table, uint32_t row, const char *name)
{
	uint32_t column = table_column_find(table, str_of(name));
	return column == TABLE_NO_COLUMN ? "" : table_text(table, row, column);
}

static double number(const struct table *table, uint32_t row, const char *name)
{
	uint32_t column = table_column_find(table, str_of(name));
	return column == TABLE_NO_COLUMN ? (double)NAN : table_number(table, row, column);
}

static enum audit_rate rate_of(const char *text)
{
	for (int i = RATE_HIGH; i > RATE_UNKNOWN; i--)
		if (strcmp(text, audit_rates[i]) == 0)
			return (enum audit_rate)i;
	return RATE_UNKNOWN;
}

static const char *keep(struct arena *arena, const char *text, bool *failed)
{
	const char *kept = arena_strdup(arena, text);
	*failed |= !kept;
	return kept ? kept : "";
}

static const struct audit_rule *read_rule(const struct table *rules, const char *id,
					  struct arena *arena, bool *failed)
{
	uint32_t row = table_find_key(rules, str_of(id));
	if (row == TABLE_NO_ROW)
		return NULL;
	struct audit_rule *rule = arena_alloc(arena, sizeof(*rule));
	if (!rule) {
		*failed = true;
		return NULL;
	}
	*rule = (struct audit_rule){
		.name = keep(arena, cell(rules, row, "name"), failed),
		.name_fr = keep(arena, cell(rules, row, "name_fr"), failed),
		.evidence = keep(arena, cell(rules, row, "evidence"), failed),
		.note = keep(arena, cell(rules, row, "note"), failed),
		.more = strcmp(cell(rules, row, "better"), "more") == 0,
		.is_share = strcmp(cell(rules, row, "shown"), "share") == 0,
		.is_energy = strcmp(cell(rules, row, "class"), "energy") == 0,
		.class = strcmp(cell(rules, row, "class"), "stated") == 0 ? CLASS_STATED
									  : CLASS_MEASURED,
		.yes = number(rules, row, "yes"),
		.partly = number(rules, row, "partly"),
	};
	return rule;
}

static void read_item(const struct table *table, uint32_t row, struct arena *arena,
		      struct audit_item *item, bool *failed)
{
	const char *stage = cell(table, row, "stage");
#define KEEP(column) keep(arena, cell(table, row, column), failed)
	*item = (struct audit_item){
		.id = KEEP("key"),
		.title = KEEP("name"),
		.title_fr = KEEP("name_fr"),
		.question = KEEP("question"),
		.question_fr = KEEP("question_fr"),
		.domain = KEEP("domain"),
		.roles = KEEP("role"),
		.five_r = KEEP("five_r"),
		.tops = KEEP("tops"),
		.rgesn = KEEP("rgesn"),
		.status = KEEP("status"),
		.source = KEEP("source"),
		.gain = rate_of(cell(table, row, "gain")),
		.effort = rate_of(cell(table, row, "effort")),
		.gain_source = KEEP("gain_source"),
		.effort_source = KEEP("effort_source"),
		.stage = stage[0] >= '0' && stage[0] < '0' + AUDIT_STAGES ? stage[0] - '0' : 0,
		.measured = NAN,
		.rgesn_weight = number(table, row, "rgesn_weight"),
	};
#undef KEEP
	if (!item->title_fr[0])
		item->title_fr = item->title;
	if (!item->question[0])
		item->question = item->title;
	if (!item->question_fr[0])
		item->question_fr = item->title_fr;
}

bool audit_has_role(const struct audit_item *item, const char *word)
{
	const char *list = item->roles;
	size_t n = strlen(word);
	for (const char *p = list; *p;) {
		size_t part = strcspn(p, ";");
		if (part == n && strncmp(p, word, n) == 0)
			return true;
		p += part;
		p += *p == ';';
	}
	return false;
}

/* Rows of the user come first; the first row of a key counts. */
int audit_read_items(const struct tables *tables, struct arena *arena, struct audit *to,
		     struct frugal_error *reterr)
{
	const struct table *table, *rules;
	bool failed = false;
	struct tables *own = (struct tables *)(uintptr_t)tables;
	int r = tables_get(own, "practices", &table, reterr);
	if (r == 0)
		r = tables_get(own, "practice_rules", &rules, reterr);
	if (r < 0)
		return r;
	to->items = arena_array(arena, table_rows(table) + 1, sizeof(*to->items));
	if (!to->items)
		return error_nomem(reterr);
	for (uint32_t row = 0; row < table_rows(table); row++) {
		struct audit_item *item = &to->items[to->n];
		if (table_find_key(table, str_of(cell(table, row, "key"))) != row)
			continue;
		read_item(table, row, arena, item, &failed);
		item->rule = read_rule(rules, item->id, arena, &failed);
		to->n++;
	}
	return failed ? error_nomem(reterr) : 0;
}

/* ---- scores --------------------------------------------------------------------------------- */

static int read_score(const struct table *table, const char *kind, const char *name, double *ret,
		      struct frugal_error *reterr)
{
	struct buf key = {0};
	buf_addf(&key, "%s%s", kind, name);
	uint32_t row = key.failed ? TABLE_NO_ROW : table_find_key(table, buf_str(&key));
	*ret = row == TABLE_NO_ROW ? (double)NAN : number(table, row, "value");
	int r = isnan(*ret) ? error_set(reterr, FRUGAL_EDATA,
					_("audit_scores.csv has no value for '%s'"), buf_text(&key))
			    : 0;
	buf_release(&key);
	return r;
}

int audit_read_scores(struct tables *tables, struct audit *audit, struct audit_scores *ret,
		      struct frugal_error *reterr)
{
	const struct table *table;
	*ret = (struct audit_scores){0};
	int r = tables_get(tables, "audit_scores", &table, reterr);
	for (int i = ANSWER_NO; r == 0 && i <= ANSWER_YES; i++)
		r = read_score(table, "answer:", audit_answers[i], &ret->answers[i], reterr);
	for (int i = RATE_UNKNOWN; r == 0 && i <= RATE_HIGH; i++)
		r = read_score(table, "gain:", audit_rates[i], &ret->gains[i], reterr);
	if (r == 0)
		r = read_score(table, "stated-at-most", "", &ret->stated_at_most, reterr);
	if (r == 0)
		r = read_score(table, "measured-at-least", "", &ret->measured_at_least, reterr);
	for (size_t i = 0; r == 0 && i < audit->n; i++) {
		struct audit_item *item = &audit->items[i];
		double always = 0;
		item->rgesn_always =
			item->rgesn[0] &&
			read_score(table, "rgesn-always:", item->rgesn, &always, NULL) == 0 &&
			always > 0;
	}
	return r;
}
