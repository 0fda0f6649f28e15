/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The time while a command runs, and its end. The ledger is opened and the two models are read at
 * the same time, each in a thread: a short command has no time for one after the other. A library
 * serves one thread, so the models of power have their own.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/interrupted.h"
#include "api/measure.h"
#include "base/environment.h"
#include "base/file.h"
#include "base/intl.h"
#include "meter/errand.h"
#include "meter/power_models.h"

/* Enough for two digits of an interval. */
#define DRAWS 1024
/* A very short command also has an interval, at a tenth of the time. */
#define DRAWS_SHORT 128
#define SHORT_S 1
/* Draws while the run continues: its figures are written every few seconds, and soon replaced. */
#define DRAWS_MEANWHILE 64

static int fill(frugal_measure *measure, uint32_t draws, struct frugal_error *reterr)
{
	int r = measured_fill(measure->result, measure->library, measure->session,
			      &measure->options, draws, reterr);
	measure->wrong = measure->result->wrong;
	return r;
}

/* ---- setting up ----------------------------------------------------------------------------- */

static void open_ledger(void *context)
{
	frugal_measure *measure = context;
	keeper_open(&measure->keeper, &measure->library->context, measure->options.keep != 0);
	if (measure->keeper.ledger)
		interrupted_close(&measure->library->context, measure->keeper.ledger);
}

static void begin_run(void *context)
{
	frugal_measure *measure = context;
	keeper_begin(&measure->keeper, &measure->result->run);
}

static void write_progress(void *context)
{
	frugal_measure *measure = context;
	keeper_progress(&measure->keeper, &measure->result->run);
}

static void read_figures_model(void *context)
{
	frugal_measure *measure = context;
	const struct program *program;
	(void)catalogue_program(measure->library->knowledge.catalogue, STR("run"), &program, NULL);
}

static void find_slow(void *context)
{
	frugal_measure *measure = context;
	session_find_slow(measure->session);
}

static void read_power_model(frugal_measure *measure)
{
	const struct program *program;
	if (session_needs_server(measure->session))
		(void)catalogue_program(measure->power.catalogue, STR("cpu_power"), &program, NULL);
}

static double grams_per_wh(const struct run_record *run)
{
	const struct run_figure *energy = run_figure_find(run, "energy", "share");
	const struct run_figure *carbon = run_figure_find(run, "carbon", "share");
	struct unit wh, gram;
	if (!energy || !carbon || !(energy->value > 0) ||
	    unit_parse(str_of(energy->unit), &wh, NULL) < 0 ||
	    unit_parse(str_of(carbon->unit), &gram, NULL) < 0)
		return (double)NAN;
	return carbon->value * gram.scale / (energy->value * wh.scale);
}

/*
 * A budget counts what the figures count: the hours so far. As long as no energy was measured, what
 * is known of the zone stays.
 */
static void keep_intensity(frugal_measure *measure)
{
	double g_per_wh = grams_per_wh(&measure->result->run);
	if (measure->by_hours != measure->result->hours.found)
		measure->watch.asked = false; /* the interval is another one */
	measure->by_hours = measure->result->hours.found;
	if (!isnan(g_per_wh))
		measure->watch.g_per_wh = g_per_wh;
}

/* For a prediction: most runs make none. */
static void ask_intensity(void *context, double *ret_low, double *ret_high)
{
	frugal_measure *measure = context;
	const char *zone = measure_zone(measure->library, &measure->options);
	int64_t from_us = measure->result->run.started_us;
	struct frugal_interval g;
	struct frugal_error error;
	if (measured_intensity(measure->library, zone, from_us, &g, &error) < 0 || !(g.value > 0))
		return;
	*ret_low = g.low / g.value;
	*ret_high = g.high / g.value;
}

static void keep_second(frugal_measure *measure, struct session *session)
{
	const struct run_site site = measured_site(measure->library, session, &measure->options);
	keeper_second(&measure->keeper, session, &measure->result->run, &site);
}

/* While the ledger is opened its keeper is another thread's. */
static void look_at_budgets(void *context, struct session *session)
{
	frugal_measure *measure = context;
	watch_early(&measure->watch, session);
}

static void look_early(void *context, struct session *session)
{
	frugal_measure *measure = context;
	watch_early(&measure->watch, session);
	keep_second(measure, session);
}

