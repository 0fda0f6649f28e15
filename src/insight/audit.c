/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Judges an audit: reads the practices of the tables (audit_tables.c), the evidence of the ledger
 * (audit_evidence.c) and the answers of people, gives each practice one answer and adds them up;
 * then checks the requirements of a complete assessment (audit_gates.c).
 */
#include "insight/audit_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/sha256.h"
#include "factor/table.h"

#define ROUNDING 1e-9

const char *const audit_answers[] = {"none", "no", "partly", "yes", "na", NULL};
const char *const audit_classes[] = {N_("none"),     N_("stated"),   N_("modelled"),
				     N_("document"), N_("measured"), NULL};
const char *const audit_rates[] = {N_("unknown"), N_("low"), N_("moderate"), N_("high"), NULL};
const char *const audit_roles[] = {"team", "sponsor", "user", "supplier", NULL};
const char *const audit_stages[] = {N_("governance"), N_("inception"),
				    N_("design"),     N_("verification"),
				    N_("deployment"), N_("operation"),
				    N_("validation"), N_("re-evaluation"),
				    N_("retirement"), NULL};

/* ---- one practice --------------------------------------------------------------------------- */

/* A computed share may miss its threshold by a rounding error. */
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

static enum audit_answer stated_answer(const struct practice_answer *stated)
{
	for (int i = ANSWER_NO; stated && audit_answers[i]; i++)
		if (strcmp(stated->answer, audit_answers[i]) == 0)
			return (enum audit_answer)i;
	return ANSWER_NONE;
}

static enum audit_document document_of(const struct practice_answer *stated)
{
	char now[SHA256_TEXT] = "";
	if (!stated || !stated->document[0])
		return DOCUMENT_NONE;
	if (sha256_file(stated->document, now, NULL) < 0)
		return DOCUMENT_GONE;
	return strcmp(now, stated->sha256) == 0 ? DOCUMENT_SAME : DOCUMENT_CHANGED;
}

/*
 * The stronger evidence wins: measured over a document, that over what is modelled, and what is
 * modelled over a statement. Of two statements the answer to the question counts.
 */
static void judge(struct audit_item *item, const struct audit_scores *scores)
{
	enum audit_answer stated = stated_answer(item->stated);
	item->document = document_of(item->stated);
	item->answer = stated;
	item->class = stated == ANSWER_NONE             ? CLASS_NONE
		      : item->document == DOCUMENT_SAME ? CLASS_DOCUMENT
							: CLASS_STATED;
	item->by_rule = item->proposed != ANSWER_NONE && item->proposed_class > item->class;
	item->contradicts =
		item->proposed != ANSWER_NONE && stated != ANSWER_NONE && stated != item->proposed;
	if (item->by_rule) {
		item->answer = item->proposed;
		item->class = item->proposed_class;
	}
	item->weight = scores->gains[item->gain];
	item->value = scores->answers[item->answer];
	if (item->class < CLASS_DOCUMENT)
		item->value = fmin(item->value, scores->stated_at_most);
}

static int measure(struct audit *to, struct audit_evidence *evidence,
		   const struct audit_scores *scores, struct frugal_error *reterr)
{
	bool counted = audit_evidence_counted(evidence) >= scores->measured_at_least;
	int r = 0;
	for (size_t i = 0; r == 0 && i < to->n; i++) {
		struct audit_item *item = &to->items[i];
		if (!item->rule)
			continue;
		r = audit_evidence_value(evidence, item->rule->evidence, &item->measured, reterr);
		item->proposed = propose(item->rule, item->measured);
		item->proposed_class =
			item->rule->is_energy && !counted ? CLASS_MODELLED : item->rule->class;
	}
	return r;
}

static void set_told(struct audit *to, const struct practice_answer *answers, size_t n)
{
	for (size_t i = 0; i < to->n; i++)
		for (size_t k = 0; k < n; k++)
			if (strcmp(to->items[i].id, answers[k].practice) == 0)
				to->items[i].stated = &answers[k];
}

/* ---- all of them ---------------------------------------------------------------------------- */

/* RGESN counts a full yes only. */
static void add_rgesn(struct audit *audit, const struct audit_item *item, double *met, double *all)
{
	double weight = item->rgesn_weight;
	if (!item->rgesn[0] || isnan(weight) || (item->answer == ANSWER_NA && !item->rgesn_always))
		return;
	audit->rgesn_applicable++;
	*all += weight;
	if (item->answer == ANSWER_YES) {
		audit->rgesn_met++;
		*met += weight;
	}
}

