/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one way from a metering session to the record of a run: filled by the session, turned into
 * figures by models/run.model, derived down to the parts of the machine. The meter of the calling
 * process and the measuring of a command go it alike.
 */
#ifndef API_MEASURED_H
#define API_MEASURED_H

#include "api/inside.h"
#include "insight/keeper.h"
#include "meter/session.h"

/* A caller's options, or none; those of an older header are shorter. FRUGAL_EUSAGE: the phase. */
int measure_options_take(const struct frugal_measure_options *from,
			 struct frugal_measure_options *to, struct frugal_error *reterr);

/*
 * What of them a session wants, with the sensors of the library before those of the options; the
 * list lives in the arena. FRUGAL_EUSAGE: a sensor of no kind, an accelerator that no table has.
 */
int measure_sources(frugal_library *library, const struct frugal_measure_options *options,
		    struct arena *arena, struct session_options *to, struct frugal_error *reterr);

/* The zone that figures are asked for: of the options, else of the library; NULL: none. */
const char *measure_zone(const frugal_library *library,
			 const struct frugal_measure_options *options);

/* An empty record with an id; tag (may be NULL) is one more. Texts are copied. */
int measured_begin(frugal_result *result, const struct frugal_measure_options *options,
		   char *const *command, const char *tag, struct frugal_error *reterr);

/*
 * All that is known now. May be called again. draws: unless the library's options say; 0: its
 * default. Figures that cannot be made are no failure: result->wrong says why there are none.
 */
int measured_fill(frugal_result *result, frugal_library *library, struct session *session,
		  const struct frugal_measure_options *asked, uint32_t draws,
		  struct frugal_error *reterr);

#endif
