/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When runs were at work: their intervals, and the union of those of some phases. Two runs at once
 * count once, and the time between two runs does not count. Only the newest GROUP_SPANS are read.
 */
#include <stdlib.h>
#include <string.h>

#include "insight/group_inside.h"

struct spans {
	struct gathering *of;
	struct group_span *items;
	size_t n, room;
};

static int add_span(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct spans *to = context;
	if (!mem_grow(&to->items, to->n, &to->room, sizeof(*to->items), 0))
		return error_nomem(reterr);
	const char *phase = arena_strdup(to->of->arena, run->phase ? run->phase : "");
	if (!phase)
		return error_nomem(reterr);
	to->items[to->n++] = (struct group_span){
		.phase = phase,
		.from_us = run->started_us,
		.to_us = run->ended_us > run->started_us ? run->ended_us : run->started_us};
	return FRUGAL_VISIT_ON;
}

static int by_start(const void *a, const void *b)
{
	int64_t x = ((const struct group_span *)a)->from_us,
		y = ((const struct group_span *)b)->from_us;
	return (x > y) - (x < y);
}

int group_find_spans(struct gathering *of)
{
	struct spans spans = {.of = of};
	struct group_spans *to = &of->to->spans;
	struct run_filter newest = of->to->which.filter;
	newest.limit = GROUP_SPANS;
	int r = ledger_list(of->ledger, &newest, RUN_HEAD, add_span, &spans, of->reterr);
	struct group_span *kept = arena_array(of->arena, spans.n + 1, sizeof(*kept));
	if (r == 0 && !kept)
		r = error_nomem(of->reterr);
	if (r == 0 && spans.n) {
		qsort(spans.items, spans.n, sizeof(*spans.items), by_start);
		memcpy(kept, spans.items, spans.n * sizeof(*kept));
	}
	*to = (struct group_spans){kept, r == 0 ? spans.n : 0, spans.n == GROUP_SPANS};
	mem_free(spans.items);
	return r;
}

struct group_period group_period_of(const struct group_spans *spans,
				    bool (*covers)(const char *phase))
{
	struct group_period period = {.is_part = spans->is_part};
	for (size_t i = 0; i < spans->n; i++) {
		const struct group_span *span = &spans->items[i];
		if (!covers(span->phase))
			continue;
		int64_t begin =
			period.runs && period.to_us > span->from_us ? period.to_us : span->from_us;
		period.from_us = period.runs ? period.from_us : span->from_us;
		period.busy_us += span->to_us > begin ? span->to_us - begin : 0;
		period.to_us = span->to_us > period.to_us ? span->to_us : period.to_us;
		period.runs++;
	}
	return period;
}
