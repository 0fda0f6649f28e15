/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The path from a metering session to the record of a run: the session fills it, models/run.model
 * computes its figures, with a derivation down to the parts of the machine. The meter of the
 * calling process and the measure of a command both use it.
 */
#ifndef API_MEASURED_H
#define API_MEASURED_H

#include "api/inside.h"
#include "insight/keeper.h"
#include "meter/session.h"
#include "store/running.h"

/*
 * Copies the caller's options, which may be NULL or of an older, shorter header. FRUGAL_EUSAGE: an
 * unknown phase.
 */
int measure_options_take(const struct frugal_measure_options *from,
			 struct frugal_measure_options *to, struct frugal_error *reterr);

/*
 * The options of a session, with the sensors of the library before those of the options; the list
 * lives in the arena. FRUGAL_EUSAGE: a sensor of unknown kind, an accelerator that is not in a
 * table.
 */
int measure_sources(frugal_library *library, const struct frugal_measure_options *options,
		    struct arena *arena, struct session_options *to, struct frugal_error *reterr);

/*
 * Adds the tags of the job that this process and its folder belong to (host/job_facts.h), unless
 * the options forbid it.
 */
int measured_tag_job(frugal_result *result, const struct frugal_measure_options *options,
		     char *const *environment, struct frugal_error *reterr);

/* The zone of the figures: of the options, else of the library; NULL: none. */
const char *measure_zone(const frugal_library *library,
			 const struct frugal_measure_options *options);

/*
 * A region of a cloud ("eu-west-3", "aws:eu-west-3") stands for the zone of its grid:
 * options->zone becomes that one, in the arena. Other zones stay as they are.
 */
int measure_find_region(frugal_library *library, struct frugal_measure_options *options,
			struct arena *arena, struct frugal_error *reterr);

/* Creates an empty record with an id; tag (may be NULL) is an additional one. Texts are copied. */
int measured_begin(frugal_result *result, const struct frugal_measure_options *options,
		   char *const *command, const char *tag, struct frugal_error *reterr);

/* What the figures of a run follow from besides its record; its texts are those of the options. */
struct run_site measured_site(const frugal_library *library, const struct session *session,
			      const struct frugal_measure_options *asked);

/*
 * The emissions of a watt-hour of a run that began at started_us and goes on, as its figures would
 * have them now. FRUGAL_EUSAGE: they are not known.
 */
int measured_intensity(frugal_library *library, const char *zone, int64_t started_us,
		       struct frugal_interval *ret_g_per_wh, struct frugal_error *reterr);

/*
 * Computes the figures of result->run and its derivation. Missing figures are not an error:
 * result->wrong has the reason.
 */
int measured_compute(frugal_result *result, const struct context *context, struct catalogue *models,
		     const struct run_site *site, const struct answer_options *answer,
		     struct frugal_error *reterr);

/*
 * Computes the figures so far. May be called again. draws: used unless the options of the library
 * set them; 0: the default. Missing figures are not an error: result->wrong has the reason.
 */
int measured_fill(frugal_result *result, frugal_library *library, struct session *session,
		  const struct frugal_measure_options *asked, uint32_t draws,
		  struct frugal_error *reterr);

#endif
