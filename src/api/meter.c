/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The meter of the calling process: a session of the meter room with a thread of its own;
 * models/run.model computes the figures of its record. The ledger is opened only to store the run:
 * otherwise idle power from earlier runs is not known, and the record states so.
 */
#include <unistd.h>

#include "api/interrupted.h"
#include "api/measured.h"
#include "base/intl.h"
#include "host/attach.h"
#include "insight/within.h"
#include "meter/power_models.h"

struct frugal_meter {
	frugal_library *library;
	struct frugal_measure_options options;
	struct arena arena; /* copies of what the options point to */
	struct session *session;
	struct keeper keeper;
	frugal_result *head; /* with the words of the record; NULL: it is not kept */
	struct run_site site;
	char id[RUN_ID_SIZE]; /* of this run, in each of its results */
};

static void meter_free(frugal_meter *meter)
{
	if (!meter)
		return;
	session_free(meter->session);
	frugal_result_free(meter->head);
	keeper_close(&meter->keeper);
	arena_release(&meter->arena);
	mem_free(meter);
}

/* The texts of the record outlive the call that gave them. */
static int keep_words(frugal_meter *meter, struct frugal_error *reterr)
{
	struct frugal_measure_options *options = &meter->options;
	const char **texts[] = {&options->project, &options->service, &options->phase,
				&options->name,    &options->zone,    &options->gpus};
	size_t n = 0;
	bool failed = false;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (*texts[i])
			failed |= !(*texts[i] = arena_strdup(&meter->arena, *texts[i]));
	while (options->tags && options->tags[n])
		n++;
	const char **tags = arena_array(&meter->arena, n + 1, sizeof(*tags));
	failed |= tags == NULL;
	for (size_t i = 0; tags && i < n; i++)
		failed |= !(tags[i] = arena_strdup(&meter->arena, options->tags[i]));
	options->tags = tags;
	return failed ? error_nomem(reterr) : 0;
}

static void second(void *context, struct session *session)
{
	frugal_meter *meter = context;
	keeper_second(&meter->keeper, session, &meter->head->run, &meter->site);
}

/* Creates a record with the words of the run. */
static int begin_record(frugal_meter *meter, frugal_result *result, struct frugal_error *reterr)
{
	char *const *words =
		meter->options.keep ? process_words((int)getpid(), &meter->arena) : NULL;
	int r = measured_begin(result, &meter->options, words, NULL, reterr);
	if (r < 0)
		return r;
	memcpy(result->run.id, meter->id, sizeof(meter->id));
	if (meter->options.keep)
		r = measured_tag_job(result, &meter->options, environ, reterr);
	if (meter->options.keep)
		within_of_environment(environ, result->run.parent);
	return r;
}

/* A ledger that cannot be opened now is tried again at the end. */
static int open_ledger(frugal_meter *meter, struct frugal_error *reterr)
{
	keeper_open(&meter->keeper, &meter->library->context, meter->options.keep != 0);
	if (!meter->keeper.ledger)
		return 0;
	interrupted_close(&meter->library->context, meter->keeper.ledger);
	meter->head = result_new(meter->library, reterr);
	return meter->head ? begin_record(meter, meter->head, reterr) : FRUGAL_EENV;
}

static int meter_begin(frugal_meter *meter, struct catalogue *models, struct frugal_error *reterr)
{
	const struct host_options here = library_host(meter->library);
	const struct power_models powers = power_models_of(models);
	struct session_options sources;
	struct run_electricity place = {0};
	int r = run_id_new(meter->id, reterr);
	if (r == 0)
		r = keep_words(meter, reterr);
	if (r == 0)
		r = measure_find_region(meter->library, &meter->options, &meter->arena, reterr);
	/* Checked early, so that a wrong zone is reported now and not after a day's work. */
	if (r == 0)
		r = run_electricity_find(&meter->library->context, models,
					 measure_zone(meter->library, &meter->options),
					 (int64_t)time(NULL), &place, reterr);
	if (r == 0)
		r = measure_sources(meter->library, &meter->options, &meter->arena, &sources,
				    reterr);
	if (r == 0)
		r = session_open(&here, &sources, &meter->session, reterr);
	if (r < 0)
		return r;
	r = open_ledger(meter, reterr);
	if (r < 0)
		return r;
	struct idle_powers idle = keeper_idle_powers(&meter->keeper);
	session_setup(meter->session, &powers, &idle);
	const struct session_calls calls = {.tick = meter->head ? second : NULL, .context = meter};
	meter->site = measured_site(meter->library, meter->session, &meter->options);
	return session_start_self(meter->session, &calls, reterr);
}

