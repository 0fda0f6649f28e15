/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal report: writes what runs have used as a report or in a standard form, and checks the units
 * of a form that was written before. The room report writes and reads both; here the options become
 * its question.
 */
#include <math.h>
#include <string.h>

#include "api/inside.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/filter.h"
#include "report/form.h"
#include "report/form_check.h"
#include "report/form_view.h"
#include "report/report.h"

#define MOST_BYTES ((size_t)64 << 20)

struct report_options {
	struct filter_options filter;
	const char *format, *output, *metric, *form, *title, *flop_method, *counted, *unit, *task,
		*supplier, *licence, *model_version, *download, *released, *check;
	struct option_quantity flop, tokens, parameters, units, journey;
	struct option_quantity pue, wue, renewable, it_energy, site_energy, water, reused;
	bool less_is_better, json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_CHOICE(struct report_options, format, "format", N_("FORMAT"), document_formats,
		   N_("html, md, text, json or csv (default: by FILE, or text)")),
	{.type = OPTION_STRING, .letter = 'o', .name = "output", .value = N_("FILE"),
	 .complete = COMPLETE_FILES, .brief = N_("write to FILE"),
	 .offset = OPTION_FIELD(struct report_options, output, const char *)},
	FILTER_OPTIONS(struct report_options, filter),
	OPT_STRING(struct report_options, metric, 0, "metric", N_("NAME"),
		   N_("metric of quality, to compare groups")),
	OPT_FLAG(struct report_options, less_is_better, 0, "less-is-better",
		 N_("a smaller metric is better, as with a loss or an error")),
	{.type = OPTION_CHOICE, .name = "form", .value = N_("FORM"), .choices = form_names,
	 .lists_choices = true, .brief = N_("form to write in place of a report"),
	 .offset = OPTION_FIELD(struct report_options, form, const char *)},
	OPT_STRING(struct report_options, title, 0, "title", N_("NAME"),
		   N_("title of the report, or name of the model in the form")),
	OPT_QUANTITY(struct report_options, flop, "flop", N_("X"), "FLOP", 0, FLOP_MOST,
		     N_("operations of the training (3e21FLOP)")),
	OPT_QUANTITY(struct report_options, tokens, "tokens", N_("N"), "token", COUNT_LEAST, COUNT_MOST,
		     N_("tokens of the training")),
	OPT_QUANTITY(struct report_options, parameters, "parameters", N_("N"), "1", COUNT_LEAST, COUNT_MOST,
		     N_("parameters of the model")),
	OPT_CHOICE(struct report_options, counted, "counted", N_("HOW"), form_counts,
		   N_("how these are counted: gross or effective")),
	OPT_STRING(struct report_options, flop_method, 0, "flop-method", N_("TEXT"),
		   N_("method by which they were counted")),
	OPT_QUANTITY(struct report_options, units, "units", N_("N"), "1", UNITS_LEAST, UNITS_MOST,
		     N_("functional units served by the runs")),
	OPT_STRING(struct report_options, unit, 0, "unit", N_("WORD"),
		   N_("name of the functional unit (request)")),
	OPT_QUANTITY(struct report_options, journey, "journey", N_("N"), "1", UNITS_LEAST, JOURNEY_MOST,
		     N_("functional units in a standard user journey")),
	OPT_STRING(struct report_options, task, 0, "task", N_("NAME"),
		   N_("task of the model (text-generation)")),
	OPT_STRING(struct report_options, supplier, 0, "supplier", N_("NAME"),
		   N_("supplier of the model")),
	OPT_STRING(struct report_options, licence, 0, "licence", N_("NAME"),
		   N_("licence of the model (Apache-2.0)")),
	OPT_STRING(struct report_options, model_version, 0, "model-version", N_("TEXT"),
		   N_("version of the model")),
	OPT_STRING(struct report_options, download, 0, "download", N_("URL"),
		   N_("download address of the model")),
	OPT_STRING(struct report_options, released, 0, "released", N_("DAY"),
		   N_("release day of the model")),
	OPT_QUANTITY(struct report_options, pue, "pue", N_("X"), "1", PUE_LEAST, PUE_MOST,
		     N_("PUE of the site, counted once")),
	OPT_QUANTITY(struct report_options, wue, "wue", N_("X"), "L/kWh", 0, WUE_MOST,
		     N_("WUE of the site (0.3L/kWh)")),
	OPT_QUANTITY(struct report_options, renewable, "renewable", N_("SHARE"), "1", 0, SHARE_MOST,
		     N_("renewable share of the site's electricity (60%)")),
	OPT_QUANTITY(struct report_options, it_energy, "it-energy", N_("X"), "kWh", SITE_LEAST, SITE_MOST,
		     N_("energy of the site's IT equipment in a year (8GWh)")),
	OPT_QUANTITY(struct report_options, site_energy, "site-energy", N_("X"), "kWh", SITE_LEAST, SITE_MOST,
		     N_("total energy of the site in a year")),
	OPT_QUANTITY(struct report_options, water, "water", N_("X"), "L", 0, SITE_MOST,
		     N_("water input of the site in a year (2000m3)")),
	OPT_QUANTITY(struct report_options, reused, "reused", N_("X"), "kWh", 0, SITE_MOST,
		     N_("heat of the site reused elsewhere in a year")),
	OPT_FILE(struct report_options, check, "check",
		 N_("read such a form back and find unit errors")),
	OPT_FLAG(struct report_options, json, 0, "json",
		 N_("answer in JSON, for --check too")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("GROUP"), ARGUMENT_OPTIONAL, COMPLETE_RUNS, NULL},
	{N_("GROUP"), ARGUMENT_REPEATED, COMPLETE_RUNS, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal report project=digits -o digits.html", N_("a report to read and to print")},
	{"frugal report name=small name=large --metric accuracy -o small.md",
	 N_("a comparison of groups")},
	{"frugal report --project digits --phase training --form hf",
	 N_("for the head of a model card")},
	{NULL, NULL},
};

static const char *format_of(const struct report_options *asked)
{
	static const char *const endings[][2] = {{".html", "html"},
						 {".htm", "html"},
						 {".md", "md"},
						 {".json", "json"},
						 {".csv", "csv"}};
	struct str name = str_of(asked->output ? asked->output : "");
	if (asked->json)
		return "json";
	for (size_t i = 0; !asked->format && i < sizeof(endings) / sizeof(*endings); i++) {
		size_t n = strlen(endings[i][0]);
		if (name.n > n && memcmp(name.p + name.n - n, endings[i][0], n) == 0)
			return endings[i][1];
	}
	return asked->format;
}

/* --json is --format json, of a form too. */
static int check_json(const struct report_options *asked, struct frugal_error *reterr)
{
	if (!asked->json || !asked->format || strcmp(asked->format, "json") == 0)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("--json and --format %s exclude each other"),
		  asked->format);
	return error_todo(reterr, "%s", _("keep one"));
}