static void add_up(struct audit *audit, const struct audit_scores *scores)
{
	double done = 0, shown = 0, all = 0, met = 0, rgesn = 0;
	for (size_t i = 0; i < audit->n; i++) {
		struct audit_item *item = &audit->items[i];
		judge(item, scores);
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

/* Unknown gains and efforts rank as moderate. */
static int middle(enum audit_rate rate)
{
	return rate == RATE_UNKNOWN ? RATE_MODERATE : (int)rate;
}

/* Practices that are named in public come before those that we reconstructed. */
static int is_found(const struct audit_item *item)
{
	return strcmp(item->status, "reconstructed") != 0;
}

static int by_gain_and_effort(const void *a, const void *b)
{
	const struct audit_item *x = *(const struct audit_item *const *)a;
	const struct audit_item *y = *(const struct audit_item *const *)b;
	int found = is_found(y) - is_found(x), gain = middle(y->gain) - middle(x->gain),
	    effort = middle(x->effort) - middle(y->effort);
	return found ? found : gain ? gain : effort ? effort : (x > y) - (x < y);
}

/* ---- the subject ---------------------------------------------------------------------------- */

int audit_subject(const char *word, struct arena *arena, const char **ret,
		  struct run_filter *ret_filter, struct frugal_error *reterr)
{
	struct str value, text = str_of(word);
	const char *comma = strchr(word, ',');
	*ret_filter = (struct run_filter){0};
	if (comma && strchr(comma, '=')) {
		error_set(reterr, FRUGAL_EUSAGE,
			  _("an audit is of all runs of a project or a service, and '%s' narrows "
			    "them"),
			  word);
		return error_todo(reterr, "%s", "project=NAME, service=ID");
	}
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
	if (r < 0 || !to->service.id)
		return r;
	to->has_service = true;
	audit_evidence_set_service(evidence, &to->service);
	return 0;
}

/* A project that nobody measured yet may have been estimated. */
static int check_known(const char *subject, struct audit_evidence *evidence,
		       struct frugal_error *reterr)
{
	bool known = audit_evidence_has_runs(evidence);
	int r = known ? 0 : audit_evidence_has_estimates(evidence, &known, reterr);
	if (r < 0 || known)
		return r;
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' has no runs, no answers and no kept estimate"),
		  subject);
	return error_todo(reterr, "%s", _("use `frugal run` with project=NAME"));
}

bool audit_in_view(const struct audit_item *item, const char *role, int stage)
{
	return (!role || audit_has_role(item, role)) && (stage < 0 || item->stage == stage);
}

int audit_read(struct context *context, struct ledger *ledger, const char *subject,
	       struct audit *ret, struct frugal_error *reterr)
{
	struct arena *arena = &context->arena;
	struct run_filter *filter = arena_alloc(arena, sizeof(*filter));
	struct knowledge knowledge;
	struct audit_evidence *evidence = NULL;
	struct audit_scores scores;
	struct practice_answer *answers = NULL;
	size_t n = 0;
	*ret = (struct audit){0};
	int r = filter ? audit_subject(subject, arena, &ret->subject, filter, reterr)
		       : error_nomem(reterr);
	if (r == 0)
		r = knowledge_open(context, &knowledge, reterr);
	if (r < 0)
		return r;
	r = audit_read_items(knowledge.tables, arena, ret, reterr);
	if (r == 0)
		r = audit_read_scores(knowledge.tables, ret, &scores, reterr);
	if (r == 0)
		r = audit_read_gates(knowledge.tables, arena, ret, reterr);
	if (r == 0)
		r = audit_evidence_new(ledger, filter, NULL, context->now_s, arena, &evidence,
				       reterr);
	if (r == 0)
		r = read_service(ledger, filter, evidence, ret, reterr);
	if (r == 0)
		r = measure(ret, evidence, &scores, reterr);
	if (r == 0)
		r = ledger_practice_answers(ledger, ret->subject, arena, &answers, &n, reterr);
	if (r == 0 && !n && !ret->has_service)
		r = check_known(ret->subject, evidence, reterr);
	knowledge_close(&knowledge);
	ret->next = arena_array(arena, ret->n + 1, sizeof(*ret->next));
	if (r == 0 && !ret->next)
		r = error_nomem(reterr);
	if (r < 0)
		return r;
	set_told(ret, answers, n);
	add_up(ret, &scores);
	r = audit_judge_gates(ret, arena, reterr);
	qsort(ret->next, ret->n_next, sizeof(*ret->next), by_gain_and_effort);
	return r;
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
		const char *key = table_text(table, row, table_column_find(table, STR("key")));
		if (str_eq_nocase(str_of(key), str_of(id))) {
			*ret_id = arena_strdup(&context->arena, key);
			r = *ret_id ? 0 : error_nomem(reterr);
			break;
		}
		const char *one[] = {key, NULL};
		near = near ? near : str_nearest(str_of(id), one);
	}
	if (r == 0 && !*ret_id) {
		error_set(reterr, FRUGAL_EUSAGE, _("unknown practice '%.32s'"), id);
		r = error_todo(reterr, near ? _("did you mean %s?") : _("%s lists them"),
			       near ? near : "frugal factors practices");
	}
	knowledge_close(&knowledge);
	return r;
}
