/* SPDX-License-Identifier: Apache-2.0 */
/* The runs of a group, gathered for a form: by phase, with machines, zones and accelerators. */
#ifndef CLI_FORM_RUNS_H
#define CLI_FORM_RUNS_H

#include "cli/cli.h"
#include "report/form.h"
#include "store/ledger.h"

/* Fills all of *ret that runs know; what only people know is left alone. In cli's arena. */
int form_runs_gather(struct cli *cli, const char *label, struct form_subject *ret,
		     struct frugal_error *reterr);

/* The same from a ledger that is open. */
int form_runs_read(struct cli *cli, struct ledger *ledger, const char *label,
		   struct form_subject *ret, struct frugal_error *reterr);

#endif
