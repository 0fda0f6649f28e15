/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Views of a look at the machine: a table for people, a line of JSON for programs. Both read the
 * same struct live; only the order and the number of rows are asked for.
 */
#ifndef REPORT_LIVE_H
#define REPORT_LIVE_H

#include "insight/live.h"

enum live_by { LIVE_PROCESSES, LIVE_GROUPS, LIVE_BOARDS };
enum live_sort { LIVE_BY_POWER, LIVE_BY_CPU, LIVE_BY_ENERGY };

struct live_view {
	enum live_by by;
	enum live_sort sort;
	size_t most; /* rows; that of unseen processes is added */
	const struct number_style *numbers;
};

/* "docker-4f1d2e.scope" as "docker 4f1d2e"; else the end of the path. */
void live_group_name(const char *path, char *to, size_t size);

void live_text(struct buf *to, const struct live *live, const struct live_view *view);
void live_json(struct buf *to, const struct live *live, const struct live_view *view);

#endif
