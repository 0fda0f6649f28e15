/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of `frugal estimate` share: one answer (cmd_estimate.c), the rows of a file
 * (estimate_batch.c), comparisons with an answer (estimate_compare.c).
 */
#ifndef CLI_ESTIMATE_H
#define CLI_ESTIMATE_H

#include "cli/cli.h"
#include "cli/option.h"
#include "frugal.h"

struct estimate_options {
	bool json;
	bool csv;
	bool methods;
	bool sensitivity;
	bool explain;
	bool timing;
	bool intervals;
	const char *batch;
	const char *rejects;
	const char *output;
	bool keep;
	const char *project, *service, *name; /* of a kept estimate */
	const char *vs;                       /* a published figure */
	struct option_list instead;           /* --or: inputs of the second scenario */
	int64_t threads;                      /* 0: as many as processors */
};

/*
 * Builds the question of the command line; inputs in instead (may be NULL) replace its own. The
 * caller frees *ret in every case.
 */
int estimate_ask(struct cli *cli, const struct option_list *instead, frugal_question **ret,
		 struct frugal_error *reterr);

/* Prints on standard error which values look 1000 times too large or too small. */
void estimate_warn(const struct cli *cli, frugal_question *question);

/* --vs: compares our figure with a published one. */
int estimate_vs(struct cli *cli, const struct estimate_options *asked,
		const frugal_question *question, const frugal_result *result, struct buf *to,
		struct frugal_error *reterr);

/* The format of a page by the name of --output: "html", "md"; NULL: it is none. */
const char *estimate_page_format(const struct estimate_options *asked);

/* --keep: stores the answer in the ledger, and prints its id on standard error. */
int estimate_keep(struct cli *cli, const struct estimate_options *asked,
		  const frugal_result *result, struct frugal_error *reterr);

/* --output e.html: the answer with its inputs, the other methods and its limits. */
int estimate_page(struct cli *cli, frugal_question *question, const char *format, struct buf *to,
		  struct frugal_error *reterr);

/* --or: shows the answers to two sets of inputs. */
int estimate_scenarios(struct cli *cli, const struct estimate_options *asked, struct buf *to,
		       struct frugal_error *reterr);

/*
 * --batch: streams the rows of a file through the question. Returns the exit status: 4 when rows
 * were refused (their number is printed on standard error), or a negative code.
 */
int estimate_batch(struct cli *cli, const struct estimate_options *asked,
		   const frugal_question *question, struct frugal_error *reterr);

#endif
