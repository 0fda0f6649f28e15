/* SPDX-License-Identifier: Apache-2.0 */
/* frugal plan: when, where and how wide to run what can wait. */
#include <math.h>
#include <time.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/green.h"
#include "cli/plan_emit.h"
#include "plan/instance.h"
#include "quantity/print.h"

#define MOST_BYTES ((size_t)256 << 20)

struct plan_options {
	const char *instance, *zone, *from, *emit;
	int64_t rounds;
	struct option_quantity duration, deadline, power, resume;
	bool interruptible, json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_STRING(struct plan_options, zone, 0, "zone", N_("ZONE"),
		   N_("where the job runs: a zone that frugal grid knows")),
	OPT_QUANTITY(struct plan_options, duration, "duration", N_("TIME"), "h", 0.01, 8760,
		     N_("that the job takes (default: 1h)")),
	OPT_QUANTITY(struct plan_options, deadline, "deadline", N_("TIME"), "h", 0.02, 8760,
		     N_("from now, by which it must have ended (default: 24h)")),
	OPT_QUANTITY(struct plan_options, power, "power", N_("P"), "W", 0.001, 1e9,
		     N_("that it draws (default: 1kW)")),
	OPT_FLAG(struct plan_options, interruptible, 0, "interruptible",
		 N_("it may stop and go on")),
	OPT_QUANTITY(struct plan_options, resume, "resume", N_("E"), "kWh", 0, 1e6,
		     N_("energy of each time that it goes on")),
	OPT_STRING(struct plan_options, from, 0, "from", N_("TIME"),
		   N_("plan as of this moment (UTC) and not of now")),
	OPT_CHOICE(struct plan_options, emit, "emit", N_("FOR"), plan_emitters,
		   N_("print a file that starts CMD then: at, cron, sbatch or systemd")),
	OPT_FLAG(struct plan_options, json, 0, "json", N_("answer in JSON")),
	OPT_STRING(struct plan_options, instance, 0, "instance", N_("FILE"),
		   N_("plan the case in FILE (JSON), with its own series, regions and jobs")),
	OPT_INT(struct plan_options, rounds, "rounds", N_("N"), 1, 1e9,
		N_("of improving a plan of gangs (default: 200000)")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("CMD"), ARGUMENT_OPTIONAL, COMPLETE_PROGRAM, NULL},
	{N_("ARG"), ARGUMENT_REPEATED, COMPLETE_PROGRAM, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal plan --zone FR --duration 4h --deadline 24h",
	 N_("when a job of four hours is best run")},
	{"frugal plan --zone FR --duration 12h --deadline 48h --interruptible --power 3kW",
	 N_("in pieces, over two days")},
	{"frugal plan --zone FR --duration 4h --emit sbatch -- make train >job.sh",
	 N_("a job for Slurm that begins then")},
	{"frugal plan --instance case.json", N_("the plan, its bound and the gap, as JSON")},
	{NULL, NULL},
};

static int plan_instance(struct cli *cli, const struct plan_options *asked,
			 struct frugal_error *reterr)
{
	struct buf text = {0}, answer = {0};
	const struct instance_options how = {
		.seed = cli->common.seed ? (uint64_t)cli->common.seed : 1,
		.rounds = (size_t)asked->rounds,
	};
	int r = file_read(asked->instance, MOST_BYTES, &text, reterr);
	if (r == 0)
		r = instance_answer(asked->instance, buf_str(&text), &how, &answer, reterr);
	if (r == 0) {
		buf_putc(&answer, '\n');
		r = answer.failed ? error_nomem(reterr) : 0;
	}
	if (r == 0)
		cli_put(&answer);
	buf_release(&text);
	buf_release(&answer);
	return r;
}

/* ---- one job, from what the grid will be ---------------------------------------------------- */

static double hours_or(const struct option_quantity *option, double otherwise)
{
	return option->given ? option->quantity.value : otherwise;
}

/* Runs of slots, one after the other; false when there is none left. */
static bool next_piece(const struct green_plan *plan, size_t *at, char from[GRID_TIME],
		       char to[GRID_TIME])
{
	size_t first = *at, end = first + 1;
	if (first >= plan->n_slots)
		return false;
	while (end < plan->n_slots && plan->slots[end] == plan->slots[end - 1] + 1)
		end++;
	grid_time_text(plan->from_s + (int64_t)plan->slots[first] * plan->step_s, from);
	grid_time_text(plan->from_s + (int64_t)(plan->slots[end - 1] + 1) * plan->step_s, to);
	*at = end;
	return true;
}

