/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The meter alone, without models, ledger and report: what `frugal run` costs at the least. The
 * power curve is made up (20 W to 100 W, memory 5 W), so only times and CPU time mean something.
 *
 *	meter_run [INTERVAL_S] -- CMD...
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "meter/session.h"
#include "record/perimeter.h"

static int made_up_server(void *context, const struct cpu_facts *facts, struct power_curve *ret,
			  struct frugal_error *reterr)
{
	(void)context;
	(void)facts;
	(void)reterr;
	*ret = (struct power_curve){.low_factor = 0.7, .high_factor = 1.6, .method = "made up"};
	for (int i = 0; i < POWER_CURVE_POINTS; i++)
		ret->w[i] = 20 + 8 * i;
	return 0;
}

static int made_up_ram(void *context, double gigabytes, struct power_curve *ret,
		       struct frugal_error *reterr)
{
	(void)context;
	(void)gigabytes;
	(void)reterr;
	*ret = (struct power_curve){.low_factor = 0.5, .high_factor = 2, .method = "made up"};
	for (int i = 0; i < POWER_CURVE_POINTS; i++)
		ret->w[i] = 5;
	return 0;
}

static void show(const struct run_record *run)
{
	(void)fprintf(stderr, "%s, %s, %.4f s, cpu %.4f s of %.4f s, share %.3f, own %.4f s\n",
		      run->machine, run->attribution, run->duration.s, run->cpu.s,
		      run->machine_busy.s, run->share, run->own_cost.s);
	for (size_t i = 0; i < run->n_parts; i++)
		(void)fprintf(stderr, "%s (%s): %.4f J, idle %.4f, attributed %.4f, other %.4f\n",
			      run->parts[i].part, run->parts[i].sensor, run->parts[i].energy.j,
			      run->parts[i].idle.j, run->parts[i].attributed.j,
			      run->parts[i].unattributed.j);
	for (int i = 0; i < PERIMETERS; i++) {
		struct perimeter_energy energy;
		perimeter_of_run(run, (enum perimeter)i, &energy);
		(void)fprintf(stderr, "%s: %.4f J\n", perimeter_name((enum perimeter)i),
			      energy.value.j);
	}
	(void)fprintf(stderr, "left out: %s\n", run->left_out);
}

int main(int argc, char **argv)
{
	struct power_models models = {.server_curve = made_up_server, .ram_power = made_up_ram};
	struct session_options options = {0};
	struct frugal_error error;
	struct host *host = NULL;
	struct session *session = NULL;
	struct run_record run = {0};
	int at = 1;
	if (argc > 2 && strcmp(argv[1], "--") != 0)
		at += num_parse((struct str){argv[1], strlen(argv[1])}, &options.interval.s) > 0;
	if (at + 1 >= argc || strcmp(argv[at], "--") != 0) {
		(void)fprintf(stderr, "usage: meter_run [INTERVAL_S] -- CMD...\n");
		return 2;
	}
	int code = 3;
	if (host_new(NULL, &host, &error) < 0 ||
	    session_new(host, &options, &session, &error) < 0 ||
	    session_spawn(session, argv + at + 1, &error) < 0) {
		(void)fprintf(stderr, "meter_run: %s\n", error.what);
	} else {
		session_setup(session, &models, NULL);
		session_loop(session, NULL);
		if (session_exec_error(session))
			(void)fprintf(stderr, "meter_run: cannot run %s: %s\n", argv[at + 1],
				      strerror(session_exec_error(session)));
		if (session_fill(session, &run, &error) == 0)
			show(&run);
		code = run.by_signal ? 128 + run.exit_code : run.exit_code;
	}
	session_free(session);
	arena_release(&run.arena);
	host_free(host);
	return code;
}
