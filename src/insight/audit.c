/* SPDX-License-Identifier: Apache-2.0 */
#include "insight/audit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/sha256.h"
#include "factor/table.h"

#define STATED_AT_MOST 0.5 /* what is only said counts half at most */
#define ROUNDING 1e-9
#define UNKNOWN_GAIN 2.0 /* weighs as moderate, and is told */

const char *const audit_answers[] = {"none", "no", "partly", "yes", "na", NULL};
const char *const audit_classes[] = {N_("none"), N_("stated"), N_("document"), N_("measured"),
				     NULL};
const char *const audit_rates[] = {N_("unknown"), N_("low"), N_("moderate"), N_("high"), NULL};
const char *const audit_roles[] = {"team", "sponsor", "user", "supplier", NULL};
const char *const audit_stages[] = {N_("governance"), N_("inception"),
				    N_("design"),     N_("verification"),
				    N_("deployment"), N_("operation"),
				    N_("validation"), N_("re-evaluation"),
				    N_("retirement"), NULL};

/* ---- the tables ----------------------------------------------------------------------------- */

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

static bool holds_word(const char *list, const char *word)
{
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

/* Rows of the user's own come first; a key answers once. */
static int read_items(const struct tables *tables, struct arena *arena, struct audit *to,
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

/* ---- one practice --------------------------------------------------------------------------- */

/* A share that was reckoned may miss its threshold by a rounding. */
static bool reaches(const struct audit_rule *rule, double x, double threshold)
{
	double slack = ROUNDING * fabs(threshold);
	return rule->more ? x >= threshold - slack : x <= threshold + slack;
}

static enum audit_answer propose(const struct audit_rule *rule, double x)
{
	if (isnan(x))
		return ANSWER_NONE;
	if (reaches(rule, x, rule->yes))
		return ANSWER_YES;
	return reaches(rule, x, rule->partly) ? ANSWER_PARTLY : ANSWER_NO;
}

static enum audit_answer told_answer(const struct practice_answer *told)
{
	for (int i = ANSWER_NO; told && audit_answers[i]; i++)
		if (strcmp(told->answer, audit_answers[i]) == 0)
			return (enum audit_answer)i;
	return ANSWER_NONE;
}

static enum audit_document document_of(const struct practice_answer *told)
{
	char now[SHA256_TEXT] = "";
	if (!told || !told->document[0])
		return DOCUMENT_NONE;
	if (sha256_file(told->document, now, NULL) < 0)
		return DOCUMENT_GONE;
	return strcmp(now, told->sha256) == 0 ? DOCUMENT_SAME : DOCUMENT_CHANGED;
}

/* What is measured goes before what is shown, and that before what is said. */
static void judge(struct audit_item *item)
{
	static const double values[] = {0, 0, 0.5, 1, 0};
	enum audit_answer told = told_answer(item->told);
	item->document = document_of(item->told);
	item->answer = told;
	item->class = told == ANSWER_NONE               ? CLASS_NONE
		      : item->document == DOCUMENT_SAME ? CLASS_DOCUMENT
							: CLASS_STATED;
	if (item->proposed != ANSWER_NONE) {
		item->contradicts = told != ANSWER_NONE && told != item->proposed;
		item->answer = item->proposed;
		item->class = CLASS_MEASURED;
	}
	item->weight = item->gain == RATE_UNKNOWN ? UNKNOWN_GAIN : (double)item->gain;
	item->value = values[item->answer];
	if (item->class == CLASS_STATED)
		item->value = fmin(item->value, STATED_AT_MOST);
}

static int measure(struct audit *to, struct audit_evidence *evidence, struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < to->n; i++) {
		struct audit_item *item = &to->items[i];
		if (!item->rule)
			continue;
		r = audit_evidence_value(evidence, item->rule->evidence, &item->measured, reterr);
		item->proposed = propose(item->rule, item->measured);
	}
	return r;
}

static void set_told(struct audit *to, const struct practice_answer *answers, size_t n)
{
	for (size_t i = 0; i < to->n; i++)
		for (size_t k = 0; k < n; k++)
			if (strcmp(to->items[i].id, answers[k].practice) == 0)
				to->items[i].told = &answers[k];
}

/* ---- all of them ---------------------------------------------------------------------------- */

static const struct audit_item *item_of(const struct audit *audit, const char *id)
{
	for (size_t i = 0; i < audit->n; i++)
		if (strcmp(audit->items[i].id, id) == 0)
			return &audit->items[i];
	return NULL;
}

static bool told_fact(const struct audit *audit, const char *key)
{
	return audit->has_service && service_fact(&audit->service, key)[0];
}

/* Each role answers something at each stage where it has practices. */
static bool roles_answer(const struct audit *audit)
{
	for (const char *const *role = audit_roles; *role; role++)
		for (int stage = 0; stage < AUDIT_STAGES; stage++) {
			bool any = false, answered = false;
			for (size_t i = 0; i < audit->n; i++) {
				const struct audit_item *item = &audit->items[i];
				if (item->stage != stage || !holds_word(item->roles, *role))
					continue;
				any = true;
				answered |= item->answer != ANSWER_NONE;
			}
			if (any && !answered)
				return false;
		}
	return true;
}

static void judge_gates(struct audit *audit)
{
	const struct audit_item *alternatives = item_of(audit, "BP02");
	bool compared = alternatives && alternatives->value > 0, expected = false;
	for (size_t i = 0; audit->has_service && i < audit->service.n_months; i++)
		expected |= !isnan(audit->service.months[i].expected);
	audit->gates[0] = (struct audit_gate){
		N_("the need is shown"),
		!told_fact(audit, "need") ? N_("no need is written: frugal service set ID need=...")
		: !compared               ? N_("no simpler solution was compared (BP02)")
		: !told_fact(audit, "target")
			? N_("no sufficient quality was set: frugal service set ID "
			     "target='accuracy>=0.9'")
			: NULL};
	audit->gates[1] = (struct audit_gate){
		N_("all who are concerned answer"),
		roles_answer(audit) ? NULL
				    : N_("a role has a stage where it answered nothing: --role")};
	audit->gates[2] = (struct audit_gate){
		N_("uses are questioned"),
		!told_fact(audit, "intended") || !told_fact(audit, "excluded")
			? N_("intended and excluded uses are not listed: frugal service set ID "
			     "intended=... excluded=...")
		: !told_fact(audit, "indirect")
			? N_("indirect effects are not listed: frugal service set ID indirect=...")
		: !expected ? N_("no use is forecast: frugal service use ID MONTH expected=N")
			    : NULL};
	audit->complete = true;
	for (int i = 0; i < AUDIT_GATES; i++)
		audit->complete &= !audit->gates[i].missing;
}

/* Only a whole yes counts there, and the first criterion always applies. */
static void add_rgesn(struct audit *audit, const struct audit_item *item, double *met, double *all)
{
	double weight = item->rgesn_weight;
	if (!item->rgesn[0] || isnan(weight) ||
	    (item->answer == ANSWER_NA && strcmp(item->rgesn, "9.1") != 0))
		return;
	audit->rgesn_applicable++;
	*all += weight;
	if (item->answer == ANSWER_YES) {
		audit->rgesn_met++;
		*met += weight;
	}
}

static void add_up(struct audit *audit)
{
	double done = 0, shown = 0, all = 0, met = 0, rgesn = 0;
	for (size_t i = 0; i < audit->n; i++) {
		struct audit_item *item = &audit->items[i];
		judge(item);
		audit->by_class[item->class]++;
		audit->contradictions += item->contradicts;
		audit->unknown_gains += item->gain == RATE_UNKNOWN;
		add_rgesn(audit, item, &met, &rgesn);
		if (item->answer == ANSWER_NA)
			continue;
		all += item->weight;
		done += item->weight * item->value;
		shown += item->class >= CLASS_DOCUMENT ? item->weight : 0;
		if (item->answer == ANSWER_NONE || item->answer == ANSWER_NO) {
			audit->open_by[item->gain][item->effort]++;
			audit->next[audit->n_next++] = item;
		}
	}
	audit->progress = all > 0 ? done / all : 0;
	audit->coverage = all > 0 ? shown / all : 0;
	audit->rgesn = rgesn > 0 ? met / rgesn : (double)NAN;
}

/* Unknown gains and efforts stand in the middle. */
static int middle(enum audit_rate rate)
{
	return rate == RATE_UNKNOWN ? RATE_MODERATE : (int)rate;
}

static int by_gain_and_effort(const void *a, const void *b)
{
	const struct audit_item *x = *(const struct audit_item *const *)a;
	const struct audit_item *y = *(const struct audit_item *const *)b;
	int gain = middle(y->gain) - middle(x->gain),
	    effort = middle(x->effort) - middle(y->effort);
	return gain ? gain : effort ? effort : (x > y) - (x < y);
}

/* ---- the subject ---------------------------------------------------------------------------- */

int audit_subject(const char *word, struct arena *arena, const char **ret,
		  struct run_filter *ret_filter, struct frugal_error *reterr)
{
	struct str value, text = str_of(word);
	*ret_filter = (struct run_filter){0};
	if (str_after(text, "service=", &value) && value.n)
		ret_filter->service = value.p;
	else if (str_after(text, "project=", &value) && value.n)
		ret_filter->project = value.p;
	else if (!strchr(word, '='))
		ret_filter->project = word;
	else {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is neither a project nor a service"),
			  word);
		return error_todo(reterr, "%s", "project=NAME, service=ID");
	}
	*ret = strchr(word, '=') ? arena_strdup(arena, word)
				 : arena_printf(arena, "project=%s", word);
	return *ret ? 0 : error_nomem(reterr);
}

