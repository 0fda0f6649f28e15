/* SPDX-License-Identifier: Apache-2.0 */
/* frugal report: what runs have used, in the forms of others; and such a form read back. */
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/gather.h"
#include "cli/store.h"
#include "report/form.h"
#include "report/form_check.h"

#define MOST_BYTES ((size_t)64 << 20)

struct report_options {
	const char *form, *name, *flop_method, *unit, *check;
	struct option_quantity flop, units;
	bool json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_CHOICE(struct report_options, form, "form", N_("FORM"), form_names,
		   N_("hf, cyclonedx, spdx, gpai, sci, citation, latex or badge")),
	OPT_STRING(struct report_options, name, 0, "name", N_("NAME"),
		   N_("of the model or service (default: the group)")),
	OPT_QUANTITY(struct report_options, flop, "flop", N_("X"), "FLOP", 0, 1e40,
		     N_("of the training, for gpai: 3e21FLOP")),
	OPT_STRING(struct report_options, flop_method, 0, "flop-method", N_("TEXT"),
		   N_("how it was found")),
	OPT_QUANTITY(struct report_options, units, "units", N_("N"), "1", 1e-9, 1e30,
		     N_("functional units that the runs served, for sci")),
	OPT_STRING(struct report_options, unit, 0, "unit", N_("WORD"), N_("what one is: request")),
	OPT_FILE(struct report_options, check, "check",
		 N_("read such a form back and find slips of unit")),
	OPT_FLAG(struct report_options, json, 0, "json", N_("of --check: answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("GROUP"), ARGUMENT_OPTIONAL, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal report project=digits --form hf", N_("for the head of a model card")},
	{"frugal report last --form citation", N_("a sentence for a paper")},
	{"frugal report --check README.md", N_("are its grams grams?")},
	{NULL, NULL},
};

static int write_form(struct cli *cli, const struct report_options *asked, const char *label,
		      struct buf *to, struct frugal_error *reterr)
{
	struct gathered gathered;
	struct ledger *ledger;
	int r = store_open(cli, LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	r = gather(ledger, label, &cli->arena, &gathered, reterr);
	ledger_close(ledger);
	if (r < 0)
		return r;
	const struct form_subject subject = {
		.name = asked->name ? asked->name : label,
		.phases = gathered.phases,
		.n_phases = gathered.n_phases,
		.all = gathered.all,
		.zone = gathered.zone,
		.hardware = gathered.hardware,
		.machines = gathered.machines.n,
		.from_us = gathered.from_us,
		.to_us = gathered.to_us,
		.flop = asked->flop.given ? asked->flop.quantity.value : (double)NAN,
		.flop_method = asked->flop_method,
		.units = asked->units.given ? asked->units.quantity.value : (double)NAN,
		.unit_name = asked->unit,
		.version = FRUGAL_VERSION,
		.numbers = cli->numbers,
		.lang = cli->lang,
	};
	return form_write(asked->form, &subject, to, reterr);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static int check(const struct report_options *asked, struct buf *to, bool *ret_slips,
		 struct frugal_error *reterr)
{
	struct buf text = {0}, lines = {0};
	struct form_found found;
	struct jsonw json = {.out = to, .pretty = true};
	int r = file_read(asked->check, MOST_BYTES, &text, reterr);
	if (r == 0)
		r = form_check(asked->check, buf_str(&text), &lines, &found, reterr);
	if (r == 0 && asked->json) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "form", found.form);
		jsonw_int(&json, "compared", (int64_t)found.compared);
		jsonw_int(&json, "slips", (int64_t)found.slips);
		jsonw_string(&json, "found", buf_text(&lines));
		jsonw_object_end(&json);
		buf_putc(to, '\n');
	} else if (r == 0) {
		buf_puts(to, buf_text(&lines));
		if (!found.slips)
			buf_addf(to,
				 found.compared ? _("%s: no slip of unit in %zu comparisons\n")
						: _("%s: it holds no two figures that could be "
						    "compared (%zu)\n"),
				 found.form, found.compared);
	}
	*ret_slips = r == 0 && found.slips > 0;
	buf_release(&text);
	buf_release(&lines);
	return r;
}

static int report(struct cli *cli, struct frugal_error *reterr)
{
	const struct report_options *asked = cli->options;
	struct buf out = {0};
	bool slips = false;
	int r;
	if (asked->check) {
		r = check(asked, &out, &slips, reterr);
	} else if (!asked->form || !cli->n_args) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("of which runs, and in which form?"));
		r = error_todo(reterr, "%s", "frugal report last --form citation");
	} else {
		r = write_form(cli, asked, cli->args[0], &out, reterr);
	}
	if (r == 0 && out.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&out);
	buf_release(&out);
	return r == 0 && slips ? -FRUGAL_EFINDING : r;
}

const struct command command_report = {
	.name = "report",
	.group = GROUP_LEDGER,
	.brief = N_("what runs have used, in the forms of others"),
	.text = N_(
		"Writes energy and carbon of a run or a group (project=a,phase=training,..) as a "
		"model card, CycloneDX, SPDX, the GPAI documentation form, SCI, a sentence or a "
		"badge, each in its own units, with how the figures came to be. It is a report, "
		"no label and no claim of conformity. --check reads one back: a unit that slipped "
		"ends with 1."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct report_options),
	.examples = examples,
	.function = report,
};
