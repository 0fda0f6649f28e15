/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Minimum-cost flow by cost scaling (Goldberg and Tarjan 1990): exact for whole amounts and costs.
 * Amounts and costs are int64_t; the largest cost times the number of nodes stays below 2^60.
 */
#ifndef PLAN_FLOW_H
#define PLAN_FLOW_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct flow;

/* Nodes 0..n-1. */
int flow_new(size_t n_nodes, size_t n_arcs, struct flow **ret, struct frugal_error *reterr);
void flow_free(struct flow *flow);

/* Arcs are numbered in the order of these calls; at most n_arcs of them. */
void flow_arc(struct flow *flow, size_t from, size_t to, int64_t capacity, int64_t cost);

/* Sets what a node supplies (positive) or demands (negative); the sum over all nodes is 0. */
void flow_supply(struct flow *flow, size_t node, int64_t amount);

/* Requires arcs that can carry all supplies: otherwise it does not end. */
void flow_solve(struct flow *flow);

int64_t flow_on(const struct flow *flow, size_t arc);

#endif
