/* SPDX-License-Identifier: Apache-2.0 */
/* What every command that meters may be told of its sources. */
#ifndef CLI_METER_OPTIONS_H
#define CLI_METER_OPTIONS_H

#include "cli/cli.h"
#include "cli/option.h"
#include "meter/session.h"

struct meter_options {
	struct option_list sensors;
	const char *gpus;
	bool trust_node;
};

/* clang-format off */
#define METER_OPTIONS(object, field)                                                               \
	OPT_LIST(object, field.sensors, "sensor", N_("SPEC"),                                      \
		 N_("one more meter: see frugal sensors --help")), \
	OPT_STRING(object, field.gpus, 0, "gpus", N_("LIST"),                                      \
		   N_("accelerators to count (default: their maker's variable)")),    \
	OPT_FLAG(object, field.trust_node, 0, "trust-node",                                        \
		 N_("believe the machine's own meter, not its parts' sum"))
/* clang-format on */

/*
 * Fills what of it a session wants, with FRUGAL_SENSORS (one a line) before the options; the list
 * lives in the arena. FRUGAL_EUSAGE: a sensor of no kind, or an accelerator that no table has.
 */
int meter_options_apply(const struct meter_options *options, struct cli *cli, struct arena *arena,
			struct session_options *to, struct frugal_error *reterr);

#endif
