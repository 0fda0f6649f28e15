/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal recompute: what a stored run would be with the factors of today, of another year, of
 * another place. What is stored is not touched. A change between two runs is split into use (their
 * energies) and factors (greenhouse gases of a kWh), symmetrically, so that the two add up.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/json.h"
#include "base/num.h"
#include "cli/command.h"
#include "meter/figures.h"
#include "model/knowledge.h"
#include "report/derivation.h"
#include "report/layout.h"
#include "store/default.h"

#define PERIMETER "share"

struct recompute_options {
	bool json;
	const char *zone;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct recompute_options, json, 0, "json", N_("answer in JSON")),
	OPT_STRING(struct recompute_options, zone, 'z', "zone", N_("ZONE"),
		   N_("as if the runs had been in this electricity zone")),
	OPT_END,
};
/* clang-format on */

static const char *const last[] = {"last", NULL};

static const struct argument_spec arguments[] = {
	{N_("RUN"), ARGUMENT_REQUIRED, COMPLETE_NONE, last},
	{N_("RUN"), ARGUMENT_REPEATED, COMPLETE_NONE, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal recompute last --factors-year 2022", N_("the last run by the factors of 2022")},
	{"frugal recompute last --zone SE", N_("the same run, had it been in Sweden")},
	{"frugal recompute 7c1e 9a40",
	 N_("why the second run emits more or less than the first: use or factors")},
	{NULL, NULL},
};

/* One run before and after. Energy in kWh, gases in kg; MISSING where there is no such figure. */
struct recomputed {
	char id[RUN_ID_SIZE];
	size_t id_digits;
	const char *zone_before, *zone_after;
	double energy, carbon; /* as stored */
	double new_energy, new_carbon;
};

static double figure_of(const struct run_figure *figures, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++) {
		struct unit unit;
		if (strcmp(figures[i].name, name) != 0 ||
		    strcmp(figures[i].perimeter, PERIMETER) != 0 ||
		    unit_parse(str_of(figures[i].unit), &unit, NULL) < 0)
			continue;
		/* Base units are Wh and g. */
		return figures[i].value * unit.scale / 1000;
	}
	return MISSING;
}

/* What the user had told when it ran stands in the derivation. */
static void told_then(const struct answer *why, struct figures_options *ret, struct quantity *pue)
{
	const struct answer_line *line = why ? answer_find(why, "pue") : NULL;
	if (line && line->quality == FRUGAL_DECLARED) {
		*pue = (struct quantity){line->value, line->low, line->high, line->unit.dim, false};
		ret->pue = pue;
	}
	line = why ? answer_find(why, "vm_threads") : NULL;
	if (line && !isnan(line->value))
		ret->vm_threads = (int)line->value;
}

static int recompute_run(struct cli *cli, struct knowledge *knowledge, struct run_record *run,
			 struct recomputed *ret, struct frugal_error *reterr)
{
	const struct recompute_options *asked = cli->options;
	struct figures_options how = {0};
	struct figures figures = {0};
	struct answer *why = NULL;
	struct quantity pue;
	memcpy(ret->id, run->id, sizeof(ret->id));
	ret->energy = figure_of(run->figures, run->n_figures, "energy");
	ret->carbon = figure_of(run->figures, run->n_figures, "carbon");
	ret->zone_before = arena_strdup(&cli->context.arena, run->zone);
	knowledge_answer_options(&cli->context, &how.answer);
	if (derivation_read(run->derivation, &why, NULL) < 0)
		why = NULL;
	told_then(why, &how, &pue);
	how.zone = asked->zone ? asked->zone : run->zone_is_default ? NULL : run->zone;
	int r = figures_of_run(knowledge->library, &how, run, &figures, reterr);
	if (r == 0) {
		ret->new_energy = figure_of(run->figures, run->n_figures, "energy");
		ret->new_carbon = figure_of(run->figures, run->n_figures, "carbon");
		ret->zone_after = arena_strdup(&cli->context.arena, run->zone);
		if (!ret->zone_before || !ret->zone_after)
			r = error_nomem(reterr);
	}
	figures_release(&figures);
	answer_free(why);
	return r;
}

