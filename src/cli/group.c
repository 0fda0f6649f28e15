/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/group.h"

#include <string.h>

#include "base/intl.h"
#include "cli/store.h"

#define MOST_TAGS 16

struct selection {
	struct run_filter filter;
	const char *name, *tags[MOST_TAGS];
	run_visit *visit;
	void *context;
	size_t n;
};

static int visit_named(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct selection *of = context;
	if (of->name && strcmp(of->name, run->name) != 0)
		return 0;
	of->n++;
	return of->visit(of->context, run, reterr);
}

static int bad_words(const char *label, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' says no group of runs"), label);
	return error_todo(reterr, "%s", "project=digits,phase=training,tag=final,name=small");
}

static int select_by_words(struct arena *arena, const char *label, struct selection *to,
			   struct frugal_error *reterr)
{
	for (const char *p = label; *p;) {
		struct str item = {p, strcspn(p, ",")}, value;
		const char **where = NULL;
		p += item.n;
		p += *p == ',';
		if (str_after(item, "project=", &value))
			where = &to->filter.project;
		else if (str_after(item, "phase=", &value))
			where = &to->filter.phase;
		else if (str_after(item, "name=", &value))
			where = &to->name;
		else if (str_after(item, "tag=", &value) && to->filter.n_tags < MOST_TAGS)
			where = &to->tags[to->filter.n_tags++];
		else
			return bad_words(label, reterr);
		*where = arena_printf(arena, "%.*s", STR_ARG(value));
		if (!*where)
			return error_nomem(reterr);
	}
	to->filter.tags = to->tags;
	return 0;
}

int group_visit_in(struct ledger *ledger, const char *label, enum run_detail detail,
		   run_visit *visit, void *context, struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct selection of = {.visit = visit, .context = context};
	struct run_record run;
	int r;
	if (strchr(label, '=')) {
		of.filter.statuses = RUN_STATUS_BIT(RUN_FINISHED);
		r = select_by_words(&arena, label, &of, reterr);
		if (r == 0)
			r = ledger_list(ledger, &of.filter, detail, visit_named, &of, reterr);
	} else {
		r = ledger_load_run(ledger, label, &run, reterr);
		if (r == 0) {
			r = visit_named(&of, &run, reterr);
			run_record_release(&run);
		}
	}
	arena_release(&arena);
	if (r == 0 && of.n == 0) {
		error_set(reterr, FRUGAL_EUSAGE, _("no finished run is in '%s'"), label);
		r = error_todo(reterr, "%s", "frugal runs");
	}
	return r;
}

int group_visit(const struct cli *cli, const char *label, enum run_detail detail, run_visit *visit,
		void *context, struct frugal_error *reterr)
{
	struct ledger *ledger;
	int r = store_open(cli, LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	r = group_visit_in(ledger, label, detail, visit, context, reterr);
	ledger_close(ledger);
	return r;
}
