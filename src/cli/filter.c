/* SPDX-License-Identifier: Apache-2.0 */
/* The options of FILTER_OPTIONS as the library takes them. */
#include "cli/filter.h"

#include "base/intl.h"

struct frugal_filter filter_of(const struct filter_options *options)
{
	return (struct frugal_filter){
		.size = sizeof(struct frugal_filter),
		.project = options->project,
		.service = options->service,
		.phase = options->phase,
		.name = options->name,
		.tags = options->tags.items,
		.n_tags = options->tags.n,
	};
}

const char *filter_given(const struct filter_options *options)
{
	return options->project   ? "project"
	       : options->service ? "service"
	       : options->phase   ? "phase"
	       : options->name    ? "name"
	       : options->tags.n  ? "tag"
				  : NULL;
}

int filter_refuse(const char *option, const char *what, struct frugal_error *reterr)
{
	if (!option)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("%s does not take --%s"), what, option);
	return error_todo(reterr, _("leave --%s out"), option);
}
