/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An audit as text and as JSON: the practices by stage, their evidence, the requirements, the open
 * practices by gain and effort. Every number and answer comes from insight/audit.h; here they only
 * get words.
 */
#include "report/audit.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "quantity/print.h"
#include "report/layout.h"

#define MOST_DECIMALS 3

const char *const audit_five_r[] = {N_("refuse"), N_("reduce"),  N_("reuse"),
				    N_("repair"), N_("recycle"), NULL};

static bool in_french(const struct context *context)
{
	return strcmp(context->lang, "fr") == 0;
}

const char *audit_title(const struct audit_item *item, const struct context *context)
{
	return in_french(context) ? item->title_fr : item->title;
}

const char *audit_question(const struct audit_item *item, const struct context *context)
{
	return in_french(context) ? item->question_fr : item->question;
}

const char *audit_gate_name(const struct audit_gate *gate, const struct context *context)
{
	return in_french(context) && gate->name_fr[0] ? gate->name_fr : gate->name;
}

const char *audit_role_word(const char *role)
{
	static const char *const words[] = {N_("team"), N_("sponsor"), N_("user"), N_("supplier")};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i], role) == 0)
			return _(words[i]);
	return role;
}

/* "team: design, operation; sponsor: retirement" */
static void silence_words(struct buf *to, const struct audit *audit)
{
	for (size_t i = 0; i < audit->n_silences; i++) {
		const struct audit_silence *one = &audit->silences[i];
		if (i == 0 || strcmp(audit->silences[i - 1].role, one->role) != 0)
			buf_addf(to, _("%s%s: %s"), i ? _("; ") : "", audit_role_word(one->role),
				 _(audit_stages[one->stage]));
		else
			buf_addf(to, ", %s", _(audit_stages[one->stage]));
	}
}

void audit_gate_words(struct buf *to, const struct audit *audit, const struct audit_gate *gate,
		      const struct context *context)
{
	if (!gate->missing)
		return;
	buf_puts(to, in_french(context) && gate->missing_fr[0] ? gate->missing_fr : gate->missing);
	if (!gate->of_roles)
		return;
	buf_puts(to, " (");
	silence_words(to, audit);
	buf_putc(to, ')');
}

const char *audit_notice(void)
{
	return _("practices of frugal AI in our own words, from public summaries of AFNOR SPEC "
		 "2314 and other public guidance; those marked reconstructed are not part of it; "
		 "the thresholds are ours and not validated; conformity is not assessed");
}

/* ---- words ---------------------------------------------------------------------------------- */

static void put_number(struct buf *to, double x, const struct context *context)
{
	int decimals = 0;
	double scale = 1;
	while (decimals < MOST_DECIMALS && fabs(round(x * scale) - x * scale) > 1e-9 * scale) {
		decimals++;
		scale *= 10;
	}
	print_number(to, x, decimals, context->numbers);
}

/* A share in percent, another value as it is. */
static void put_value(struct buf *to, double x, const struct audit_rule *rule,
		      const struct context *context)
{
	struct buf number = {0};
	if (!rule->is_share) {
		put_number(to, x, context);
		return;
	}
	put_number(&number, 100 * x, context);
	buf_addf(to, _("%s %%"), buf_text(&number));
	to->failed |= number.failed;
	buf_release(&number);
}

static void threshold_words(struct buf *to, const struct audit_rule *rule,
			    const struct context *context)
{
	const char *sign = rule->more ? ">=" : "<=";
	buf_addf(to, " (%s %s ", _("yes"), sign);
	put_value(to, rule->yes, rule, context);
	if (rule->more ? rule->partly < rule->yes : rule->partly > rule->yes) {
		buf_addf(to, ", %s %s ", _("partly"), sign);
		put_value(to, rule->partly, rule, context);
	}
	buf_putc(to, ')');
}

void audit_evidence_words(struct buf *to, const struct audit_item *item,
			  const struct context *context)
{
	static const char *const states[] = {"", "", N_(", changed since then"), N_(", not found")};
	if (item->by_rule) {
		buf_addf(to, _("%s: %s"), _(audit_classes[item->class]),
			 in_french(context) ? item->rule->name_fr : item->rule->name);
		buf_putc(to, ' ');
		put_value(to, item->measured, item->rule, context);
		threshold_words(to, item->rule, context);
	} else if (item->stated) {
		buf_puts(to, _(audit_classes[item->class]));
	}
	if (item->stated && item->stated->document[0]) {
		const char *slash = strrchr(item->stated->document, '/');
		buf_addf(to, "%s%s%s", to->n ? " " : "", slash ? slash + 1 : item->stated->document,
			 states[item->document][0] ? _(states[item->document]) : "");
	}
	if (item->stated && item->stated->note[0])
		buf_addf(to, " · %s", item->stated->note);
}