static int read_service(struct ledger *ledger, const struct run_filter *filter,
			struct audit_evidence *evidence, struct audit *to,
			struct frugal_error *reterr)
{
	const char *id = filter->service ? filter->service : audit_evidence_service(evidence);
	int r = id ? ledger_get_service(ledger, id, &to->service, reterr) : 0;
	if (r <= 0)
		return r;
	to->has_service = true;
	audit_evidence_set_service(evidence, &to->service);
	return 0;
}

static int nothing_there(const char *subject, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("nothing is known of %s: no run, no answer"), subject);
	return error_todo(reterr, "%s", "frugal run --project NAME -- CMD");
}

bool audit_in_view(const struct audit_item *item, const char *role, int stage)
{
	return (!role || holds_word(item->roles, role)) && (stage < 0 || item->stage == stage);
}

int audit_read(struct context *context, struct ledger *ledger, const char *subject,
	       struct audit *ret, struct frugal_error *reterr)
{
	struct arena *arena = &context->arena;
	struct run_filter *filter = arena_alloc(arena, sizeof(*filter));
	struct knowledge knowledge;
	struct audit_evidence *evidence;
	struct practice_answer *answers = NULL;
	size_t n = 0;
	*ret = (struct audit){0};
	int r = filter ? audit_subject(subject, arena, &ret->subject, filter, reterr)
		       : error_nomem(reterr);
	if (r == 0)
		r = knowledge_open(context, &knowledge, reterr);
	if (r < 0)
		return r;
	r = read_items(knowledge.tables, arena, ret, reterr);
	if (r == 0)
		r = audit_evidence_new(ledger, filter, NULL, knowledge.tables, context->now_s,
				       arena, &evidence, reterr);
	if (r == 0)
		r = read_service(ledger, filter, evidence, ret, reterr);
	if (r == 0)
		r = measure(ret, evidence, reterr);
	if (r == 0)
		r = ledger_answers(ledger, ret->subject, arena, &answers, &n, reterr);
	if (r == 0 && !n && !audit_evidence_has_runs(evidence) && !ret->has_service)
		r = nothing_there(ret->subject, reterr);
	knowledge_close(&knowledge);
	ret->next = arena_array(arena, ret->n + 1, sizeof(*ret->next));
	if (r == 0 && !ret->next)
		r = error_nomem(reterr);
	if (r < 0)
		return r;
	set_told(ret, answers, n);
	add_up(ret);
	judge_gates(ret);
	qsort(ret->next, ret->n_next, sizeof(*ret->next), by_gain_and_effort);
	return 0;
}

