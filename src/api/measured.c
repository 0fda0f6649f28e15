/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records and their figures: see measured.h. A run uses the carbon intensity of its own hours,
 * until now while it runs, if the grid's series has them; else that of the year.
 */
#include "api/measured.h"

#include <unistd.h>

#include "base/intl.h"
#include "host/job_facts.h"
#include "insight/derivation.h"
#include "report/answer.h"

const char *measure_zone(const frugal_library *library,
			 const struct frugal_measure_options *options)
{
	return options->zone ? options->zone : library->options.zone;
}

int measure_find_region(frugal_library *library, struct frugal_measure_options *options,
			struct arena *arena, struct frugal_error *reterr)
{
	const char *asked = measure_zone(library, options);
	const struct knowledge *knowledge;
	if (!asked || !asked[0])
		return 0;
	int r = library_knowledge(library, &knowledge, reterr);
	return r < 0 ? r
		     : run_electricity_region(&library->context, knowledge, asked, arena,
					      &options->zone, reterr);
}

int library_check_zone(frugal_library *library, const char *zone, struct frugal_error *reterr)
{
	const struct knowledge *knowledge;
	struct run_electricity place = {0};
	struct arena arena = {0};
	int r = library_knowledge(library, &knowledge, reterr);
	if (r == 0)
		r = run_electricity_region(&library->context, knowledge, zone, &arena, &zone,
					   reterr);
	if (r == 0)
		r = run_electricity_find(&library->context, knowledge->catalogue, zone, 0, &place,
					 reterr);
	arena_release(&arena);
	return r;
}

/* ---- beginning ------------------------------------------------------------------------------ */

static const char *keep(struct run_record *run, const char *text, bool *failed)
{
	const char *kept = text && text[0] ? arena_strdup(&run->arena, text) : "";
	*failed |= kept == NULL;
	return kept;
}

/* Copies a list that ends with NULL, with one more text if it is not NULL. */
static char **keep_list(struct run_record *run, const char *const *list, const char *more,
			bool *failed)
{
	size_t n = 0;
	while (list && list[n])
		n++;
	char **to = arena_array(&run->arena, n + 2, sizeof(*to));
	*failed |= to == NULL;
	for (size_t i = 0; to && i < n; i++)
		*failed |= (to[i] = arena_strdup(&run->arena, list[i])) == NULL;
	if (to && more)
		*failed |= (to[n] = arena_strdup(&run->arena, more)) == NULL;
	return to;
}

int measured_begin(frugal_result *result, const struct frugal_measure_options *options,
		   char *const *command, const char *tag, struct frugal_error *reterr)
{
	struct run_record *run = &result->run;
	bool failed = false;
	run->command = keep_list(run, (const char *const *)command, NULL, &failed);
	run->project = keep(run, options->project, &failed);
	run->service = keep(run, options->service, &failed);
	run->phase = keep(run, options->phase, &failed);
	run->name = keep(run, options->name, &failed);
	run->tags = keep_list(run, options->tags, tag, &failed);
	run->zone = run->host = run->machine = run->left_out = run->derivation = run->power = "";
	run->zone_is_default = !options->zone;
	return failed ? error_nomem(reterr) : run_id_new(run->id, reterr);
}

int measured_tag_job(frugal_result *result, const struct frugal_measure_options *options,
		     char *const *environment, struct frugal_error *reterr)
{
	struct run_record *run = &result->run;
	const char *facts[JOB_FACTS_MOST];
	char folder[4096];
	bool failed = false;
	if (options->no_job_tags)
		return 0;
	size_t n = job_facts(environment, getcwd(folder, sizeof(folder)), &run->arena, facts);
	for (size_t i = 0; i < n && !failed; i++)
		run->tags = keep_list(run, (const char *const *)run->tags, facts[i], &failed);
	return failed ? error_nomem(reterr) : 0;
}

/* ---- filling -------------------------------------------------------------------------------- */

/* The share of the run is explained down to the parts of the machine. */
static int derive(frugal_result *result, struct frugal_error *reterr)
{
	struct answer *share = result->metered.answers[PERIMETER_SHARE];
	struct jsonw json = {.out = &result->derivation};
	buf_clear(&result->derivation);
	result->run.derivation = "";
	if (!share)
		return 0;
	int r = derivation_add_parts(share, &result->run, PERIMETER_SHARE, reterr);
	if (r < 0)
		return r;
	answer_derivation_json(&json, NULL, share);
	result->run.derivation = buf_text(&result->derivation);
	return result->derivation.failed ? error_nomem(reterr) : 0;
}

