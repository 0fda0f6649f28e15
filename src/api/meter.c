/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The meter of the calling process: a session of the meter room with a thread of its own, whose
 * record models/run.model turns into figures. The ledger is neither read nor written: idle power
 * that an earlier run saw is not known here, and the record says so.
 */
#include "meter/session.h"

#include "api/inside.h"
#include "base/intl.h"
#include "host/host.h"
#include "insight/derivation.h"
#include "meter/power_models.h"
#include "report/answer.h"

struct frugal_meter {
	frugal_library *library;
	struct host *host;
	struct session *session;
	char id[RUN_ID_SIZE]; /* of this metering, in each of its results */
};

static void meter_free(frugal_meter *meter)
{
	if (!meter)
		return;
	session_free(meter->session);
	host_free(meter->host);
	mem_free(meter);
}

static int meter_begin(frugal_meter *meter, struct library *models, struct frugal_error *reterr)
{
	const struct session_options options = {.interval = {meter->library->options.interval_s}};
	const struct power_models powers = power_models_of(models);
	int r = run_id_new(meter->id, reterr);
	/* Early, so that a wrong zone is told now and not at the end of a day's work. */
	if (r == 0)
		r = figures_check_zone(models, meter->library->options.zone, reterr);
	const struct host_options here = library_host(meter->library);
	if (r == 0)
		r = host_new(&here, &meter->host, reterr);
	if (r == 0)
		r = session_new(meter->host, &options, &meter->session, reterr);
	if (r < 0)
		return r;
	session_setup(meter->session, &powers, NULL);
	return session_start_self(meter->session, reterr);
}

int frugal_meter_start(frugal_library *library, frugal_meter **ret_meter,
		       struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct library *models;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!ret_meter)
		return missing_argument("ret_meter", reterr);
	int r = library_open(library, &models, reterr);
	if (r < 0)
		return r;
	frugal_meter *meter = mem_zalloc(1, sizeof(*meter));
	if (!meter)
		return error_nomem(reterr);
	meter->library = library;
	r = meter_begin(meter, models, reterr);
	if (r < 0) {
		meter_free(meter);
		return r;
	}
	*ret_meter = meter;
	return 0;
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

/* The share of the run is explained down to the parts of the machine. */
static int derive(frugal_result *result, struct frugal_error *reterr)
{
	struct answer *share = result->metered.answers[PERIMETER_SHARE];
	struct buf text = {0};
	struct jsonw json = {.out = &text};
	if (!share)
		return 0;
	int r = derivation_add_parts(share, &result->run, PERIMETER_SHARE, reterr);
	if (r == 0) {
		answer_derivation_json(&json, NULL, share);
		result->run.derivation =
			text.failed ? NULL : arena_strdup(&result->arena, buf_text(&text));
		if (!result->run.derivation)
			r = error_nomem(reterr);
	}
	buf_release(&text);
	return r;
}

static int fill(frugal_meter *meter, frugal_result *result, struct frugal_error *reterr)
{
	struct library *models;
	struct figures_options options = {
		.zone = meter->library->options.zone,
		.answer = library_answers(meter->library),
	};
	memcpy(result->run.id, meter->id, sizeof(meter->id));
	int r = library_open(meter->library, &models, reterr);
	if (r == 0)
		r = session_fill(meter->session, &result->run, reterr);
	const struct cpu_facts *facts = session_facts(meter->session);
	if (facts->hypervisor)
		options.vm_threads = facts->threads;
	if (r == 0)
		r = figures_of_run(models, &options, &result->run, &result->metered, reterr);
	if (r == 0)
		r = derive(result, reterr);
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

int frugal_meter_stop(frugal_meter *meter, frugal_result **ret_result, struct frugal_error *reterr)
{
	if (!meter)
		return missing_argument("meter", reterr);
	session_stop(meter->session);
	int r = ret_result ? frugal_meter_read(meter, ret_result, reterr) : 0;
	meter_free(meter);
	return r;
}
