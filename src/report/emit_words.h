/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words that start a planned job: the command under `frugal run`, which keeps its moment and
 * measures it, or the line of a user that starts it in another zone.
 */
#ifndef REPORT_EMIT_WORDS_H
#define REPORT_EMIT_WORDS_H

#include "report/emit.h"

struct emit_words {
	struct arena arena;
	const char **words; /* ends with NULL */
	size_t n;
};

/* What frugal run is given to plan a job that recurs, at each of its starts. */
struct emit_planning {
	const char *zone;
	double hours, window_h;
	const char **only, **at_zones;
	size_t n_only, n_at_zones;
	bool pausable;
	double min_run_h;
};
int emit_planning(struct arena *arena, const struct emit_planning *planning,
		  const char *const **ret, size_t *ret_n, struct frugal_error *reterr);

/* from_s: not before it; to_s: not after it (0: whenever); is_batch: in a job of Slurm. */
int emit_words(const struct planned_job *job, int64_t from_s, int64_t to_s, bool is_batch,
	       struct emit_words *ret, struct frugal_error *reterr);
void emit_words_release(struct emit_words *words);

/* FRUGAL_EUSAGE: the line has not one {}, or has it where its quotes would not be read. */
int emit_away_check(const char *line, struct frugal_error *reterr);

/*
 * The line with {} replaced by the command, as one word for a shell there: under `frugal run` where
 * that is installed. The line has been checked.
 */
int emit_away(const struct planned_job *job, const char *line, struct buf *to,
	      struct frugal_error *reterr);

#endif