static struct quantity pue_of(const struct run_site *site)
{
	bool exact = !(site->pue_low > 0) && !(site->pue_high > 0);
	return (struct quantity){
		.value = site->pue,
		.low = exact ? site->pue : site->pue_low,
		.high = exact ? site->pue : site->pue_high,
	};
}

/* In base units, L/Wh. */
static struct quantity wue_of(const struct run_site *site)
{
	const double l_per_wh = site->wue_l_per_kwh / WH_PER_KWH;
	return (struct quantity){
		.value = l_per_wh,
		.low = l_per_wh,
		.high = l_per_wh,
		.dim = {.exponent = {[KIND_WATER] = 1, [KIND_ENERGY] = -1}},
	};
}

/* Whose embodied emissions a run has a share of; NULL: a server's. */
static const char *machine_of(const struct cpu_facts *facts)
{
	if (facts->board[0])
		return "board_generic";
	return facts->kind == KIND_PORTABLE  ? "laptop_generic"
	       : facts->kind == KIND_DESKTOP ? "desktop_generic"
					     : NULL;
}

struct run_site measured_site(const frugal_library *library, const struct session *session,
			      const struct frugal_measure_options *asked)
{
	const struct cpu_facts *facts = session_facts(session);
	return (struct run_site){
		.zone = measure_zone(library, asked),
		.pue = asked->pue,
		.pue_low = asked->pue_low,
		.pue_high = asked->pue_high,
		.has_wue = asked->wue_l_per_kwh > 0 || asked->given & FRUGAL_GIVEN_WUE,
		.wue_l_per_kwh = asked->wue_l_per_kwh,
		.machine = machine_of(facts),
		.vm_threads = facts->hypervisor ? facts->threads : 0,
	};
}

int measured_compute(frugal_result *result, const struct context *context, struct catalogue *models,
		     const struct run_site *site, const struct answer_options *answer,
		     struct frugal_error *reterr)
{
	const struct quantity pue = pue_of(site), wue = wue_of(site);
	struct figures_options options = {
		.pue = site->pue > 0 ? &pue : NULL,
		.wue = site->has_wue ? &wue : NULL,
		.machine = site->machine,
		.vm_threads = site->vm_threads,
		.answer = *answer,
	};
	int r = run_electricity_find(context, models, site->zone, 0, &result->place, reterr);
	if (r < 0)
		return r;
	run_electricity_figures(context, &result->place, &result->run, site->zone, &result->hours,
				&options);
	result->wrong.code =
		figures_of_run(models, &options, &result->run, &result->metered, &result->wrong);
	if (result->wrong.code < 0)
		result->run.n_figures = 0;
	return derive(result, reterr);
}

int measured_intensity(frugal_library *library, const char *zone, int64_t started_us,
		       struct frugal_interval *ret_g_per_wh, struct frugal_error *reterr)
{
	const struct run_record run = {.started_us = started_us};
	struct figures_options options = {.answer = library_answers(library)};
	struct run_electricity place = {0};
	struct run_hours hours = {0};
	struct catalogue *models;
	int r = library_models(library, &models, reterr);
	if (r == 0)
		r = run_electricity_find(&library->context, models, zone, 0, &place, reterr);
	if (r < 0)
		return r;
	run_electricity_figures(&library->context, &place, &run, zone, &hours, &options);
	return figures_intensity(models, &options, ret_g_per_wh, reterr);
}

int measured_fill(frugal_result *result, frugal_library *library, struct session *session,
		  const struct frugal_measure_options *asked, uint32_t draws,
		  struct frugal_error *reterr)
{
	const struct run_site site = measured_site(library, session, asked);
	struct answer_options answer = library_answers(library);
	struct catalogue *models;
	if (!answer.draws)
		answer.draws = draws;
	int r = library_models(library, &models, reterr);
	if (r == 0)
		r = session_fill(session, &result->run, reterr);
	return r == 0 ? measured_compute(result, &library->context, models, &site, &answer, reterr)
		      : r;
}