/* A sensor that does not answer, or a ledger that is locked, must not keep a budget from being
 * seen. */
static void set_up(frugal_measure *measure)
{
	const struct session_calls at_first = {.tick = look_at_budgets, .context = measure};
	const struct session_calls then = {.tick = look_early, .context = measure};
	struct power_models models = power_models_of(measure->power.catalogue);
	struct errand opening, reading, finding;
	struct frugal_error error;
	errand_start(&opening, measure->session, open_ledger, measure);
	errand_start(&reading, measure->session, read_figures_model, measure);
	bool has_slow = session_has_slow(measure->session);
	if (has_slow)
		errand_start(&finding, measure->session, find_slow, measure);
	read_power_model(measure);
	errand_wait(&opening, &at_first);
	if (has_slow)
		errand_wait(&finding, &then);
	struct idle_powers idle = keeper_idle_powers(&measure->keeper);
	session_setup(measure->session, &models, &idle);
	errand_wait(&reading, &then);
	/*
	 * A run gets a row in the ledger before its end only if it is long enough to be
	 * interrupted.
	 */
	if (session_poll(measure->session) || fill(measure, DRAWS_MEANWHILE, &error) < 0)
		return;
	keep_intensity(measure);
	errand_start(&opening, measure->session, begin_run, measure);
	errand_wait(&opening, &at_first);
}

/* ---- the loop ------------------------------------------------------------------------------- */

static void judge(frugal_measure *measure, struct session *session)
{
	struct power_models models = power_models_of(measure->power.catalogue);
	if (session_judge(session))
		session_choose_again(session, &models);
}

static void tick(void *context, struct session *session)
{
	frugal_measure *measure = context;
	judge(measure, session);
	watch_tick(&measure->watch, session);
	const struct run_site site = measured_site(measure->library, session, &measure->options);
	keeper_second(&measure->keeper, session, &measure->result->run, &site);
}

static void save_progress(void *context, struct session *session)
{
	frugal_measure *measure = context;
	struct frugal_error error;
	const struct session_calls at_first = {.tick = look_at_budgets, .context = context};
	struct errand writing;
	if (fill(measure, DRAWS_MEANWHILE, &error) < 0)
		return;
	keep_intensity(measure);
	errand_start(&writing, session, write_progress, measure);
	errand_wait(&writing, &at_first);
}

static void send_stopping(void *context)
{
	const frugal_measure *measure = context;
	const struct frugal_measure_options *options = &measure->options;
	const struct frugal_event event = {.kind = FRUGAL_EVENT_STOPPING};
	if (options->event)
		(void)options->event(options->context, &event);
}

int measure_so_far(frugal_measure *measure, frugal_result **ret, struct frugal_error *reterr)
{
	char *const *command = measure->result->run.command;
	frugal_result *result = result_new(measure->library, reterr);
	int r = result ? measured_begin(result, &measure->options, command, NULL, reterr)
		       : FRUGAL_EENV;
	if (r == 0)
		r = measured_fill(result, measure->library, measure->session, &measure->options,
				  DRAWS_MEANWHILE, reterr);
	if (r == 0) {
		memcpy(result->run.id, measure->result->run.id, sizeof(result->run.id));
		memcpy(result->run.parent, measure->result->run.parent, sizeof(result->run.parent));
		r = result_fill(result, reterr);
	}
	if (r < 0)
		frugal_result_free(result);
	else
		*ret = result;
	return r;
}

/* ---- the end -------------------------------------------------------------------------------- */

static int finish(frugal_measure *measure, struct frugal_error *reterr)
{
	bool is_short = session_elapsed(measure->session).s < SHORT_S;
	judge(measure, measure->session);
	int r = fill(measure, is_short ? DRAWS_SHORT : DRAWS, reterr);
	if (r == 0)
		keep_intensity(measure);
	watch_end(&measure->watch, measure->session);
	if (r < 0)
		return r;
	struct idle_powers idle = keeper_idle_powers(&measure->keeper);
	session_report_idle(measure->session, &idle);
	const struct run_site site =
		measured_site(measure->library, measure->session, &measure->options);
	keeper_finish(&measure->keeper, &measure->result->run, &site);
	if (measure->options.keep && !measure->keeper.lost)
		memcpy(measure->kept_id, measure->result->run.id, sizeof(measure->kept_id));
	measure->filled = true;
	return 0;
}

