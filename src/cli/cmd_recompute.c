/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal recompute: computes stored runs again with the factors of today, of another year or of
 * another zone. The measured energy and the ledger do not change.
 */
#include "api/inside.h"
#include "base/intl.h"
#include "cli/command.h"
#include "cli/filter.h"
#include "report/recompute.h"

struct recompute_options {
	struct filter_options filter;
	bool json;
	const char *zone;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct recompute_options, json, 0, "json", N_("answer in JSON")),
	OPT_TEXT(struct recompute_options, zone, 'z', "zone", N_("ZONE"),
		   N_("electricity zone in place of the recorded one"), COMPLETE_ZONES),
	FILTER_OPTIONS(struct recompute_options, filter),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("RUN|GROUP"), ARGUMENT_REPEATED, COMPLETE_RUNS, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal recompute last --factors-year 2022", N_("the last run with the factors of 2022")},
	{"frugal recompute last --zone SE", N_("the same run with the electricity of Sweden")},
	{"frugal recompute 7c1e 9a40", N_("why two runs emit differently: energy or factors")},
	{"frugal recompute --project digits --factors-year 2022", N_("all runs of a project")},
	{NULL, NULL},
};

static int recompute(struct cli *cli, struct frugal_error *reterr)
{
	const struct recompute_options *asked = cli->options;
	const struct frugal_filter filter = filter_of(&asked->filter);
	struct recomputed *runs = NULL;
	struct group_pues left;
	size_t n = 0;
	frugal_ledger *ledger = NULL;
	struct buf text = {0};
	if (!cli->n_args && !filter_given(&asked->filter)) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"), _("RUN"));
		return error_todo(reterr, "frugal recompute last, frugal recompute --project %s",
				  _("NAME"));
	}
	int r = frugal_ledger_open(cli->library, FRUGAL_LEDGER_READ, &ledger, reterr);
	if (r == 0)
		r = ledger_recompute_all(ledger, (const char *const *)cli->args, cli->n_args,
					 &filter, asked->zone, &cli->arena, &runs, &n, &left,
					 reterr);
	if (r == 0 && asked->json)
		recomputed_json(runs, n, &left, &text);
	else if (r == 0)
		recomputed_text(runs, n, &left, cli->numbers, &text);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	frugal_ledger_close(ledger);
	buf_release(&text);
	return r;
}

const struct command command_recompute = {
	.name = "recompute",
	.group = GROUP_LEDGER,
	.brief = N_("recompute stored runs with other factors"),
	.text = N_(
		"Shows what stored runs, or the runs of groups (project=a,phase=training) and of "
		"the options, would emit with today's factors, or with those chosen "
		"by --factors-year, --source, --factors or --zone. Without a year, a source or "
		"a zone, the stored hours of the time of the run come first. The energy stays as "
		"measured, and the stored runs do not change.\n\nFor two runs, the difference "
		"is split into a part of energy and a part of factors (greenhouse gases per "
		"kWh), each at the mean of the other, so that the two parts add up to the "
		"difference."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct recompute_options),
	.examples = examples,
	.function = recompute,
};
