/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The params of a question with their values and supports, and the draws over them, with the mean
 * and the quantiles of what a program computes from them.
 */
#ifndef MODEL_SPREAD_H
#define MODEL_SPREAD_H

#include "model/answer.h"
#include "model/machine.h"
#include "model/quantiles.h"

#define SPREAD_EXACT UINT32_MAX

struct spread_param {
	double value, low, high;
	uint32_t dimension; /* of the draws; SPREAD_EXACT: none */
};

struct spread {
	const struct question *question;
	struct spread_param *params; /* in the order of the program */
	uint32_t *rows;              /* by input; TABLE_NO_ROW for those that are not a row */
	uint32_t n_uncertain;        /* dimensions */
};

int spread_init(struct spread *spread, const struct question *question,
		struct frugal_error *reterr);
void spread_release(struct spread *spread);

/* The params as a machine wants them, before draws: what varies is what a dimension moves. */
void spread_settle(const struct spread *spread, struct machine *machine);

/*
 * Fills the columns of the uncertain params with n draws from first on; the dimension swapped (or
 * SPREAD_EXACT) gets independent draws.
 */
void spread_draw(const struct spread *spread, struct machine *machine, uint64_t seed,
		 uint32_t first, size_t n, uint32_t swapped);

/* Of the draws in which a register has a finite value: MISSING where there are none. */
struct spread_summary {
	double mean, median, low, high; /* 5 % and 95 % */
	size_t n_finite;
};

/* Memory for draws, used again for the next question to the same program. */
struct spread_room {
	struct machine machine;
	double *columns; /* of draws, by register asked for */
	struct quantile_room quantile;
	struct mem_spare *spare;
};

/* For the given number of draws, at least 2, of up to n registers. */
int spread_room_init(struct spread_room *room, const struct program *program, size_t draws,
		     size_t n, struct frugal_error *reterr);
void spread_room_release(struct spread_room *room);

void spread_summaries(const struct spread *spread, struct spread_room *room, uint64_t seed,
		      size_t draws, const uint32_t *regs, size_t n, struct spread_summary *to);

#endif
