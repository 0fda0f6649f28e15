/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/compare_asked.h"

#include <string.h>

#include "base/intl.h"
#include "serve/compare_view.h"

static bool add_label(struct compare_asked *asked, const char *label)
{
	if (label && asked->n < COMPARE_GROUPS)
		asked->labels[asked->n++] = label;
	return label != NULL;
}

/* The names of the project's runs, as groups. */
static int add_names(struct request *request, frugal_ledger *ledger, struct compare_asked *asked,
		     struct frugal_error *reterr)
{
	struct frugal_filter filter = {.size = sizeof(filter), .project = asked->project};
	struct totals totals = {0};
	int r = ledger_totals(ledger, &filter, "name", request->arena, &totals, reterr);
	for (size_t i = 0; r == 0 && i < totals.n; i++) {
		const char *name = totals.rows[i].key;
		/* Words of a group have no comma within a value. */
		if (*name && !strchr(name, ',') &&
		    !add_label(asked, arena_printf(request->arena, "name=%s", name)))
			r = error_nomem(reterr);
	}
	totals_release(&totals);
	asked->chosen = true;
	return r;
}

/* The metric by which its epochs are judged. */
static int choose_metric(struct request *request, frugal_ledger *ledger,
			 struct compare_asked *asked, struct frugal_error *reterr)
{
	frugal_project *project = NULL;
	int r = frugal_project_read(ledger, asked->project, NULL, NULL, 0, &project, reterr);
	if (r < 0)
		return r;
	const struct epochs *epochs = &project_of(project)->epochs;
	if (epochs->metric) {
		asked->metric = arena_strdup(request->arena, epochs->metric);
		asked->less_is_better = epochs->less_is_better;
	}
	frugal_project_free(project);
	return 0;
}

int compare_asked_read(struct request *request, frugal_ledger *ledger, struct compare_asked *ret,
		       struct frugal_error *reterr)
{
	*ret = (struct compare_asked){
		.labels = arena_array(request->arena, COMPARE_GROUPS, sizeof(const char *)),
		.project = request_query(request, "project"),
		.metric = request_query(request, "metric")};
	int r = request_flag(request, "less", &ret->less_is_better, reterr);
	if (r < 0)
		return r;
	if (!ret->labels)
		return error_nomem(reterr);
	for (size_t i = 0; i < request->http->n_query; i++) {
		const struct http_field *field = &request->http->query[i];
		if (strcmp(field->name, "groups") == 0 && *field->value)
			(void)add_label(ret, field->value);
	}
	if (!ret->metric)
		ret->less_is_better = false;
	if (ret->project && !ret->metric)
		r = choose_metric(request, ledger, ret, reterr);
	if (r == 0 && ret->project && !ret->n)
		r = add_names(request, ledger, ret, reterr);
	return r;
}

int compare_asked_answer(const struct compare_asked *asked, frugal_ledger *ledger,
			 frugal_comparison **ret, struct frugal_error *reterr)
{
	const struct frugal_filter filter = {.size = sizeof(filter), .project = asked->project};
	const struct frugal_comparison_question question = {.size = sizeof(question),
							    .labels = asked->labels,
							    .n = asked->n,
							    .metric = asked->metric,
							    .less_is_better = asked->less_is_better,
							    .filter = &filter};
	return frugal_comparison_read(ledger, &question, ret, reterr);
}
