/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures a command. Slow steps (the ledger, models, tables) run while the command runs; only the
 * options are checked before, so that nothing runs after a wrong one. A later error does not change
 * the command or its status, and becomes a problem of the record.
 */
#include "api/measure.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/environment.h"
#include "base/intl.h"
#include "base/log.h"
#include "insight/within.h"

/*
 * A budget of carbon that no figure can reach would never end the command. Without a zone it
 * counts the world average, as the figures do.
 */
static int find_carbon(frugal_measure *measure, const char *zone, struct frugal_error *reterr)
{
	int64_t now_us = (int64_t)time(NULL) * US_PER_SECOND;
	struct frugal_error why = {0};
	struct frugal_interval g_per_wh;
	if (!(measure->watch.budgets[BUDGET_CARBON].limit > 0))
		return 0;
	int r = measured_intensity(measure->library, zone, now_us, &g_per_wh, &why);
	if (r == 0)
		measure->watch.g_per_wh = g_per_wh.value;
	if (r == 0)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE,
		  _("a budget of carbon requires the intensity of the zone: %s"), why.what);
	error_where(reterr, "%s", "zone");
	return error_todo(reterr, "%s", _("choose another zone, or a budget of energy"));
}

static int check_words(frugal_measure *measure, struct frugal_error *reterr)
{
	const struct frugal_measure_options *options = &measure->options;
	const struct knowledge *knowledge;
	struct run_electricity place = {0};
	int r = library_knowledge(measure->library, &knowledge, reterr);
	if (r == 0)
		r = measure_find_region(measure->library, &measure->options, &measure->arena,
					reterr);
	const char *zone = measure_zone(measure->library, options);
	if (r == 0)
		r = knowledge_open(&measure->library->context, &measure->power, reterr);
	if (r == 0)
		r = measure_sources(measure->library, options, &measure->arena, &measure->sources,
				    reterr);
	if (r == 0)
		r = watch_init(&measure->watch, options, reterr);
	if (r == 0 && options->progress_regex)
		r = tee_new(options->progress_regex, options->out_fd ? options->out_fd : 1,
			    &measure->tee, reterr);
	measure->sources.out_fd = measure->tee ? tee_end(measure->tee) : options->out_fd;
	if (r == 0 && zone)
		r = run_electricity_find(&measure->library->context, knowledge->catalogue, zone,
					 (int64_t)time(NULL), &place, reterr);
	return r == 0 ? find_carbon(measure, zone, reterr) : r;
}

int frugal_measure_new(frugal_library *library, const struct frugal_measure_options *options,
		       frugal_measure **ret_measure, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!ret_measure)
		return missing_argument("ret_measure", reterr);
	frugal_measure *measure = mem_zalloc(1, sizeof(*measure));
	if (!measure)
		return error_nomem(reterr);
	measure->library = library;
	int r = measure_options_take(options, &measure->options, reterr);
	if (r == 0) {
		measure->environment =
			measure->options.environment ? measure->options.environment : environ;
		measure->in_job =
			measure->options.ranks && rank_find(measure->environment, &measure->rank);
		r = check_words(measure, reterr);
	}
	if (r < 0) {
		frugal_measure_free(measure);
		return r;
	}
	*ret_measure = measure;
	return 0;
}

bool measure_counts_world(const frugal_measure *measure)
{
	const char *zone = measure_zone(measure->library, &measure->options);
	return measure->watch.budgets[BUDGET_CARBON].limit > 0 && !(zone && zone[0]);
}

int32_t frugal_local_rank(char *const *environment)
{
	struct rank rank;
	return rank_find(environment ? environment : environ, &rank) ? rank.local : -1;
}

/* ---- starting ------------------------------------------------------------------------------- */

/* Checks that the measure has not started, and that arguments are given. */
static int check_start(const frugal_measure *measure, const void *argument, const char *name,
		       struct frugal_error *reterr)
{
	if (!measure)
		return missing_argument("measure", reterr);
	if (!argument)
		return missing_argument(name, reterr);
	if (measure->result || measure->follower)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("this measurement has already started"));
	return 0;
}

/* Creates the record and the session of what is to be metered. */
static int begin(frugal_measure *measure, char *const *command, struct frugal_error *reterr)
{
	const struct host_options here = library_host(measure->library);
	/* The tag by which the records of all machines of a job are found. */
	const char *tag =
		measure->in_job ? arena_printf(&measure->arena, "job:%s", measure->rank.job) : NULL;
	measure->result = result_new(measure->library, reterr);
	int r = measure->result
			? measured_begin(measure->result, &measure->options, command, tag, reterr)
			: FRUGAL_EENV;
	/*
	 * Commands that meter within this run find its id; if it is not stored, the id of the run
	 * around it.
	 */
	measure->sources.environment = measure->environment;
	if (r == 0 && measure->options.keep)
		measure->sources.environment =
			environment_with(measure->environment, RUN_VARIABLE,
					 measure->result->run.id, &measure->arena);
	if (r == 0)
		r = session_open(&here, &measure->sources, &measure->session, reterr);
	return r;
}