static void wait_as_follower(frugal_measure *measure, struct frugal_ended *ended)
{
	bool by_signal;
	ended->follows = 1;
	ended->unheard = !follower_wait(measure->follower);
	const struct process *process = follower_process(measure->follower);
	int code = process_exit_code(process, &by_signal);
	ended->exec_errno = process_exec_error(follower_process(measure->follower));
	ended->signal = by_signal ? code : 0;
	ended->status = by_signal ? 128 + code : code;
}

static int wait_and_finish(frugal_measure *measure, struct frugal_ended *ended,
			   struct frugal_error *reterr)
{
	const struct session_calls calls = {
		.progress = save_progress, .tick = tick, .stop = send_stopping, .context = measure};
	measure->watch.ask_intensity = ask_intensity;
	measure->watch.context = measure;
	set_up(measure);
	session_loop(measure->session, &calls);
	/* The last output of the command comes before ours. */
	measure->found_nothing = measure->tee && !tee_stop(measure->tee);
	tee_free(measure->tee);
	measure->tee = NULL;
	ended->exec_errno = session_exec_error(measure->session);
	ended->stopped = measure->watch.stopped;
	int r = ended->exec_errno ? 0 : finish(measure, reterr);
	const struct run_record *run = &measure->result->run;
	ended->signal = run->by_signal ? run->exit_code : 0;
	ended->status = run->by_signal ? 128 + run->exit_code : run->exit_code;
	if (ended->exec_errno)
		ended->status = ended->exec_errno == ENOENT ? 127 : 126;
	return r;
}

int frugal_measure_wait(frugal_measure *measure, struct frugal_ended *ret_ended,
			struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_ended ended = {.size = sizeof(ended)};
	reterr = reterr ? reterr : &unread;
	if (!measure)
		return missing_argument("measure", reterr);
	if ((!measure->runs && !measure->follower) || measure->ended)
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("nothing is being measured"));
	int r = 0;
	if (measure->follower)
		wait_as_follower(measure, &ended);
	else
		r = wait_and_finish(measure, &ended, reterr);
	if (measure->session)
		session_give_signals_back(measure->session);
	measure->ended = true;
	if (ret_ended && ret_ended->size >= sizeof(size_t)) {
		size_t size = ret_ended->size < sizeof(ended) ? ret_ended->size : sizeof(ended);
		ended.size = ret_ended->size;
		memcpy(ret_ended, &ended, size);
	}
	return r;
}

/* ---- the socket of marks -------------------------------------------------------------------- */

/* A folder of our own, so that no other process uses a name in it. */
static int listen_in(frugal_measure *measure, const char *folder, struct frugal_error *reterr)
{
	char path[sizeof(measure->socket)];
	int n = snprintf(path, sizeof(path), "%s/frugal-XXXXXX", folder);
	if (n < 0 || (size_t)n + sizeof("/mark") > sizeof(path) || !mkdtemp(path))
		return FRUGAL_EENV;
	(void)snprintf(measure->socket, sizeof(measure->socket), "%.*s/mark", n, path);
	int r = session_listen(measure->session, measure->socket, reterr);
	if (r < 0) {
		(void)rmdir(path);
		measure->socket[0] = '\0';
	}
	return r;
}

int measure_listen(frugal_measure *measure, struct frugal_error *reterr)
{
	const char *folders[] = {environment_get(measure->environment, "XDG_RUNTIME_DIR"),
				 environment_get(measure->environment, "TMPDIR"), "/tmp"};
	if (measure->in_job && rank_socket(&measure->rank, measure->environment, true,
					   measure->socket, sizeof(measure->socket))) {
		file_remove_socket(measure->socket); /* of an earlier step that was killed */
		if (session_listen(measure->session, measure->socket, reterr) == 0)
			return 0;
	}
	measure->socket[0] = '\0';
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (folders[i] && folders[i][0] && listen_in(measure, folders[i], reterr) == 0)
			return 0;
	return FRUGAL_EENV;
}

void measure_unlisten(frugal_measure *measure)
{
	if (!measure->socket[0])
		return;
	file_remove_socket(measure->socket);
	*strrchr(measure->socket, '/') = '\0';
	(void)rmdir(measure->socket);
}