void audit_contradiction_words(struct buf *to, const struct audit_item *item)
{
	buf_addf(to, _("contradiction: answered '%s', the ledger '%s'"), _(item->stated->answer),
		 _(audit_answers[item->proposed]));
}

void audit_rate_words(struct buf *to, enum audit_rate rate, const char *source)
{
	buf_puts(to, rate == RATE_UNKNOWN ? "?" : _(audit_rates[rate]));
	/* A rating that is not from a public source is marked. */
	if (strcmp(source, "ours") == 0)
		buf_putc(to, '~');
}

void audit_score_words(struct buf *to, const struct audit *audit)
{
	buf_addf(to,
		 _("progress %.0f of 100; %.0f %% of the weight has evidence (measured or "
		   "documented)\n"),
		 100 * audit->progress, 100 * audit->coverage);
	buf_addf(to, _("measured %zu, documented %zu, modelled %zu, stated %zu, open %zu"),
		 audit->by_class[CLASS_MEASURED], audit->by_class[CLASS_DOCUMENT],
		 audit->by_class[CLASS_MODELLED], audit->by_class[CLASS_STATED],
		 audit->by_class[CLASS_NONE]);
	buf_addf(to, _("; unknown gains, counted as moderate: %zu\n"), audit->unknown_gains);
	if (!isnan(audit->rgesn))
		buf_addf(to,
			 _("subjects of RGESN 2024, section 9, separately: %zu of %zu, %.0f of 100 "
			   "by its weights (only a full yes counts)\n"),
			 audit->rgesn_met, audit->rgesn_applicable, 100 * audit->rgesn);
}

bool audit_step(const struct audit *audit, int step, const char **ret_name)
{
	static const struct {
		const char *name, *key;
	} steps[AUDIT_STEPS] = {
		{N_("usefulness"), "need"},
		{N_("impacts"), "unit"},
		{N_("purpose"), "intended"},
		{N_("restricted uses"), "excluded"},
	};
	*ret_name = steps[step].name;
	return audit->has_service && service_fact(&audit->service, steps[step].key)[0];
}

void audit_of_r(const struct audit *audit, const char *r, size_t *ret_kept, size_t *ret_all)
{
	*ret_kept = *ret_all = 0;
	for (size_t i = 0; i < audit->n; i++) {
		const struct audit_item *item = &audit->items[i];
		if (strcmp(item->five_r, r) != 0 || item->answer == ANSWER_NA)
			continue;
		++*ret_all;
		*ret_kept += item->value >= 1;
	}
}

/* ---- at a terminal -------------------------------------------------------------------------- */

static void heading(struct buf *to, const char *text)
{
	buf_addf(to, "\n%s\n", text);
}

static void gates_text(const struct audit *audit, const struct context *context, struct buf *to)
{
	struct buf words = {0};
	if (!audit->complete)
		buf_puts(to, _("assessment incomplete\n"));
	for (size_t i = 0; i < audit->n_gates; i++) {
		const struct audit_gate *gate = &audit->gates[i];
		const char *name = audit_gate_name(gate, context);
		buf_puts(to, gate->missing ? "  - " : "  + ");
		buf_clear(&words);
		audit_gate_words(&words, audit, gate, context);
		if (gate->missing)
			buf_addf(to, _("%s: %s"), name, buf_text(&words));
		else
			buf_puts(to, name);
		buf_putc(to, '\n');
	}
	to->failed |= words.failed;
	buf_release(&words);
}

static void add_item(struct columns *columns, struct buf *cell, const struct audit_item *item,
		     const struct context *context)
{
	buf_addf(cell, "%s%s", item->id, strcmp(item->status, "reconstructed") == 0 ? "*" : "");
	columns_take(columns, cell);
	columns_add(columns, item->answer == ANSWER_NONE ? "?" : _(audit_answers[item->answer]));
	audit_rate_words(cell, item->gain, item->gain_source);
	columns_take(columns, cell);
	audit_rate_words(cell, item->effort, item->effort_source);
	columns_take(columns, cell);
	buf_puts(cell, audit_title(item, context));
	columns_take(columns, cell);
}

static void items_text(const struct audit *audit, const struct context *context,
		       const struct audit_view *view, struct buf *to)
{
	struct buf cell = {0};
	for (int stage = 0; stage < AUDIT_STAGES; stage++) {
		struct arena arena = {0};
		struct columns columns;
		size_t n = 0;
		columns_init(&columns, &arena, 5);
		for (size_t i = 0; i < audit->n; i++)
			if (audit->items[i].stage == stage &&
			    audit_in_view(&audit->items[i], view->role, view->stage)) {
				add_item(&columns, &cell, &audit->items[i], context);
				n++;
			}
		if (n) {
			heading(to, _(audit_stages[stage]));
			columns_print(&columns, to, 2);
		}
		to->failed |= columns.failed || cell.failed;
		columns_release(&columns);
		arena_release(&arena);
	}
	buf_release(&cell);
}

