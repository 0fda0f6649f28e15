/* SPDX-License-Identifier: Apache-2.0 */
/* The sums are those of insight/group.h; only their shares are made here. */
#include "insight/project.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "quantity/change.h"

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
	return ret->group.n_cells ? 0 : no_run(ret, reterr);
}

void project_release(struct project *project)
{
	group_release(&project->group);
}
