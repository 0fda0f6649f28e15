/* SPDX-License-Identifier: Apache-2.0 */
/* One sentence a reason: what differs or is missing, with its figures. It decides nothing. */
#include "report/gate.h"

#include <math.h>

#include "base/intl.h"
#include "report/number.h"

struct view {
	const struct comparison *c;
	const struct compare_group *baseline, *group;
	enum compare_figure f;
	const struct number_style *numbers;
};

static void add_place(struct buf *to, const struct compare_place *place)
{
	if (place->several)
		buf_puts(to, _("several"));
	else if (!place->name || !place->name[0])
		buf_puts(to, _("not known"));
	else
		buf_add_clean(to, place->name);
}

static void add_places(struct buf *to, const char *what, const struct compare_place *a,
		       const struct compare_place *b)
{
	buf_puts(to, what);
	add_place(to, a);
	buf_puts(to, _("; "));
	add_place(to, b);
}

/* Of the group that lacks it. */
static void add_lack(struct buf *to, const struct view *v)
{
	const struct compare_group *lacks = v->baseline;
	if (lacks->of_figures[v->f].n >= lacks->runs)
		lacks = v->group;
	struct buf label = {0};
	buf_add_clean(&label, lacks->title);
	buf_addf(to, _("runs of '%s' without %s: %zu of %zu"), buf_text(&label),
		 _(compare_figure_names[v->f]), lacks->runs - lacks->of_figures[v->f].n,
		 lacks->runs);
	to->failed |= label.failed;
	buf_release(&label);
}

static void add_failed(struct buf *to, const struct view *v)
{
	bool of_baseline = !v->baseline->runs || v->baseline->has_failed;
	const struct compare_group *group = of_baseline ? v->baseline : v->group;
	struct buf label = {0};
	buf_add_clean(&label, group->title);
	buf_addf(to, _("no run of '%s' succeeded (failed: %zu, interrupted: %zu)"),
		 buf_text(&label), group->failed, group->interrupted);
	to->failed |= label.failed;
	buf_release(&label);
}

static void add_zero(struct buf *to, const struct view *v)
{
	struct buf label = {0};
	if (!(v->baseline->of_figures[v->f].mean > 0)) {
		buf_puts(to, _("the figure of the baseline is 0"));
		return;
	}
	buf_add_clean(&label, v->group->label);
	buf_addf(to, _("the figure of '%s' is 0: was it measured?"), buf_text(&label));
	to->failed |= label.failed;
	buf_release(&label);
}

static void add_counts(struct buf *to, const struct view *v)
{
	size_t least = v->c->asked.limits.least_runs;
	buf_addf(to, _("too few runs: %zu against %zu"), v->group->of_figures[v->f].n,
		 v->baseline->of_figures[v->f].n);
	if (least > 1)
		buf_addf(to, _(" (at least %zu of each are required)"), least);
	else
		buf_puts(to, _(" (4 and 4 suffice for a test, or one run against 3)"));
}

static void add_scatter(struct buf *to, const struct view *v, const struct gate_answer *answer)
{
	buf_addf(to, _("%s %% more is within what the repeats scatter (p %s)"),
		 number_fixed(NUMBER_OWN, 100 * answer->change, 1, v->numbers),
		 number_digits(NUMBER_OWN, answer->p, 2, v->numbers));
}

static void add_reason(struct buf *to, const struct view *v, enum gate_reason reason)
{
	switch (reason) {
	case GATE_ITSELF:
		buf_puts(to, _("the baseline has no other run"));
		break;
	case GATE_FAILED:
		add_failed(to, v);
		break;
	case GATE_NO_FIGURE:
		add_lack(to, v);
		break;
	case GATE_OF_ZERO:
		add_zero(to, v);
		break;
	case GATE_MACHINE:
		add_places(to, _("the machines differ: "), &v->baseline->machine,
			   &v->group->machine);
		break;
	case GATE_ZONE:
		add_places(to, _("the zones differ: "), &v->baseline->zone, &v->group->zone);
		break;
	case GATE_METHOD:
		buf_addf(to, _("the methods differ: %s %% was measured by counters; %s %%"),
			 number_fixed(NUMBER_OWN, 100 * v->baseline->measured_share, 0, v->numbers),
			 number_fixed(NUMBER_OWN, 100 * v->group->measured_share, 0, v->numbers));
		break;
	case GATE_TOO_FEW:
		add_counts(to, v);
		break;
	case GATE_SCATTER:
	case GATE_NO_REASON:
		break;
	}
}