/* --name was the name in the form before it was that of runs. */
static int explain_name(const struct report_options *asked, int r, struct frugal_error *reterr)
{
	if (r == FRUGAL_EUSAGE && asked->form && asked->filter.name)
		error_todo(reterr, "%s",
			   _("--name chooses runs; --title names the model in the form"));
	return r;
}

static int write_report(struct cli *cli, const struct report_options *asked, struct buf *to,
			struct frugal_error *reterr)
{
	const struct frugal_filter filter = filter_of(&asked->filter);
	const struct report_question question = {
		.labels = (const char *const *)cli->args,
		.n = cli->n_args,
		.format = asked->form && !asked->json ? asked->format : format_of(asked),
		.metric = asked->metric,
		.less_is_better = asked->less_is_better,
		.form = asked->form,
		.name = asked->title,
		.flop_method = asked->flop_method,
		.counted = asked->counted,
		.unit = asked->unit,
		.task = asked->task,
		.supplier = asked->supplier,
		.licence = asked->licence,
		.model_version = asked->model_version,
		.download = asked->download,
		.released = asked->released,
		.flop = option_or(&asked->flop, (double)NAN),
		.tokens = option_or(&asked->tokens, (double)NAN),
		.parameters = option_or(&asked->parameters, (double)NAN),
		.journey = option_or(&asked->journey, (double)NAN),
		.units = option_or(&asked->units, (double)NAN),
		.pue = option_or(&asked->pue, (double)NAN),
		.wue_l_per_kwh = option_or(&asked->wue, (double)NAN),
		.renewable = option_or(&asked->renewable, (double)NAN),
		.it_kwh = option_or(&asked->it_energy, (double)NAN),
		.site_kwh = option_or(&asked->site_energy, (double)NAN),
		.water_l = option_or(&asked->water, (double)NAN),
		.reused_kwh = option_or(&asked->reused, (double)NAN),
	};
	frugal_ledger *ledger = NULL;
	int r = check_json(asked, reterr);
	if (r == 0)
		r = frugal_ledger_open(cli->library, FRUGAL_LEDGER_READ, &ledger, reterr);
	if (r == 0)
		r = ledger_report(ledger, &question, filter_given(&asked->filter) ? &filter : NULL,
				  to, reterr);
	frugal_ledger_close(ledger);
	return explain_name(asked, r, reterr);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static int check(struct cli *cli, struct buf *to, bool *ret_slips, struct frugal_error *reterr)
{
	const struct report_options *asked = cli->options;
	struct buf text = {0}, lines = {0};
	struct form_found found;
	struct jsonw json = {.out = to, .pretty = true};
	int r = file_read(asked->check, MOST_BYTES, &text, reterr);
	if (r == 0)
		r = library_form_check(cli->library, asked->check, buf_str(&text), &lines, &found,
				       reterr);
	if (r == 0 && asked->json) {
		form_found_json(&found, buf_text(&lines), &json);
		buf_putc(to, '\n');
	} else if (r == 0) {
		buf_puts(to, buf_text(&lines));
		form_found_words(to, &found);
	}
	*ret_slips = r == 0 && found.slips > 0;
	buf_release(&text);
	buf_release(&lines);
	return r;
}

/* --check reads a file: it takes neither runs nor what is written of them. */
static int check_alone(const struct cli *cli, const struct report_options *asked,
		       struct frugal_error *reterr)
{
	static const char *const taken[] = {"check", "json", NULL};
	if (cli->n_args) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is one argument too many"), cli->args[0]);
		return error_todo(reterr, "%s", _("leave it out"));
	}
	return filter_refuse(option_beyond(options, asked, taken), "--check", reterr);
}