void audit_release(struct audit *audit)
{
	if (audit->has_service)
		service_release(&audit->service);
	*audit = (struct audit){0};
}

int audit_find(struct context *context, const char *id, const char **ret_id,
	       struct frugal_error *reterr)
{
	struct knowledge knowledge;
	const struct table *table;
	const char *near = NULL;
	int r = knowledge_open(context, &knowledge, reterr);
	if (r < 0)
		return r;
	*ret_id = NULL;
	r = tables_get(knowledge.tables, "practices", &table, reterr);
	for (uint32_t row = 0; r == 0 && row < table_rows(table); row++) {
		const char *key = cell(table, row, "key");
		if (str_eq_nocase(str_of(key), str_of(id))) {
			*ret_id = arena_strdup(&context->arena, key);
			r = *ret_id ? 0 : error_nomem(reterr);
			break;
		}
		const char *one[] = {key, NULL};
		near = near ? near : str_nearest(str_of(id), one);
	}
	if (r == 0 && !*ret_id) {
		error_set(reterr, FRUGAL_EUSAGE, _("there is no practice '%.32s'"), id);
		r = error_todo(reterr, near ? _("did you mean %s ?") : _("%s lists them"),
			       near ? near : "frugal factors practices");
	}
	knowledge_close(&knowledge);
	return r;
}
