/* SPDX-License-Identifier: Apache-2.0 */
/* A session on a scripted tree whose counters the metered command itself moves. */
#ifndef TESTS_METER_BENCH_H
#define TESTS_METER_BENCH_H

#include "check.h"
#include "tree.h"

#include "meter/session.h"
#include "record/perimeter.h"

static inline int flat_server(void *context, const struct cpu_facts *facts, struct power_curve *ret,
			      struct frugal_error *reterr)
{
	(void)facts;
	if (context)
		return error_set(reterr, FRUGAL_EDATA, "no such processor");
	*ret = (struct power_curve){.low_factor = 0.7, .high_factor = 1.6, .method = "model T0"};
	for (int i = 0; i < POWER_CURVE_POINTS; i++)
		ret->w[i] = 20 + 8 * i;
	return 0;
}

static inline int flat_ram(void *context, double gigabytes, struct power_curve *ret,
			   struct frugal_error *reterr)
{
	(void)gigabytes;
	if (context)
		return error_set(reterr, FRUGAL_EDATA, "no such memory");
	*ret = (struct power_curve){.low_factor = 0.5, .high_factor = 2, .method = "model ram"};
	for (int i = 0; i < POWER_CURVE_POINTS; i++)
		ret->w[i] = 5;
	return 0;
}

/* 40 W and nothing of the power of the processors, for whatever chassis. */
static inline int flat_rest(void *context, const struct host_chassis *chassis,
			    struct power_curve *ret, double *ret_share, struct frugal_error *reterr)
{
	(void)chassis;
	if (context)
		return error_set(reterr, FRUGAL_EDATA, "no such chassis");
	*ret = (struct power_curve){.low_factor = 0.5, .high_factor = 2, .method = "model rest"};
	for (int i = 0; i < POWER_CURVE_POINTS; i++)
		ret->w[i] = 40;
	*ret_share = 0;
	return 0;
}

/* 100 W at rest and 300 W at work, of any board but "unknown". */
static inline int straight_board(void *context, const char *name, struct power_curve *ret,
				 struct frugal_error *reterr)
{
	(void)context;
	if (strcmp(name, "unknown") == 0)
		return error_set(reterr, FRUGAL_EUSAGE, "no such board");
	*ret = (struct power_curve){.low_factor = 0.6, .high_factor = 1.5, .method = "model gpu"};
	for (int i = 0; i < POWER_CURVE_POINTS; i++)
		ret->w[i] = 100 + 20 * i;
	return 0;
}

static const struct power_models models __attribute__((unused)) = {
	.server_curve = flat_server, .ram_power = flat_ram, .board_curve = straight_board};

struct bench {
	struct tree tree;
	struct host_options here; /* its root is the tree's */
	struct host *host;
	struct session *session;
	struct run_record run;
};

/*
 * The tree is made and empty; what a test writes into it is found by begin(). Its path is $TREE for
 * the command; a session keeps the environment that it was made in.
 */
static inline void make(struct bench *bench)
{
	*bench = (struct bench){0};
	tree_make(&bench->tree);
	setenv("TREE", bench->tree.root, 1);
}

static inline void begin(struct bench *bench, const struct session_options *options)
{
	bench->here.root = bench->tree.root;
	CHECK_INT(host_new(&bench->here, &bench->host, NULL), 0);
	CHECK_INT(session_new(bench->host, options, &bench->session, NULL), 0);
}

static inline void set_up(struct bench *bench, bool with_package)
{
	make(bench);
	if (with_package)
		tree_zone(&bench->tree, "intel-rapl:0", "package-0\n", "1000000\n",
			  "262143328850\n");
	begin(bench, NULL);
}

static inline void tear_down(struct bench *bench)
{
	session_free(bench->session);
	arena_release(&bench->run.arena);
	host_free(bench->host);
	tree_remove(&bench->tree);
}

static inline void run_script(struct bench *bench, const char *script,
			      const struct power_models *with)
{
	const char *argv[] = {"sh", "-c", script, NULL};
	CHECK_INT(session_spawn(bench->session, (char *const *)(uintptr_t)argv, NULL), 0);
	session_setup(bench->session, with, NULL);
	session_loop(bench->session, NULL);
	if (session_judge(bench->session))
		session_choose_again(bench->session, with);
	CHECK_INT(session_fill(bench->session, &bench->run, NULL), 0);
}

/* The part of a run with that name, or NULL. */
static inline const struct run_part *part_of(const struct run_record *run, const char *name)
{
	for (size_t i = 0; i < run->n_parts; i++)
		if (strcmp(run->parts[i].part, name) == 0)
			return &run->parts[i];
	return NULL;
}

static inline void check_conserved(const struct run_record *run)
{
	for (size_t i = 0; i < run->n_parts; i++)
		CHECK_CLOSE(run->parts[i].idle.j + run->parts[i].attributed.j +
				    run->parts[i].unattributed.j,
			    run->parts[i].energy.j, 1e-9);
}

#endif