static int report(struct cli *cli, struct frugal_error *reterr)
{
	const struct report_options *asked = cli->options;
	struct buf out = {0};
	bool slips = false;
	int r = 0;
	if (asked->check)
		r = check_alone(cli, asked, reterr);
	if (asked->check && r == 0)
		r = check(cli, &out, &slips, reterr);
	else if (!asked->check)
		r = write_report(cli, asked, &out, reterr);
	if (r == 0 && out.failed)
		r = error_nomem(reterr);
	if (r == 0 && asked->output && !asked->check)
		r = file_write(asked->output, buf_str(&out), reterr);
	else if (r == 0)
		cli_put(&out);
	buf_release(&out);
	return r == 0 && slips ? -FRUGAL_EFINDING : r;
}

const struct command command_report = {
	.name = "report",
	.group = GROUP_LEDGER,
	.brief = N_("write a report of runs, or fill in a standard form"),
	.text = N_("Writes a report of a run, of a group of runs (project=a,phase=training,..) or "
		   "of several groups side by side, as HTML, Markdown, text, JSON or CSV. --form "
		   "writes a standard form instead, in its units and with the method behind each "
		   "figure. Gives no label and claims no conformity. --check reads a form, and "
		   "exits with 1 if it finds a unit error. "
		   "Options such as --project select runs or narrow groups."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct report_options),
	.examples = examples,
	.function = report,
};