static int start_follower(frugal_measure *measure, char *const argv[], struct frugal_error *reterr)
{
	const struct process_options options = {
		.attribution = measure->library->options.attribution,
		.environment = measure->environment,
		.out_fd = measure->options.out_fd,
	};
	return follower_start(argv, &options, &measure->rank, &measure->follower, reterr);
}

int frugal_measure_command(frugal_measure *measure, char *const argv[], struct frugal_error *reterr)
{
	struct frugal_error unread, ignored;
	reterr = reterr ? reterr : &unread;
	int r = check_start(measure, argv ? argv[0] : NULL, "argv", reterr);
	if (r < 0)
		return r;
	if (measure->in_job && measure->rank.local > 0)
		return start_follower(measure, argv, reterr);
	r = begin(measure, argv, reterr);
	if (r == 0)
		r = measured_tag_job(measure->result, &measure->options, measure->environment,
				     reterr);
	if (r == 0)
		within_of_environment(measure->environment, measure->result->run.parent);
	if (r == 0 && measure_listen(measure, &ignored) < 0)
		log_note("api.measure", "no socket for marks");
	if (r == 0)
		r = session_spawn(measure->session, argv, reterr);
	if (r == 0 && measure->tee)
		tee_start(measure->tee, measure->session);
	measure->runs = r == 0;
	return r;
}

int frugal_measure_process(frugal_measure *measure, int32_t pid, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct attached *attached = NULL;
	reterr = reterr ? reterr : &unread;
	int r = check_start(measure, measure, "measure", reterr);
	if (r < 0)
		return r;
	r = begin(measure, process_words(pid, &measure->arena), reterr);
	if (r == 0)
		within_of_process(pid, measure->result->run.parent);
	if (r == 0)
		r = attach_process(pid, &attached, reterr);
	if (r == 0)
		r = session_attach(measure->session, attached, reterr);
	measure->runs = r == 0;
	return r;
}

int frugal_measure_group(frugal_measure *measure, const char *cgroup, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct attached *attached = NULL;
	char *const words[] = {(char *)(uintptr_t)cgroup, NULL};
	reterr = reterr ? reterr : &unread;
	int r = check_start(measure, cgroup, "cgroup", reterr);
	if (r < 0)
		return r;
	r = begin(measure, words, reterr);
	if (r == 0)
		within_of_group(cgroup, measure->result->run.parent);
	if (r == 0)
		r = attach_cgroup(cgroup, &attached, reterr);
	if (r == 0)
		r = session_attach(measure->session, attached, reterr);
	measure->runs = r == 0;
	return r;
}

/* ---- the result ----------------------------------------------------------------------------- */

int frugal_measure_result(frugal_measure *measure, frugal_result **ret_result,
			  struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!measure)
		return missing_argument("measure", reterr);
	if (!ret_result)
		return missing_argument("ret_result", reterr);
	if (!measure->result || (measure->ended && !measure->filled))
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("nothing was measured"));
	if (!measure->ended)
		return measure_so_far(measure, ret_result, reterr);
	int r = result_fill(measure->result, reterr);
	if (r < 0)
		return r;
	*ret_result = measure->result;
	measure->filled = false;
	measure->given = true;
	return 0;
}

size_t measure_kept(frugal_measure *measure, struct ledger **ret)
{
	*ret = measure->keeper.ledger;
	return measure->kept_id[0] ? keeper_digits(&measure->keeper, &measure->result->run) : 0;
}

const char *frugal_measure_run(const frugal_measure *measure)
{
	return measure ? measure->kept_id : "";
}

static int nothing_found(const frugal_measure *measure, struct frugal_error *reterr)
{
	if (!measure->found_nothing)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' matched nothing in the output of the command"),
		  measure->options.progress_regex);
	error_where(reterr, "progress-regex");
	error_todo(reterr, "%s",
		   _("no epochs are known; only standard output is read, not standard error"));
	return FRUGAL_EUSAGE;
}

int frugal_measure_problem(const frugal_measure *measure, size_t index, struct frugal_error *reterr)
{
	struct frugal_error problems[5];
	size_t n = 0;
	if (!measure)
		return 0;
	if (measure->wrong.code < 0)
		problems[n++] = measure->wrong;
	if (keeper_aside(&measure->keeper, &problems[n]) < 0)
		n++;
	if (keeper_problem(&measure->keeper, &problems[n]) < 0)
		n++;
	if (keeper_unsaved(&measure->keeper, &problems[n]) < 0)
		n++;
	if (nothing_found(measure, &problems[n]) < 0)
		n++;
	if (index >= n)
		return 0;
	if (reterr)
		*reterr = problems[index];
	return problems[index].code;
}

void frugal_measure_signal(frugal_measure *measure, int32_t signal_number)
{
	if (!measure)
		return;
	if (measure->session && measure->runs)
		session_signal(measure->session, signal_number);
	else if (measure->follower)
		process_signal(follower_process(measure->follower), signal_number);
}

void frugal_measure_free(frugal_measure *measure)
{
	if (!measure)
		return;
	tee_free(measure->tee);
	session_free(measure->session);
	measure_unlisten(measure);
	follower_free(measure->follower);
	keeper_close(&measure->keeper);
	if (!measure->given)
		frugal_result_free(measure->result);
	knowledge_close(&measure->power);
	arena_release(&measure->arena);
	mem_free(measure);
}