static void evidence_text(const struct audit *audit, const struct context *context,
			  const struct audit_view *view, struct buf *to)
{
	struct buf words = {0};
	bool any = false;
	for (size_t i = 0; i < audit->n; i++) {
		const struct audit_item *item = &audit->items[i];
		if (item->answer == ANSWER_NONE || !audit_in_view(item, view->role, view->stage))
			continue;
		if (!any)
			heading(to, _("evidence"));
		any = true;
		buf_clear(&words);
		audit_evidence_words(&words, item, context);
		buf_addf(to, "  %-5s %-6s %s\n", item->id, _(audit_answers[item->answer]),
			 buf_text(&words));
		if (item->contradicts) {
			buf_puts(to, "        ");
			audit_contradiction_words(to, item);
			buf_putc(to, '\n');
		}
	}
	to->failed |= words.failed;
	buf_release(&words);
}

static void matrix_text(const struct audit *audit, struct buf *to)
{
	struct arena arena = {0};
	struct columns columns;
	struct buf cell = {0};
	columns_init(&columns, &arena, AUDIT_RATES + 1);
	heading(to, _("open practices by gain (down) and effort (across)"));
	columns_add(&columns, "");
	for (int effort = RATE_LOW; effort <= RATE_HIGH; effort++)
		columns_add(&columns, _(audit_rates[effort]));
	columns_add(&columns, "?");
	for (int gain = RATE_HIGH; gain >= RATE_UNKNOWN; gain--) {
		columns_add(&columns, gain == RATE_UNKNOWN ? "?" : _(audit_rates[gain]));
		for (int effort = RATE_LOW; effort <= RATE_HIGH + 1; effort++) {
			buf_addf(&cell, "%zu", audit->open_by[gain][effort % AUDIT_RATES]);
			columns_take(&columns, &cell);
		}
	}
	columns_print(&columns, to, 2);
	to->failed |= columns.failed || cell.failed;
	buf_release(&cell);
	columns_release(&columns);
	arena_release(&arena);
}

#define NEXT_SHOWN 5

static void next_text(const struct audit *audit, const struct context *context,
		      const struct audit_view *view, struct buf *to)
{
	size_t shown = 0;
	heading(to, _("next steps: those named in public first, by gain and effort"));
	for (size_t i = 0; i < audit->n_next && shown < NEXT_SHOWN; i++) {
		const struct audit_item *item = audit->next[i];
		if (!audit_in_view(item, view->role, view->stage))
			continue;
		shown++;
		buf_addf(to, "  %-5s %s\n", item->id, audit_question(item, context));
	}
	if (!shown)
		buf_puts(to, _("  no open practice\n"));
}

static void tops_text(const struct audit *audit, const struct context *context, struct buf *to)
{
	static const struct {
		const char *word, *title;
	} tops[] = {{"easy", N_("listed among the easiest")},
		    {"gain", N_("listed among the highest gains")}};
	for (size_t k = 0; k < sizeof(tops) / sizeof(*tops); k++) {
		struct buf names = {0};
		for (size_t i = 0; i < audit->n; i++) {
			const struct audit_item *item = &audit->items[i];
			if (strstr(item->tops, tops[k].word))
				buf_addf(&names, "%s%s %s", names.n ? "; " : "", item->id,
					 audit_title(item, context));
		}
		buf_puts(to, k ? "" : "\n");
		buf_addf(to, _("%s: %s"), _(tops[k].title), buf_text(&names));
		buf_putc(to, '\n');
		to->failed |= names.failed;
		buf_release(&names);
	}
}

static void steps_text(const struct audit *audit, struct buf *to)
{
	heading(to, _("before the design: four steps, five Rs"));
	buf_puts(to, "  ");
	for (int i = 0; i < AUDIT_STEPS; i++) {
		const char *name;
		bool stated = audit_step(audit, i, &name);
		buf_addf(to, "%s%s %s", i ? "  " : "", stated ? "+" : "-", _(name));
	}
	buf_addf(to, "\n  %s\n  ", _("practices fully in place, of those that apply:"));
	for (int i = 0; audit_five_r[i]; i++) {
		size_t kept, all;
		audit_of_r(audit, audit_five_r[i], &kept, &all);
		buf_addf(to, "%s%s %zu/%zu", i ? "  " : "", _(audit_five_r[i]), kept, all);
	}
	buf_putc(to, '\n');
}

