/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The actions of `frugal runs`. Each gets the arguments with the action in front, and an open
 * ledger.
 */
#ifndef CLI_RUNS_H
#define CLI_RUNS_H

#include "api/inside.h"
#include "cli/cli.h"
#include "cli/filter.h"
#include "cli/option.h"
#include "record/words.h"

struct runs_options {
	struct filter_options filter;
	bool json;
	bool csv;
	bool total;
	const char *by, *outcome;
	const char *since;
	const char *until;
	const char *status;
	int64_t limit; /* 0: the default */
};

int runs_list(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr);
int runs_show(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr);
int runs_tag(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr);
int runs_set(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr);
int runs_export(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr);
int runs_import(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr);
int runs_total(struct cli *cli, frugal_ledger *ledger, const struct frugal_filter *filter,
	       struct frugal_error *reterr);

/* The filter that the options give. */
int runs_filter(struct cli *cli, struct frugal_filter *ret, struct frugal_error *reterr);
int runs_estimates(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr);
int runs_rm(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr);

#endif