static void add_answer(struct buf *to, const struct view *v, const struct gate_answer *answer)
{
	const char *figure = _(compare_figure_names[v->f]),
		   *most = number_digits(NUMBER_OWN, 100 * v->c->asked.limits.most[v->f], 3,
					 v->numbers),
		   *change = number_signed(NUMBER_OWN, 100 * answer->change, 1, v->numbers);
	switch (answer->verdict) {
	case GATE_PASS:
		buf_addf(to,
			 answer->improved ? _("    pass: %s %s %%, it improved (allowed: %s %%)\n")
					  : _("    pass: %s %s %% (allowed: %s %%)\n"),
			 figure, change, most);
		break;
	case GATE_REGRESSION:
		buf_addf(to, _("    regression: %s %s %%, more than the allowed %s %%\n"), figure,
			 change, most);
		break;
	case GATE_CANNOT_TELL:
		buf_addf(to, _("    undecided (%s, allowed: %s %%): "), figure, most);
		if (answer->reason == GATE_SCATTER)
			add_scatter(to, v, answer);
		else
			add_reason(to, v, answer->reason);
		buf_putc(to, '\n');
		break;
	}
}

void gate_text(const struct comparison *c, size_t i, const struct number_style *numbers,
	       struct buf *to)
{
	struct view v = {c, &c->groups[0], &c->groups[i], c->asked.of, numbers};
	enum gate_reason reason = gate_obstacle(v.baseline, v.group, v.f);
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		v.f = (enum compare_figure)f;
		if (c->gates[f])
			add_answer(to, &v, &c->gates[f][i]);
	}
	v.f = c->asked.of;
	/* A figure that is missing is in the line above. */
	if (gate_has_limits(&c->asked.limits) || reason == GATE_NO_REASON ||
	    reason == GATE_NO_FIGURE || reason == GATE_OF_ZERO)
		return;
	buf_puts(to, "    ");
	add_reason(to, &v, reason);
	buf_putc(to, '\n');
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void answer_json(struct jsonw *json, const struct comparison *c, int f, size_t i)
{
	const struct gate_answer *answer = &c->gates[f][i];
	jsonw_object(json, NULL);
	jsonw_string(json, "of", compare_figure_names[f]);
	jsonw_number(json, "limit", c->asked.limits.most[f]);
	jsonw_number(json, "change", answer->change);
	jsonw_number(json, "p", answer->p);
	jsonw_string(json, "verdict", gate_verdicts[answer->verdict]);
	jsonw_string(json, "reason", answer->reason ? gate_reasons[answer->reason] : NULL);
	jsonw_bool(json, "improved", answer->improved);
	jsonw_object_end(json);
}

void gate_json(struct jsonw *json, const struct comparison *c, size_t i)
{
	enum gate_reason obstacle = gate_obstacle(&c->groups[0], &c->groups[i], c->asked.of);
	jsonw_string(json, "not_comparable", obstacle ? gate_reasons[obstacle] : NULL);
	if (!gate_has_limits(&c->asked.limits))
		return;
	jsonw_array(json, "gates");
	for (int f = 0; f < COMPARE_FIGURES; f++)
		if (c->gates[f])
			answer_json(json, c, f, i);
	jsonw_array_end(json);
}

void gate_verdict_json(struct jsonw *json, const struct comparison *c)
{
	if (gate_has_limits(&c->asked.limits))
		jsonw_string(json, "verdict", gate_verdicts[c->verdict]);
}
