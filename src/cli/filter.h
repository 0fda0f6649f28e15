/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which runs a command is about: the same options, with the same meaning, in every command that
 * reads the ledger. A run must match all that is given, each --tag too; in a command that takes
 * words as well (project=a,phase=training) it must match both the words and the options.
 */
#ifndef CLI_FILTER_H
#define CLI_FILTER_H

#include "cli/cli.h"
#include "cli/option.h"

struct filter_options {
	const char *project, *service, *phase, *name;
	struct option_list tags;
};

/* clang-format off */
/* What an audit can be of. */
#define FILTER_SUBJECT_OPTIONS(object, field)                                                      \
	OPT_STRING(object, field.project, 'p', "project", N_("NAME"),                              \
		   N_("only the runs of this project")),                                           \
	OPT_STRING(object, field.service, 0, "service", N_("ID"),                                  \
		   N_("only the runs of this service"))
#define FILTER_OPTIONS(object, field)                                                              \
	FILTER_SUBJECT_OPTIONS(object, field),                                                     \
	OPT_STRING(object, field.phase, 0, "phase", N_("PHASE"),                                   \
		   N_("only the runs of this phase")),                                             \
	OPT_STRING(object, field.name, 0, "name", N_("NAME"), N_("only the runs of this name")),   \
	OPT_LIST(object, field.tags, "tag", N_("TAG"),                                             \
		 N_("only the runs with this tag"))
/* clang-format on */

/* The filter of the options; the texts are those of the command line. */
struct frugal_filter filter_of(const struct filter_options *options);

/* The first option that is given, without its dashes; NULL: none. */
const char *filter_given(const struct filter_options *options);

/* FRUGAL_EUSAGE: an option is given (NULL: none is) that what does not take. */
int filter_refuse(const char *option, const char *what, struct frugal_error *reterr);

#endif
