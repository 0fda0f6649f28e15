/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal runs list --total and --by: the sum of the runs, or one sum per project, phase, month or
 * other key. The ledger adds them up; runs within other runs are counted once.
 */
#include "base/intl.h"
#include "cli/runs.h"
#include "report/totals.h"

int runs_total(struct cli *cli, frugal_ledger *ledger, const struct frugal_filter *filter,
	       struct frugal_error *reterr)
{
	const struct runs_options *options = cli->options;
	struct totals totals;
	struct buf text = {0};
	int r = ledger_totals(ledger, filter, options->by, &cli->arena, &totals, reterr);
	if (r < 0)
		return r;
	if (options->json)
		totals_json(&totals, &text);
	else if (options->csv)
		totals_csv(&totals, &text);
	else
		totals_text(&totals, cli->numbers, &text);
	if (text.failed)
		r = error_nomem(reterr);
	else
		cli_put(&text);
	totals_release(&totals);
	buf_release(&text);
	return r;
}