/* ---- the split ---- */

struct split {
	double change, use, factors; /* kg; use + factors = change */
};

/* With e energy and f gases of a kWh: the change of e at the mean f, and of f at the mean e. */
static struct split split_of(double e0, double c0, double e1, double c1)
{
	double f0 = c0 / e0, f1 = c1 / e1;
	return (struct split){c1 - c0, (e1 - e0) * (f0 + f1) / 2, (f1 - f0) * (e0 + e1) / 2};
}

static bool can_split(double e0, double c0, double e1, double c1)
{
	return e0 > 0 && e1 > 0 && !isnan(c0) && !isnan(c1);
}

/* ---- views ---- */

static void add_number(struct columns *columns, const struct cli *cli, double value,
		       const char *unit_text)
{
	struct buf cell = {0};
	struct unit unit;
	if (isnan(value) || unit_parse(str_of(unit_text), &unit, NULL) < 0)
		buf_puts(&cell, "-");
	else
		print_quantity(&cell, value * unit.scale, value * unit.scale, value * unit.scale,
			       unit.dim, unit, unit_text, cli->context.numbers);
	columns_add(columns, buf_text(&cell));
	buf_release(&cell);
}

static void put_split(const struct cli *cli, const char *title, const struct split *split,
		      struct buf *to)
{
	const struct {
		const char *name;
		double value;
	} rows[] = {{_("change"), split->change},
		    {_("by use"), split->use},
		    {_("by factors"), split->factors}};
	struct arena arena = {0};
	struct columns columns;
	buf_addf(to, "\n%s\n", title);
	columns_init(&columns, &arena, 2);
	for (size_t i = 0; i < 3; i++) {
		columns_add(&columns, rows[i].name);
		add_number(&columns, cli, rows[i].value, "kgCO2e");
	}
	columns_print(&columns, to, 2);
	columns_release(&columns);
	arena_release(&arena);
}

static void as_text(const struct cli *cli, const struct recomputed *runs, size_t n, struct buf *to)
{
	static const char *const heads[] = {N_("run"),  N_("zone"), N_("energy"),
					    N_("then"), N_("now"),  N_("change")};
	struct arena arena = {0};
	struct columns columns;
	columns_init(&columns, &arena, 6);
	for (size_t i = 0; i < 6; i++)
		columns_add(&columns, _(heads[i]));
	for (size_t i = 0; i < n; i++) {
		const struct recomputed *run = &runs[i];
		bool moved = strcmp(run->zone_before, run->zone_after) != 0;
		columns_add(&columns, arena_printf(&arena, "%.*s", (int)run->id_digits, run->id));
		columns_add(&columns, moved ? arena_printf(&arena, "%s -> %s", run->zone_before,
							   run->zone_after)
					    : run->zone_before);
		add_number(&columns, cli, run->energy, "kWh");
		add_number(&columns, cli, run->carbon, "kgCO2e");
		add_number(&columns, cli, run->new_carbon, "kgCO2e");
		add_number(&columns, cli, run->new_carbon - run->carbon, "kgCO2e");
	}
	columns_print(&columns, to, 0);
	columns_release(&columns);
	arena_release(&arena);
}

static void split_text(const struct cli *cli, const struct recomputed *runs, size_t n,
		       struct buf *to)
{
	const struct recomputed *a = &runs[0], *b = &runs[n - 1];
	struct split split;
	if (n == 1) {
		split = split_of(a->energy, a->carbon, a->new_energy, a->new_carbon);
		if (can_split(a->energy, a->carbon, a->new_energy, a->new_carbon))
			put_split(cli, _("of that change:"), &split, to);
		return;
	}
	split = split_of(a->energy, a->carbon, b->energy, b->carbon);
	if (n == 2 && can_split(a->energy, a->carbon, b->energy, b->carbon))
		put_split(cli, _("from the first run to the second, as stored:"), &split, to);
	split = split_of(a->new_energy, a->new_carbon, b->new_energy, b->new_carbon);
	if (n == 2 && can_split(a->new_energy, a->new_carbon, b->new_energy, b->new_carbon))
		put_split(cli, _("with the factors of now:"), &split, to);
}

