/* SPDX-License-Identifier: Apache-2.0 */
/* The models and tables that the command line asks for: ours, the user's, --models, --factors. */
#ifndef CLI_METHODS_H
#define CLI_METHODS_H

#include "cli/cli.h"
#include "model/answer.h"
#include "model/library.h"

struct methods {
	struct tables *tables;
	struct library *library;
	struct arena arena; /* names of the user's folders */
};

/* Cheap: nothing is read before it is asked for. FRUGAL_EENV when a folder is not there. */
int methods_open(const struct cli *cli, struct methods *ret, struct frugal_error *reterr);
void methods_close(struct methods *methods);

#endif