int frugal_meter_start_with(frugal_library *library, const struct frugal_measure_options *options,
			    frugal_meter **ret_meter, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct catalogue *models;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!ret_meter)
		return missing_argument("ret_meter", reterr);
	int r = library_models(library, &models, reterr);
	if (r < 0)
		return r;
	frugal_meter *meter = mem_zalloc(1, sizeof(*meter));
	if (!meter)
		return error_nomem(reterr);
	meter->library = library;
	r = measure_options_take(options, &meter->options, reterr);
	if (r == 0)
		r = meter_begin(meter, models, reterr);
	if (r < 0) {
		meter_free(meter);
		return r;
	}
	*ret_meter = meter;
	return 0;
}

int frugal_meter_start(frugal_library *library, frugal_meter **ret_meter,
		       struct frugal_error *reterr)
{
	return frugal_meter_start_with(library, NULL, ret_meter, reterr);
}

int frugal_meter_mark(frugal_meter *meter, const char *name, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!meter)
		return missing_argument("meter", reterr);
	if (!name)
		return missing_argument("name", reterr);
	if (!name[0])
		return error_set(reterr, FRUGAL_EUSAGE, _("a mark must have a name"));
	return session_mark(meter->session, name, reterr);
}

static int fill(frugal_meter *meter, frugal_result *result, struct frugal_error *reterr)
{
	int r = begin_record(meter, result, reterr);
	if (r == 0)
		r = measured_fill(result, meter->library, meter->session, &meter->options, 0,
				  reterr);
	if (r == 0 && result->wrong.code < 0) {
		*reterr = result->wrong;
		r = result->wrong.code;
	}
	return r == 0 ? result_fill(result, reterr) : r;
}

int frugal_meter_read(frugal_meter *meter, frugal_result **ret_result, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!meter)
		return missing_argument("meter", reterr);
	if (!ret_result)
		return missing_argument("ret_result", reterr);
	frugal_result *result = result_new(meter->library, reterr);
	int r = result ? fill(meter, result, reterr) : FRUGAL_EENV;
	if (r < 0) {
		frugal_result_free(result);
		return r;
	}
	*ret_result = result;
	return 0;
}

/* Stores the complete run; an error is returned, and the result is still valid. */
static int keep(frugal_meter *meter, const frugal_result *result, struct frugal_error *reterr)
{
	struct idle_powers idle = keeper_idle_powers(&meter->keeper);
	session_report_idle(meter->session, &idle);
	keeper_finish(&meter->keeper, &result->run, &meter->site);
	return keeper_problem(&meter->keeper, reterr);
}

/* Sources that gave nothing leave their place to the next best ones, and to models. */
static void judge(frugal_meter *meter)
{
	struct catalogue *models;
	if (!session_judge(meter->session) || library_models(meter->library, &models, NULL) < 0)
		return;
	const struct power_models powers = power_models_of(models);
	session_choose_again(meter->session, &powers);
}

int frugal_meter_stop(frugal_meter *meter, frugal_result **ret_result, struct frugal_error *reterr)
{
	struct frugal_error unread;
	frugal_result *result = NULL;
	reterr = reterr ? reterr : &unread;
	if (!meter)
		return missing_argument("meter", reterr);
	session_stop(meter->session);
	judge(meter);
	bool keeps = meter->options.keep != 0;
	int r = ret_result || keeps ? frugal_meter_read(meter, &result, reterr) : 0;
	if (r == 0 && keeps)
		r = keep(meter, result, reterr);
	if (result && ret_result)
		*ret_result = result;
	else
		frugal_result_free(result);
	meter_free(meter);
	return r;
}
