/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reservations of the ledger (store/reserve.h), for frugal plan: listing them and cancelling
 * one.
 */
#ifndef CLI_PLAN_SHARED_H
#define CLI_PLAN_SHARED_H

#include "cli/cli.h"

int plan_reservations(struct cli *cli, bool as_json, struct frugal_error *reterr);
int plan_release(struct cli *cli, const char *id, struct frugal_error *reterr);

#endif
