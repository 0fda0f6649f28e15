/* SPDX-License-Identifier: Apache-2.0 */
/* What every command that meters may be told of its sources. */
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
		 N_("one more meter: see frugal sensors --help")), \
	OPT_STRING(object, field.gpus, 0, "gpus", N_("LIST"),                                      \
		   N_("accelerators to count (default: their maker's variable)")),    \
	OPT_FLAG(object, field.trust_node, 0, "trust-node",                                        \
		 N_("believe the machine's own meter, not its parts' sum"))
/* clang-format on */

/* A list of texts that ends with NULL, in the arena of cli; NULL when memory is out. */
const char *const *option_texts(struct cli *cli, const struct option_list *list);

/* What of it a measure wants; the rest of *ret is zero. The list lives as long as cli. */
int meter_options_take(const struct meter_options *options, struct cli *cli,
		       struct frugal_measure_options *ret, struct frugal_error *reterr);

#endif
