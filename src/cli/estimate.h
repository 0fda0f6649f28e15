/* SPDX-License-Identifier: Apache-2.0 */
/* The two files of `frugal estimate`: one answer (cmd_estimate.c), rows of them (estimate_batch.c).
 */
#ifndef CLI_ESTIMATE_H
#define CLI_ESTIMATE_H

#include "cli/cli.h"
#include "model/question.h"

struct estimate_options {
	bool json;
	bool csv;
	bool methods;
	bool sensitivity;
	bool explain;
	bool timing;
	const char *batch;
	const char *rejects;
	const char *output;
	int64_t threads; /* 0: as many as processors */
};

/*
 * --batch: streams the rows of a file through the question. Returns the exit status: 4 when rows
 * were refused (told on standard error), or a negative code.
 */
int estimate_batch(struct cli *cli, const struct estimate_options *asked,
		   const struct question *question, struct frugal_error *reterr);

#endif
