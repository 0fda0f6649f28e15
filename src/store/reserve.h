/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plan that users of one ledger share: the reservations of a zone's capacity, by hours. A choice
 * is made on the reservations of that moment and written before another process can choose, so that
 * a capacity is never exceeded. Reservations whose end has passed are removed.
 */
#ifndef STORE_RESERVE_H
#define STORE_RESERVE_H

#include "store/ledger.h"

struct reserved_piece {
	int64_t from_s, to_s; /* UTC; [from, to) */
};

struct reservation {
	char id[RUN_ID_SIZE];
	const char *zone, *name;
	double kw;
	struct reserved_piece *pieces;
	size_t n_pieces;
};

/* Returns 1 and the capacity of a zone, or 0 when none is stored. */
int ledger_capacity(struct ledger *ledger, const char *zone, double *ret_kw,
		    struct frugal_error *reterr);
int ledger_set_capacity(struct ledger *ledger, const char *zone, double kw,
			struct frugal_error *reterr);

/* Adds to kw the reservations in each step of a zone: the largest sum at any moment of the step. */
int ledger_reserved(struct ledger *ledger, const char *zone, int64_t from_s, int64_t step_s,
		    double *kw, size_t n, struct frugal_error *reterr);

/* Fills zone, kw and pieces, which live until the choice is written. */
typedef int reserve_choose(void *context, struct reservation *reservation,
			   struct frugal_error *reterr);

/* Calls choose within a transaction that excludes other writers, and writes the choice. */
int ledger_reserve(struct ledger *ledger, int64_t now_s, reserve_choose *choose, void *context,
		   struct reservation *reservation, struct frugal_error *reterr);

/* By zone and start. reservation lives until the visit returns; it has one piece. */
typedef int reserve_visit(void *context, const struct reservation *reservation,
			  struct frugal_error *reterr);
int ledger_reservations(struct ledger *ledger, int64_t now_s, reserve_visit *visit, void *context,
			struct frugal_error *reterr);

/*
 * The deadline (UTC seconds) that the first start of a waiting command set; key identifies the
 * command. 0 when it is unknown or has passed.
 */
int ledger_waiting(struct ledger *ledger, const char *key, int64_t now_s, int64_t *ret_deadline_s,
		   struct frugal_error *reterr);
int ledger_note_waiting(struct ledger *ledger, const char *key, int64_t deadline_s,
			struct frugal_error *reterr);
int ledger_forget_waiting(struct ledger *ledger, const char *key, int64_t now_s,
			  struct frugal_error *reterr);

/*
 * Removes a reservation by its id, or by a prefix of 4 digits or more that only one has
 * (FRUGAL_EUSAGE otherwise).
 */
int ledger_release(struct ledger *ledger, const char *id, struct frugal_error *reterr);

#endif
