/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Options of all commands that meter (run, attach, top, sensors, doctor, serve): additional
 * sensors, the accelerators to count, the meter of the whole machine.
 */
#ifndef CLI_METER_OPTIONS_H
#define CLI_METER_OPTIONS_H

#include "cli/cli.h"
#include "cli/option.h"

struct meter_options {
	struct option_list sensors;
	const char *gpus;
	bool trust_node;
};

/* clang-format off */
#define METER_OPTIONS(object, field)                                                               \
	OPT_LIST(object, field.sensors, "sensor", N_("SPEC"),                                      \
		 N_("another meter (see frugal sensors)")),                                        \
	OPT_STRING(object, field.gpus, 0, "gpus", N_("LIST"),                                      \
		   N_("accelerators to count (default: vendor's variable)")),                      \
	OPT_FLAG(object, field.trust_node, 0, "trust-node",                                        \
		 N_("use the machine's own meter, not the sum of its parts"))
/* clang-format on */

/* A list of texts that ends with NULL, in the arena of cli; NULL when memory is out. */
const char *const *option_texts(struct cli *cli, const struct option_list *list);

/*
 * Sets the members of *ret that these options give; the rest is zero. The list lives as long as
 * cli.
 */
int meter_options_take(const struct meter_options *options, struct cli *cli,
		       struct frugal_measure_options *ret, struct frugal_error *reterr);

#endif