static void split_json(struct jsonw *json, const char *key, double e0, double c0, double e1,
		       double c1)
{
	if (!can_split(e0, c0, e1, c1))
		return;
	struct split split = split_of(e0, c0, e1, c1);
	jsonw_object(json, key);
	jsonw_number(json, "change_kgco2e", split.change);
	jsonw_number(json, "use_kgco2e", split.use);
	jsonw_number(json, "factors_kgco2e", split.factors);
	jsonw_object_end(json);
}

static void as_json(const struct recomputed *runs, size_t n, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "frugal", frugal_version());
	jsonw_string(&json, "kind", "recompute");
	jsonw_string(&json, "perimeter", PERIMETER);
	jsonw_array(&json, "runs");
	for (size_t i = 0; i < n; i++) {
		const struct recomputed *run = &runs[i];
		jsonw_object(&json, NULL);
		jsonw_string(&json, "id", run->id);
		jsonw_string(&json, "zone", run->zone_before);
		jsonw_string(&json, "new_zone", run->zone_after);
		jsonw_number(&json, "energy_kwh", run->energy);
		jsonw_number(&json, "carbon_kgco2e", run->carbon);
		jsonw_number(&json, "new_energy_kwh", run->new_energy);
		jsonw_number(&json, "new_carbon_kgco2e", run->new_carbon);
		split_json(&json, "split", run->energy, run->carbon, run->new_energy,
			   run->new_carbon);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	if (n == 2) {
		split_json(&json, "between_as_stored", runs[0].energy, runs[0].carbon,
			   runs[1].energy, runs[1].carbon);
		split_json(&json, "between_now", runs[0].new_energy, runs[0].new_carbon,
			   runs[1].new_energy, runs[1].new_carbon);
	}
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

static int recompute_all(struct cli *cli, struct knowledge *knowledge, struct ledger *ledger,
			 struct frugal_error *reterr)
{
	const struct recompute_options *asked = cli->options;
	struct recomputed *runs = arena_array(&cli->context.arena, cli->n_args + 1, sizeof(*runs));
	struct buf text = {0};
	int r = runs ? 0 : error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < cli->n_args; i++) {
		struct run_record run = {0};
		r = ledger_load_run(ledger, cli->args[i], &run, reterr);
		if (r == 0)
			r = recompute_run(cli, knowledge, &run, &runs[i], reterr);
		if (r == 0)
			r = ledger_short_id(ledger, run.id, &runs[i].id_digits, reterr);
		run_record_release(&run);
	}
	if (r == 0 && asked->json) {
		as_json(runs, cli->n_args, &text);
	} else if (r == 0) {
		as_text(cli, runs, cli->n_args, &text);
		split_text(cli, runs, cli->n_args, &text);
	}
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	buf_release(&text);
	return r;
}

static int recompute(struct cli *cli, struct frugal_error *reterr)
{
	struct ledger *ledger = NULL;
	struct knowledge knowledge;
	int r = store_open(&cli->context, LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	r = knowledge_open(&cli->context, &knowledge, reterr);
	if (r == 0) {
		r = recompute_all(cli, &knowledge, ledger, reterr);
		knowledge_close(&knowledge);
	}
	ledger_close(ledger);
	return r;
}

const struct command command_recompute = {
	.name = "recompute",
	.group = GROUP_LEDGER,
	.brief = N_("recompute stored runs with other factors"),
	.text = N_(
		"Shows what stored runs would emit with the factors of today, or with those that "
		"--factors-year, --source, --factors or --zone choose; the energy stays as it was "
		"measured. What is stored is not changed.\n\n"
		"Of two runs the change is split into use (their energies) and factors (greenhouse "
		"gases of a kWh), each at the mean of the other, so that both add up to the "
		"change."),
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct recompute_options),
	.examples = examples,
	.function = recompute,
};