static void as_json(const struct green_plan *plan, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	char from[GRID_TIME], end[GRID_TIME];
	jsonw_object(&json, NULL);
	jsonw_string(&json, "zone", plan->id.zone);
	jsonw_string(&json, "kind", grid_kind_names[plan->id.kind]);
	jsonw_string(&json, "scope", grid_scope_names[plan->id.scope]);
	jsonw_string(&json, "basis", grid_basis_names[plan->id.basis]);
	jsonw_string(&json, "source", plan->source);
	jsonw_number(&json, "objective_gco2e", plan->g);
	jsonw_number(&json, "lower_bound_gco2e", plan->g);
	jsonw_number(&json, "gap", 0);
	jsonw_number(&json, "now_gco2e", plan->now_g);
	jsonw_number(&json, "saving", plan->saving);
	jsonw_number(&json, "marginal_gco2e", plan->marginal_g);
	jsonw_number(&json, "marginal_now_gco2e", plan->marginal_now_g);
	jsonw_bool(&json, "run_now", !plan->waits);
	jsonw_number(&json, "forecast_share", plan->forecast);
	jsonw_number(&json, "own_forecast_share", plan->own_forecast);
	jsonw_array(&json, "schedule");
	for (size_t at = 0; next_piece(plan, &at, from, end);) {
		jsonw_object(&json, NULL);
		jsonw_string(&json, "start", from);
		jsonw_string(&json, "end", end);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

static void add_grams(struct buf *to, double g, const struct cli *cli)
{
	struct dimension carbon = {{[KIND_CO2E] = 1}};
	print_quantity(to, g, g, g, carbon, (struct unit){1, carbon}, NULL, cli->numbers);
}

static void as_text(const struct green_plan *plan, const struct cli *cli, struct buf *to)
{
	char from[GRID_TIME], end[GRID_TIME];
	buf_addf(to, "%s · %s, %s, %s · %s\n", plan->id.zone, _(grid_kind_names[plan->id.kind]),
		 _(grid_scope_names[plan->id.scope]), _(grid_basis_names[plan->id.basis]),
		 plan->source);
	green_sparkline(plan->g_per_kwh, plan->n < 96 ? plan->n : 96, to);
	buf_puts(to, "\n\n");
	for (size_t at = 0; next_piece(plan, &at, from, end);)
		buf_addf(to, _("from %s to %s\n"), from, end);
	add_grams(to, plan->g, cli);
	buf_puts(to, _(", now "));
	add_grams(to, plan->now_g, cli);
	buf_addf(to, _(": %.0f %% less\n"), 100 * plan->saving);
	if (!isnan(plan->marginal_g) && !isnan(plan->marginal_now_g)) {
		buf_puts(to, _("by the marginal signal "));
		add_grams(to, plan->marginal_g, cli);
		buf_puts(to, _(", now "));
		add_grams(to, plan->marginal_now_g, cli);
		buf_puts(to, plan->marginal_g > plan->marginal_now_g
				     ? _(": waiting would emit more\n")
				     : "\n");
	}
	if (plan->forecast > 0)
		buf_addf(to, _("%.0f %% of the time is forecast (%.0f %% by frugal)\n"),
			 100 * plan->forecast, 100 * plan->own_forecast);
	if (!plan->waits)
		buf_puts(to, _("little is to be gained by waiting: run it now\n"));
}

static int plan_job(struct cli *cli, const struct plan_options *asked, struct frugal_error *reterr)
{
	struct green_plan plan;
	struct buf text = {0};
	struct green_question question = {
		.zone = asked->zone,
		.from_s = (int64_t)time(NULL),
		.hours = hours_or(&asked->duration, 1),
		.window_h = hours_or(&asked->deadline, 24),
		.power_kw = asked->power.given ? asked->power.quantity.value / 1e3 : 1,
		.interruptible = asked->interruptible,
		.resume_kwh = asked->resume.given ? asked->resume.quantity.value / 1e3 : 0,
	};
	if (asked->from && !grid_time_parse(str_of(asked->from), &question.from_s)) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a time"), asked->from);
		error_where(reterr, "%s", "--from");
		return error_todo(reterr, "%s", "2026-03-02T13:00Z");
	}
	int r = green_plan(&question, &plan, reterr);
	if (r < 0)
		return r;
	if (asked->emit)
		r = plan_emit(asked->emit, &plan, question.hours, cli->args, cli->n_args, &text,
			      reterr);
	else if (asked->json)
		as_json(&plan, &text);
	else
		as_text(&plan, cli, &text);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	buf_release(&text);
	green_plan_release(&plan);
	return r;
}

static int plan(struct cli *cli, struct frugal_error *reterr)
{
	const struct plan_options *asked = cli->options;
	if (asked->instance)
		return plan_instance(cli, asked, reterr);
	if (asked->zone)
		return plan_job(cli, asked, reterr);
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("what is to be planned?"));
	return error_todo(reterr, "%s", "frugal plan --zone ZONE --duration 4h --deadline 24h");
}

const struct command command_plan = {
	.name = "plan",
	.group = GROUP_ESTIMATE,
	.brief = N_("plan when, where and how wide to run what can wait"),
	.text = N_("Finds the slots, the region and the number of units that cost the least "
		   "carbon before a deadline: of one job exactly, of a fleet with capacities by a "
		   "minimum-cost flow, of gangs by a search whose gap to a proven bound is told."),
	.wraps = true,
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct plan_options),
	.examples = examples,
	.function = plan,
};
