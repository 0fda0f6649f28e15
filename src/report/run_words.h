/* SPDX-License-Identifier: Apache-2.0 */
/* Pieces of text that the summary of a run and a row of a list share. */
#ifndef REPORT_RUN_WORDS_H
#define REPORT_RUN_WORDS_H

#include "report/run.h"

/* The command as one line of at most `most` characters, without control characters. */
void add_command(struct buf *to, const struct run_record *run, size_t most);

/* text without control characters or broken UTF-8, at most `most` characters, then "...". */
void add_clean_text(struct buf *to, const char *text, size_t most);

/* "exit 0", "signal 15", "interrupted", "running". */
void add_end(struct buf *to, const struct run_record *run);

/* "within run 069b" with before in front; nothing when the parent of the run is not known. */
void add_within(struct buf *to, const char *before, const struct run_record *run,
		const struct run_view *view);

typedef bool part_test(const struct run_part *part);

bool part_is_measured(const struct run_part *part); /* and gave something */
bool part_is_modelled(const struct run_part *part); /* the same */
bool part_is_denied(const struct run_part *part);
bool part_is_silent(const struct run_part *part); /* no reading could be had of it */
bool part_is_asleep(const struct run_part *part); /* suspended throughout: not read */
bool part_is_still(const struct run_part *part);  /* no energy, for another reason */

/*
 * Adds the names of the parts (or of their sensors) that pass the test, with commas; returns how
 * many.
 */
size_t add_part_names(struct buf *to, const struct run_record *run, part_test *test, bool sensors);

/* Adds the energy of the machine during the run, gaps, unknown idle powers: one line each. */
void add_notes(struct buf *to, const struct run_record *run, const struct run_view *view);

/* A figure in display units. */
struct shown {
	struct display_unit unit;
	double value, low, high;
	int decimals;
};

/* False when the figure is NULL or its unit is unknown. */
bool figure_shown(const struct run_figure *figure, struct shown *ret);

#endif
