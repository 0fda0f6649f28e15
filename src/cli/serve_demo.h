/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger of `frugal serve --demo`: a folder of its own, filled by real runs on this machine,
 * and removed at the end.
 */
#ifndef CLI_SERVE_DEMO_H
#define CLI_SERVE_DEMO_H

#include "cli/cli.h"

struct serve_demo {
	char folder[256];
	char ledger[280];
};

/* FRUGAL_EENV: no folder, or no Python with scikit-learn. What was made is removed by then. */
int serve_demo_make(struct cli *cli, struct serve_demo *ret, struct frugal_error *reterr);
void serve_demo_remove(const struct serve_demo *demo);

#endif
