/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal published: compares published footprints with those that a model gives from the same
 * inputs, and explains why they differ. Prints the command line that gives each of our figures. The
 * inputs are rows of factors/published.csv.
 */
#include "api/inside.h"
#include "base/file.h"
#include "base/intl.h"
#include "cli/command.h"
#include "report/published.h"

struct published_options {
	const char *svg;
	bool json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FILE(struct published_options, svg, "svg",
		 N_("write a chart (SVG) of the steps of NAME, from the first figure to the "
		    "complete one")),
	OPT_FLAG(struct published_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("NAME"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal published", N_("the publications, and how many of their figures are reproduced")},
	{"frugal published bloom", N_("BLOOM's training in four steps: 24.7 t, then 123.8 t")},
	{"frugal published chatgpt --json", N_("the same for a service, in JSON")},
	{"frugal published bloom --svg bloom.svg", N_("the steps as a chart")},
	{NULL, NULL},
};

static int write_svg(const struct published *published, const struct published_view *view,
		     const char *path, struct frugal_error *reterr)
{
	struct buf svg = {0};
	int r = published_svg(&svg, published, view, reterr);
	if (r == 0)
		r = file_write(path, buf_str(&svg), reterr);
	buf_release(&svg);
	return r;
}

static int tell(struct cli *cli, const struct published *published, struct frugal_error *reterr)
{
	const struct published_options *asked = cli->options;
	const struct published_view view = {cli->lang, cli->numbers, cli->out_colour};
	struct buf text = {0};
	struct jsonw json = {.out = &text, .pretty = true};
	int r = asked->svg ? write_svg(published, &view, asked->svg, reterr) : 0;
	if (r == 0 && asked->json) {
		published_json(&json, published);
		buf_putc(&text, '\n');
	} else if (r == 0 && cli->n_args) {
		published_text(&text, published, &view);
		buf_addf(&text, _("add %s to one for its derivation\n"), "--explain");
	} else if (r == 0) {
		published_list_text(&text, published);
	}
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put_bytes(&text);
	buf_release(&text);
	return r;
}

static int published(struct cli *cli, struct frugal_error *reterr)
{
	const struct published_options *asked = cli->options;
	frugal_published *found = NULL;
	if (asked->svg && !cli->n_args) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s requires %s"), "--svg", _("NAME"));
		return error_todo(reterr, "%s", "frugal published bloom --svg FILE");
	}
	int r = frugal_published_new(cli->library, cli->n_args ? cli->args[0] : NULL, &found,
				     reterr);
	if (r == 0)
		r = tell(cli, published_of(found), reterr);
	frugal_published_free(found);
	return r;
}

const struct command command_published = {
	.name = "published",
	.group = GROUP_ESTIMATE,
	.brief = N_("compare published footprints with ours, and explain differences"),
	.text = N_("Recomputes published footprints (GPT-3, BLOOM, ChatGPT...) from the inputs "
		   "that the papers state, with the models of frugal. Explains each "
		   "difference: most often the rounding of the paper; sometimes a published "
		   "figure does not follow from its own inputs. Prints the command line that "
		   "gives each of our figures."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct published_options),
	.examples = examples,
	.function = published,
};
