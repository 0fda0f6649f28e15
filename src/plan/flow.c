/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cost scaling. Each arc is stored twice, forward and back, next to one another: capacity that one
 * gains the other loses. The price of each node reduces the costs of its arcs; in a phase of
 * precision eps no arc with capacity left has a reduced cost below -eps, and eps falls until no
 * cycle can gain a whole unit of cost.
 */
#include "plan/flow.h"

#include <string.h>

#include "base/intl.h"
#include "base/mem.h"

#define SCALING 16
#define NONE UINT32_MAX

struct half {
	uint32_t to;
	uint32_t next; /* of the node it leaves; NONE at the end */
	int64_t room;
	int64_t cost;
};

struct flow {
	size_t n, n_arcs;
	struct half *halves;
	uint32_t *first, *current; /* by node */
	int64_t *excess, *price;
	uint32_t *queue; /* a ring of the nodes with excess */
	unsigned char *queued;
	int64_t eps;
	size_t head, length;
};

int flow_new(size_t n_nodes, size_t n_arcs, struct flow **ret, struct frugal_error *reterr)
{
	struct flow *flow = mem_zalloc(1, sizeof(*flow));
	if (!flow || n_nodes >= NONE / 2 || n_arcs >= NONE / 4) {
		mem_free(flow);
		return error_nomem(reterr);
	}
	flow->n = n_nodes;
	flow->halves = mem_zalloc(2 * n_arcs + 1, sizeof(*flow->halves));
	flow->first = mem_zalloc(n_nodes, sizeof(*flow->first));
	flow->current = mem_zalloc(n_nodes, sizeof(*flow->current));
	flow->excess = mem_zalloc(n_nodes, sizeof(*flow->excess));
	flow->price = mem_zalloc(n_nodes, sizeof(*flow->price));
	flow->queue = mem_zalloc(n_nodes, sizeof(*flow->queue));
	flow->queued = mem_zalloc(n_nodes, 1);
	if (!flow->halves || !flow->first || !flow->current || !flow->excess || !flow->price ||
	    !flow->queue || !flow->queued) {
		flow_free(flow);
		return error_nomem(reterr);
	}
	for (size_t i = 0; i < n_nodes; i++)
		flow->first[i] = NONE;
	*ret = flow;
	return 0;
}

void flow_free(struct flow *flow)
{
	if (!flow)
		return;
	mem_free(flow->halves);
	mem_free(flow->first);
	mem_free(flow->current);
	mem_free(flow->excess);
	mem_free(flow->price);
	mem_free(flow->queue);
	mem_free(flow->queued);
	mem_free(flow);
}

static void add_half(struct flow *flow, size_t at, size_t from, size_t to, int64_t room,
		     int64_t cost)
{
	flow->halves[at] = (struct half){(uint32_t)to, flow->first[from], room, cost};
	flow->first[from] = (uint32_t)at;
}

void flow_arc(struct flow *flow, size_t from, size_t to, int64_t capacity, int64_t cost)
{
	size_t at = 2 * flow->n_arcs++;
	add_half(flow, at, from, to, capacity, cost);
	add_half(flow, at + 1, to, from, 0, -cost);
}

void flow_supply(struct flow *flow, size_t node, int64_t amount)
{
	flow->excess[node] += amount;
}

int64_t flow_on(const struct flow *flow, size_t arc)
{
	return flow->halves[2 * arc + 1].room;
}

static void enqueue(struct flow *flow, uint32_t node)
{
	if (flow->queued[node] || flow->excess[node] <= 0)
		return;
	flow->queued[node] = 1;
	size_t at = flow->head + flow->length++;
	flow->queue[at < flow->n ? at : at - flow->n] = node;
}

static void push(struct flow *flow, uint32_t from, uint32_t at, int64_t amount)
{
	struct half *half = &flow->halves[at];
	half->room -= amount;
	flow->halves[at ^ 1].room += amount;
	flow->excess[from] -= amount;
	flow->excess[half->to] += amount;
}

/* Sets the highest price at which some arc has a reduced cost of 0, less eps. */
static void relabel(struct flow *flow, uint32_t node)
{
	int64_t best = INT64_MIN;
	for (uint32_t a = flow->first[node]; a != NONE; a = flow->halves[a].next) {
		const struct half *half = &flow->halves[a];
		if (half->room > 0 && flow->price[half->to] - half->cost > best) {
			best = flow->price[half->to] - half->cost;
			flow->current[node] = a;
		}
	}
	flow->price[node] = best - flow->eps;
}

static void discharge(struct flow *flow, uint32_t node)
{
	while (flow->excess[node] > 0) {
		uint32_t a = flow->current[node];
		if (a == NONE) {
			relabel(flow, node);
			continue;
		}
		struct half *half = &flow->halves[a];
		if (half->room > 0 && half->cost + flow->price[node] - flow->price[half->to] < 0) {
			int64_t amount =
				half->room < flow->excess[node] ? half->room : flow->excess[node];
			uint32_t to = half->to;
			push(flow, node, a, amount);
			enqueue(flow, to);
			if (flow->excess[node] == 0)
				return;
		}
		flow->current[node] = half->next;
	}
}

static void refine(struct flow *flow)
{
	for (uint32_t node = 0; node < flow->n; node++)
		for (uint32_t a = flow->first[node]; a != NONE; a = flow->halves[a].next) {
			const struct half *half = &flow->halves[a];
			if (half->room > 0 &&
			    half->cost + flow->price[node] - flow->price[half->to] < 0)
				push(flow, node, a, half->room);
		}
	flow->head = flow->length = 0;
	for (uint32_t node = 0; node < flow->n; node++) {
		flow->current[node] = flow->first[node];
		enqueue(flow, node);
	}
	while (flow->length) {
		uint32_t node = flow->queue[flow->head];
		flow->head = flow->head + 1 < flow->n ? flow->head + 1 : 0;
		flow->length--;
		flow->queued[node] = 0;
		discharge(flow, node);
	}
}

void flow_solve(struct flow *flow)
{
	int64_t largest = 1;
	for (size_t i = 0; i < 2 * flow->n_arcs; i++) {
		flow->halves[i].cost *= (int64_t)flow->n;
		if (flow->halves[i].cost > largest)
			largest = flow->halves[i].cost;
	}
	for (flow->eps = largest; flow->eps > 1;) {
		flow->eps = flow->eps / SCALING > 1 ? flow->eps / SCALING : 1;
		refine(flow);
	}
}
