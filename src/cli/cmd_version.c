/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal version: prints the version; in JSON also the number of built-in models and tables, and
 * the hash of their compiled image, by which two builds can be compared; or the licences of the
 * data.
 */
#include <stdio.h>

#include "base/image.h"
#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"

struct version_options {
	bool json, licences;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct version_options, json, 0, "json", N_("answer in JSON")),
	OPT_FLAG(struct version_options, licences, 0, "licences",
		 N_("print the sources of the built-in data with their licences, and the "
		    "licence of frugal")),
	OPT_END,
};
/* clang-format on */

static const struct example examples[] = {
	{"frugal version", N_("the version, as text")},
	{"frugal version --json", N_("the version, in JSON")},
	{"frugal version --licences", N_("what the built-in data comes from, and its licences")},
	{"frugal --version", N_("the same as frugal version")},
	{NULL, NULL},
};

static int version(struct cli *cli, struct frugal_error *reterr)
{
	const struct version_options *asked =
		cli->command == &command_version ? cli->options : NULL;
	if (asked && asked->licences && asked->json)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s cannot be used with %s"),
				 "--licences", "--json");
	if (asked && asked->licences) {
		printf("%s\n\n%s", frugal_notice(), frugal_licence());
		return 0;
	}
	if (!asked || !asked->json) {
		printf("frugal %s\n", FRUGAL_VERSION);
		return 0;
	}
	char digest[17];
	struct buf text = {0};
	struct jsonw json = {.out = &text, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "name", "frugal");
	jsonw_string(&json, "version", FRUGAL_VERSION);
	jsonw_string(&json, "licence", "Apache-2.0");
	jsonw_int(&json, "models", built_in_image.n_models);
	jsonw_int(&json, "tables", built_in_image.n_tables);
	jsonw_int(&json, "image_bytes", (int64_t)image_size(&built_in_image));
	(void)snprintf(digest, sizeof(digest), "%016llx",
		       (unsigned long long)image_digest_all(&built_in_image));
	jsonw_string(&json, "image_digest", digest);
	jsonw_object_end(&json);
	buf_putc(&text, '\n');
	cli_put(&text);
	buf_release(&text);
	return 0;
}

const struct command command_version = {
	.name = "version",
	.group = GROUP_SELF,
	.brief = N_("show the version"),
	.text = N_("Shows the version. In JSON, also gives the number of built-in models and "
		   "factor tables, and the size and the hash of their compiled image."),
	.options = options,
	.options_size = sizeof(struct version_options),
	.examples = examples,
	.function = version,
};
