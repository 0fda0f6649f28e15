/* SPDX-License-Identifier: Apache-2.0 */
/* frugal report: what runs have used, in the forms of others; and such a form read back. */
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/group.h"
#include "cli/store.h"
#include "report/form.h"
#include "report/form_check.h"
#include "report/run.h"

#define MOST_BYTES ((size_t)64 << 20)
#define MOST_PHASES 32
#define MOST_NAMES 16

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

/* ---- what the runs used --------------------------------------------------------------------- */

/* A few names, each once, in the order in which they came. */
struct names {
	const char *items[MOST_NAMES];
	size_t n;
	bool more;
};

struct gathering {
	struct arena *arena;
	struct form_use phases[MOST_PHASES];
	size_t n_phases;
	struct form_use all;
	struct names zones, machines;
	int64_t from_us, to_us;
};

static int add_name(struct gathering *to, struct names *names, const char *name,
		    struct frugal_error *reterr)
{
	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->items[i], name) == 0)
			return 0;
	if (!name[0])
		return 0;
	if (names->n == MOST_NAMES) {
		names->more = true;
		return 0;
	}
	names->items[names->n] = arena_strdup(to->arena, name);
	return names->items[names->n++] ? 0 : error_nomem(reterr);
}

static void add_amount(struct form_amount *to, const struct run_record *run, const char *name,
		       const char *unit_name)
{
	const struct run_figure *figure = run_figure_find(run, name, "share");
	struct unit unit, wanted;
	if (!figure || unit_parse(str_of(figure->unit), &unit, NULL) < 0 ||
	    unit_parse(str_of(unit_name), &wanted, NULL) < 0)
		return;
	double scale = unit.scale / wanted.scale;
	to->value += figure->value * scale;
	to->low += figure->low * scale;
	to->high += figure->high * scale;
}

static void add_use(struct form_use *to, const struct run_record *run)
{
	const struct run_figure *energy = run_figure_find(run, "energy", "share");
	struct form_amount before = to->energy_kwh;
	to->runs++;
	to->hours += run->duration.s / 3600;
	add_amount(&to->energy_kwh, run, "energy", "kWh");
	add_amount(&to->carbon_g, run, "carbon", "gCO2e");
	add_amount(&to->embodied_g, run, "embodied", "gCO2e");
	if (energy)
		to->measured_kwh += (to->energy_kwh.value - before.value) * energy->measured_share;
}

static int add_run(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct gathering *to = context;
	size_t i = 0;
	while (i < to->n_phases && strcmp(to->phases[i].phase, run->phase) != 0)
		i++;
	if (i == to->n_phases && i < MOST_PHASES) {
		to->phases[i].phase = arena_strdup(to->arena, run->phase);
		if (!to->phases[i].phase)
			return error_nomem(reterr);
		to->n_phases++;
	}
	if (i < MOST_PHASES)
		add_use(&to->phases[i], run);
	add_use(&to->all, run);
	if (!to->from_us || run->started_us < to->from_us)
		to->from_us = run->started_us;
	if (run->ended_us > to->to_us)
		to->to_us = run->ended_us;
	int r = run->zone_is_default ? 0 : add_name(to, &to->zones, run->zone, reterr);
	return r == 0 ? add_name(to, &to->machines, run->machine, reterr) : r;
}

static const char *joined(struct arena *arena, const struct names *names, const char *between)
{
	struct buf text = {0};
	for (size_t i = 0; i < names->n; i++)
		buf_addf(&text, "%s%s", i ? between : "", names->items[i]);
	if (names->more)
		buf_addf(&text, "%s...", between);
	const char *kept = text.failed ? NULL : arena_strdup(arena, buf_text(&text));
	buf_release(&text);
	return kept;
}

static int write_form(struct cli *cli, const struct report_options *asked, const char *label,
		      struct buf *to, struct frugal_error *reterr)
{
	struct gathering gathered = {.arena = &cli->arena, .all = {.phase = ""}};
	int r = group_visit(cli, label, RUN_FIGURES, add_run, &gathered, reterr);
	if (r < 0)
		return r;
	const struct form_subject subject = {
		.name = asked->name ? asked->name : label,
		.phases = gathered.phases,
		.n_phases = gathered.n_phases,
		.all = gathered.all,
		.zone = joined(&cli->arena, &gathered.zones, ", "),
		.hardware = joined(&cli->arena, &gathered.machines, "; "),
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
	if (!subject.zone || !subject.hardware)
		return error_nomem(reterr);
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
