/* SPDX-License-Identifier: Apache-2.0 */
/* The sums are those of insight/group.h; only their shares are made here. */
#include "insight/project.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "quantity/change.h"
#include "quantity/quantity.h"

double project_share(const struct project *project, const struct group_sum *sum)
{
	const struct use *whole = &project->group.all.use;
	double all = group_value(&whole->energy_wh, whole->runs);
	double part = group_value(&sum->use.energy_wh, sum->use.runs);
	return share_of(part, all);
}

static void make_shares(struct project *p)
{
	const struct use *all = &p->group.all.use;
	p->failed = group_sum_of(&p->group, group_failed);
	p->shipped = group_sum_of(&p->group, group_shipped);
	p->abandoned = group_sum_of(&p->group, group_abandoned);
	p->untold = group_sum_of(&p->group, group_untold);
	p->before = group_sum_of(&p->group, group_before);
	bool stated = p->shipped.use.runs > 0 || p->abandoned.use.runs > 0;
	p->before_share = project_share(p, &p->before);
	p->idle_share = all->marginal_wh > 0 ? 1 - share_of(all->marginal_wh, all->energy_wh.value)
					     : (double)NAN;
	p->never_shipped_share =
		stated ? project_share(p, &p->failed) + project_share(p, &p->abandoned)
		       : (double)NAN;
}

static int no_run(const struct project *project, struct frugal_error *reterr)
{
	if (project->within[0]) {
		error_set(reterr, FRUGAL_EUSAGE, _("no run of project '%s' is in '%s'"),
			  project->name, project->within);
		return error_todo(reterr, "frugal runs project=%s", project->name);
	}
	error_set(reterr, FRUGAL_EUSAGE, _("no run belongs to project '%s'"), project->name);
	return error_todo(reterr, "%s", _("use `frugal run` with project=NAME"));
}

/* The filter is of the project, or of none. */
static int narrow(const char *name, const struct run_filter *within, struct arena *arena,
		  struct run_filter *ret, struct project *to, struct frugal_error *reterr)
{
	*ret = within ? *within : (struct run_filter){0};
	if (ret->project && strcmp(ret->project, name) != 0) {
		error_set(reterr, FRUGAL_EUSAGE, _("no run has both %s=%s and %s=%s"), "project",
			  name, "project", ret->project);
		return error_todo(reterr, "%s", _("keep one"));
	}
	ret->project = NULL;
	to->within = selection_words(ret, arena);
	ret->project = name;
	return to->within ? 0 : error_nomem(reterr);
}

int project_read(struct ledger *ledger, const char *name, const struct run_filter *within,
		 const char *metric, bool less_is_better, struct arena *arena, struct project *ret,
		 struct frugal_error *reterr)
{
	struct run_filter filter;
	struct group_question question = group_question_of(NULL);
	question.filter = &filter;
	*ret = (struct project){
		.name = name,
		.within = "",
		.metric_said = metric != NULL,
		.epochs = {.metric = metric, .less_is_better = less_is_better, .target = NAN}};
	int r = narrow(name, within, arena, &filter, ret, reterr);
	filter.statuses = filter.statuses ? filter.statuses : SELECTION_ENDED;
	if (r == 0)
		r = group_read_any(ledger, &question, arena, &ret->group, reterr);
	if (r == 0 && !metric)
		r = epochs_choose(ledger, &filter, arena, &ret->epochs, reterr);
	if (r == 0)
		r = epochs_read(ledger, &filter, &ret->epochs, reterr);
	if (r < 0)
		return r;
	make_shares(ret);
	r = ledger_get_target(ledger, name, &ret->target, reterr);
	if (r < 0)
		return r;
	return ret->group.n_cells ? 0 : no_run(ret, reterr);
}

struct use_figure project_month(const struct group_row *month, enum target_figure figure)
{
	const struct use *use = &month->sum.use;
	if (figure == TARGET_CARBON)
		return group_carbon_and_embodied(use);
	return group_is_whole(&use->energy_wh, use->runs)
		       ? use->energy_wh
		       : (struct use_figure){0, NAN, NAN, NAN, NAN};
}

void project_trend_of(const struct project *project, enum target_figure figure, int64_t now_s,
		      struct project_trend *ret)
{
	*ret = (struct project_trend){.change = NAN, .above = NAN};
	for (size_t i = 0; i < project->group.months.n; i++) {
		const struct group_row *month = &project->group.months.items[i];
		if (!clock_is_over(month->key, now_s) || !(project_month(month, figure).runs > 0))
			continue;
		ret->first = ret->first ? ret->first : month;
		ret->last = month;
		ret->n++;
	}
	if (!ret->n)
		return;
	double last = project_month(ret->last, figure).value;
	if (ret->n > 1)
		ret->change = change_of(project_month(ret->first, figure).value, last);
	ret->above = change_of(project->target.value[figure], last);
}

int project_target_parse(const char *text, enum target_figure figure, double *ret,
			 struct frugal_error *reterr)
{
	static const char *const units[] = {[TARGET_ENERGY] = "Wh", [TARGET_CARBON] = "gCO2e"};
	struct quantity quantity;
	struct unit unit;
	*ret = NAN;
	if (!text || !*text)
		return 0;
	int r = unit_parse(str_of(units[figure]), &unit, reterr);
	if (r == 0)
		r = quantity_parse_as(str_of(text), target_figure_names[figure], unit,
				      units[figure], BARE_REFUSED, &quantity, reterr);
	if (r < 0)
		return r;
	if (!(quantity.value > 0))
		return error_set(reterr, FRUGAL_EUSAGE, _("a target is above 0, not %s"), text);
	*ret = quantity.value / unit.scale;
	return 0;
}

int project_target_put(struct ledger *ledger, const char *name, const struct target *target,
		       struct frugal_error *reterr)
{
	if (!*name)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"), _("NAME"));
	return ledger_put_target(ledger, name, target, reterr);
}

void project_release(struct project *project)
{
	group_release(&project->group);
}
