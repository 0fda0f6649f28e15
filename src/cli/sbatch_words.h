/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the script and the command line say to sbatch: the options that a plan has to know, by the
 * rules of sbatch(1).
 */
#ifndef CLI_SBATCH_WORDS_H
#define CLI_SBATCH_WORDS_H

#include "cli/cli.h"

enum sbatch_word { SBATCH_TIME, SBATCH_BEGIN, SBATCH_DEADLINE, SBATCH_ARRAY, SBATCH_WORDS };

struct sbatch_words {
	struct str value[SBATCH_WORDS]; /* n 0: not said; the last one counts */
	bool in_line[SBATCH_WORDS];     /* said on the command line, where it wins */
	struct buf script;              /* has the texts of those that are in the script */
};

/* The caller releases *ret in every case. */
int sbatch_words_read(const struct cli *cli, struct sbatch_words *ret, struct frugal_error *reterr);
void sbatch_words_release(struct sbatch_words *words);

/* A duration of --time in hours; NaN: it is not one. */
double sbatch_hours(struct str text);

/* "0-99:2%4": 50 tasks, 4 at once (0: all); false: it is not an array. */
bool sbatch_array(struct str text, int64_t *ret_tasks, int64_t *ret_at_once);

#endif
