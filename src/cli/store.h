/* SPDX-License-Identifier: Apache-2.0 */
/* The ledger that the user means, for the commands that look back. */
#ifndef CLI_STORE_H
#define CLI_STORE_H

#include "cli/cli.h"
#include "store/ledger.h"

/* --store, FRUGAL_STORE or the default place. */
int store_open(const struct cli *cli, enum ledger_mode mode, struct ledger **ret,
	       struct frugal_error *reterr);

/* "2026-11-22", "2026-11-22T10:00:00Z", or "7d", "12h" ago: microseconds of UTC. */
int store_parse_date(const char *option, const char *text, int64_t *ret_us,
		     struct frugal_error *reterr);

/* The moment that audits and reports are dated by, in UTC seconds: SOURCE_DATE_EPOCH, else now. */
int64_t store_now_s(void);

#endif
