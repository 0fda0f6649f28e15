/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who uses the power of the machine now, look by look, in the structs of frugal.h, with the carbon
 * of a zone's electricity and the energy of today. The energy of today continues from the ledger
 * and is kept there about each minute; hours without a look are not in it, and the seconds seen
 * show this. A new local day begins at zero.
 */
#ifndef INSIGHT_LIVE_H
#define INSIGHT_LIVE_H

#include "host/scan.h"
#include "insight/keeper.h"
#include "model/knowledge.h"

struct activity_meter;

struct live_options {
	const char *zone; /* NULL: the world's average */
	enum scan_means means;
	bool keep; /* in the ledger */
};

/* What cpu_w and board_w of a row are multiplied by for its ends. */
struct row_factors {
	double cpu_low, cpu_high, board_low, board_high;
};

struct live {
	struct arena arena;
	struct session *session;
	struct keeper keeper;
	struct activity_meter *meter;
	const struct context *context;
	const char *zone; /* whose stored hours are looked for; NULL: the default */
	struct frugal_interval year_g_per_kwh; /* where they do not reach; NaN: nothing is known */
	int64_t renewed_s;                     /* when they were looked for last */
	char day[11];                          /* "2026-11-28", local */
	char shown_day[11];                    /* that of the look */
	int64_t kept_ns;
	struct frugal_look look; /* the last one, */
	struct frugal_live_row *processes, *groups;
	struct frugal_live_board *boards;
	struct frugal_live_use *uses;
	struct frugal_live_ends ends;
	struct row_factors rows;
	struct frugal_live_part *parts;
	double counted_j;   /* of today, whose carbon is in the look */
	uint32_t *group_of; /* of each of groups */
	size_t cap_processes, cap_groups, cap_boards, cap_uses, cap_group_of, cap_parts;
};

/* The context outlives it; the knowledge is asked here alone. FRUGAL_EUSAGE: the zone. */
int live_open(const struct context *context, const struct knowledge *knowledge,
	      const struct host_options *here, const struct session_options *sources,
	      const struct live_options *options, struct live **ret, struct frugal_error *reterr);

/* From the last look (or the opening) to now; live->look is valid until the next. */
int live_look(struct live *live, struct frugal_error *reterr);

struct frugal_interval live_watts(const struct live *live, const struct frugal_live_row *row);

/* Keeps what there is of today, and the idle powers that were seen. */
void live_free(struct live *live);

#endif