void audit_text(const struct audit *audit, const struct context *context,
		const struct audit_view *view, struct buf *to)
{
	buf_add_clean(to, audit->subject);
	buf_putc(to, '\n');
	buf_addf(to, "%s\n\n", audit_notice());
	gates_text(audit, context, to);
	buf_putc(to, '\n');
	audit_score_words(to, audit);
	items_text(audit, context, view, to);
	buf_puts(to, _("* reconstructed   ~ rated by us   ? unknown\n"));
	evidence_text(audit, context, view, to);
	matrix_text(audit, to);
	next_text(audit, context, view, to);
	tops_text(audit, context, to);
	steps_text(audit, to);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void item_json(struct jsonw *json, const struct audit_item *item)
{
	static const char *const documents[] = {NULL, "same", "changed", "gone"};
	jsonw_object(json, NULL);
	jsonw_string(json, "practice", item->id);
	jsonw_string(json, "title", item->title);
	jsonw_string(json, "title_fr", item->title_fr);
	jsonw_string(json, "question", item->question);
	jsonw_string(json, "question_fr", item->question_fr);
	jsonw_string(json, "status", item->status);
	jsonw_string(json, "stage", audit_stages[item->stage]);
	jsonw_string(json, "domain", item->domain);
	jsonw_string(json, "roles", item->roles);
	jsonw_string(json, "gain", audit_rates[item->gain]);
	jsonw_string(json, "gain_source", item->gain_source);
	jsonw_string(json, "effort", audit_rates[item->effort]);
	jsonw_string(json, "effort_source", item->effort_source);
	jsonw_string(json, "answer",
		     item->answer == ANSWER_NONE ? NULL : audit_answers[item->answer]);
	jsonw_string(json, "class", item->class == CLASS_NONE ? NULL : audit_classes[item->class]);
	if (item->rule) {
		jsonw_string(json, "evidence", item->rule->evidence);
		jsonw_string(json, "evidence_name", item->rule->name);
		jsonw_number(json, "measured", item->measured);
		jsonw_number(json, "yes_from", item->rule->yes);
		jsonw_number(json, "partly_from", item->rule->partly);
	}
	if (item->stated) {
		jsonw_string(json, "told", item->stated->answer);
		jsonw_string(json, "role", item->stated->role[0] ? item->stated->role : NULL);
		jsonw_string(json, "note", item->stated->note[0] ? item->stated->note : NULL);
		if (item->stated->document[0]) {
			jsonw_string(json, "document", item->stated->document);
			jsonw_string(json, "sha256", item->stated->sha256);
			jsonw_string(json, "document_state", documents[item->document]);
		}
	}
	jsonw_bool(json, "contradicts", item->contradicts);
	jsonw_number(json, "weight", item->weight);
	jsonw_number(json, "value", item->value);
	jsonw_object_end(json);
}

static void silences_json(struct jsonw *json, const struct audit *audit)
{
	jsonw_array(json, "silent");
	for (size_t i = 0; i < audit->n_silences; i++) {
		jsonw_object(json, NULL);
		jsonw_string(json, "role", audit->silences[i].role);
		jsonw_string(json, "stage", audit_stages[audit->silences[i].stage]);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

void audit_json(const struct audit *audit, const struct audit_view *view, struct jsonw *json)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "kind", "audit");
	jsonw_string(json, "subject", audit->subject);
	jsonw_bool(json, "complete", audit->complete);
	jsonw_array(json, "gates");
	for (size_t i = 0; i < audit->n_gates; i++) {
		jsonw_object(json, NULL);
		jsonw_string(json, "gate", audit->gates[i].name);
		jsonw_bool(json, "open", !audit->gates[i].missing);
		jsonw_string(json, "missing", audit->gates[i].missing);
		if (audit->gates[i].of_roles)
			silences_json(json, audit);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	jsonw_number(json, "progress", audit->progress);
	jsonw_number(json, "evidence_coverage", audit->coverage);
	jsonw_int(json, "contradictions", (int64_t)audit->contradictions);
	jsonw_number(json, "rgesn_section_9", audit->rgesn);
	jsonw_int(json, "rgesn_met", (int64_t)audit->rgesn_met);
	jsonw_int(json, "rgesn_applicable", (int64_t)audit->rgesn_applicable);
	jsonw_array(json, "practices");
	for (size_t i = 0; i < audit->n; i++)
		if (audit_in_view(&audit->items[i], view->role, view->stage))
			item_json(json, &audit->items[i]);
	jsonw_array_end(json);
	jsonw_array(json, "next");
	for (size_t i = 0; i < audit->n_next; i++)
		if (audit_in_view(audit->next[i], view->role, view->stage))
			jsonw_string(json, NULL, audit->next[i]->id);
	jsonw_array_end(json);
	jsonw_object_end(json);
}
