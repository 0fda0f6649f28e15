/* SPDX-License-Identifier: Apache-2.0 */
#include "insight/selection.h"

#include <string.h>

#include "base/intl.h"

static int bad_words(const char *label, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' says no group of runs"), label);
	return error_todo(reterr, "%s", "project=digits,phase=training,tag=final,name=small");
}

static int read_words(struct arena *arena, const char *label, struct selection *to,
		      struct frugal_error *reterr)
{
	for (const char *p = label; *p;) {
		struct str item = {p, strcspn(p, ",")}, value;
		const char **where = NULL, *before = "";
		p += item.n;
		p += *p == ',';
		if (str_after(item, "project=", &value))
			where = &to->filter.project;
		else if (str_after(item, "service=", &value))
			where = &to->filter.service;
		else if (str_after(item, "phase=", &value))
			where = &to->filter.phase;
		else if (str_after(item, "name=", &value))
			where = &to->filter.name;
		else if (to->filter.n_tags == SELECTION_TAGS)
			return bad_words(label, reterr);
		else if (str_after(item, "tag=", &value))
			where = &to->tags[to->filter.n_tags++];
		else if (str_after(item, "outcome=", &value)) {
			where = &to->tags[to->filter.n_tags++];
			before = "outcome:";
		} else
			return bad_words(label, reterr);
		*where = arena_printf(arena, "%s%.*s", before, STR_ARG(value));
		if (!*where)
			return error_nomem(reterr);
	}
	to->filter.tags = to->tags;
	return 0;
}

int selection_read(struct ledger *ledger, const char *label, struct arena *arena,
		   struct selection *ret, struct frugal_error *reterr)
{
	*ret = (struct selection){.filter.outermost = true};
	if (strchr(label, '=')) {
		ret->filter.statuses = RUN_STATUS_BIT(RUN_FINISHED);
		return read_words(arena, label, ret, reterr);
	}
	ret->filter.id = ret->id;
	return ledger_find_run(ledger, label, ret->id, reterr);
}

int selection_is_empty(const char *label, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("no finished run is in '%s'"), label);
	return error_todo(reterr, "%s", "frugal runs");
}

struct counting {
	run_visit *visit;
	void *context;
	size_t n;
};

static int count(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct counting *of = context;
	of->n++;
	return of->visit(of->context, run, reterr);
}

int selection_visit(struct ledger *ledger, const char *label, enum run_detail detail,
		    run_visit *visit, void *context, struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct counting of = {.visit = visit, .context = context};
	struct selection group;
	int r = selection_read(ledger, label, &arena, &group, reterr);
	if (r == 0)
		r = ledger_list(ledger, &group.filter, detail, count, &of, reterr);
	arena_release(&arena);
	return r == 0 && of.n == 0 ? selection_is_empty(label, reterr) : r;
}
