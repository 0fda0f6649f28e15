/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal plan: plans when, where and on how many units to run a job; reserves the hours, or writes
 * a file for a scheduler. The plan is made in insight/job.c over the series of the room grid; here
 * the options become its question.
 */
#include <stdio.h>
#include <string.h>

#include "api/inside_grid.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/num.h"
#include "cli/command.h"
#include "cli/plan_handover.h"
#include "cli/plan_shared.h"
#include "report/job.h"

#define WEEK_HOURS 168 /* as far as hours are forecast */
#define MOST_BYTES ((size_t)256 << 20)
#define BITS_PER_BYTE 8
#define W_PER_KW 1000
#define MOST_UNITS 4096

struct plan_options {
	const char *instance, *from, *throughput, *project, *power, *release;
	struct handover_options handover;
	struct option_list zones, only;
	int64_t rounds;
	struct option_quantity duration, deadline, resume, min_run, work, data, back, network,
		bandwidth, max_rtt, lambda, delay, threshold, capacity;
	bool interruptible, pareto, regret, fills, reserve, reservations, json;
};

/* clang-format off */
static const struct option_spec options[] = {
	{.type = OPTION_LIST, .name = "zone", .value = N_("ZONE"), .complete = COMPLETE_ZONES,
	 .brief = N_("zone, home first: DE[,pue=1.2][,rtt=20ms][,price=0.3EUR/kWh][,copy]"),
	 .offset = OPTION_FIELD(struct plan_options, zones, struct option_list)},
	OPT_QUANTITY(struct plan_options, duration, "duration", N_("TIME"), "h", HOURS_LEAST, HOURS_MOST,
		     N_("duration of the job (default: 1h)")),
	OPT_QUANTITY(struct plan_options, deadline, "deadline", N_("TIME"), "h", HOURS_LEAST, HOURS_MOST,
		     N_("latest end, from now (default: 24h)")),
	OPT_LIST(struct plan_options, only, "only", N_("HOURS"),
		 N_("hours that all of it is in: 'Mon-Fri 20:00-06:00 Europe/Paris'")),
	OPT_STRING(struct plan_options, power, 0, "power", N_("P"),
		   N_("power of the job, or of each unit (default: 1kW); a list (3kW,1kW,..) "
		      "for equal parts of the duration")),
	OPT_FLAG(struct plan_options, interruptible, 0, "interruptible",
		 N_("allow the job to be interrupted and resumed")),
	OPT_QUANTITY(struct plan_options, resume, "resume", N_("E"), "kWh", 0, RESUME_MOST,
		     N_("energy of each resumption")),
	OPT_QUANTITY(struct plan_options, min_run, "min-run", N_("TIME"), "h", 0, HOURS_MOST,
		     N_("minimum run time before an interruption")),
	OPT_STRING(struct plan_options, project, 0, "project", N_("NAME"),
		   N_("project whose past runs give the duration")),
	OPT_STRING(struct plan_options, throughput, 0, "throughput", N_("LIST"),
		   N_("elastic job: work per hour by units (1,1.9,2.7)")),
	OPT_QUANTITY(struct plan_options, work, "work", N_("W"), "1", WORK_LEAST, WORK_MOST,
		     N_("elastic job: total work")),
	OPT_QUANTITY(struct plan_options, data, "data", N_("SIZE"), "GB", 0, DATA_MOST,
		     N_("data to transfer to where the job runs")),
	OPT_QUANTITY(struct plan_options, back, "back", N_("SIZE"), "GB", 0, DATA_MOST,
		     N_("results to transfer back")),
	OPT_QUANTITY(struct plan_options, network, "network", N_("X"), "kWh/GB", 0, NETWORK_MOST,
		     N_("energy of data transfer (default: 0.01kWh/GB)")),
	OPT_QUANTITY(struct plan_options, bandwidth, "bandwidth", N_("X"), "GB/s", BANDWIDTH_LEAST, BANDWIDTH_MOST,
		     N_("bandwidth of data transfer (default: 0.125GB/s)")),
	OPT_QUANTITY(struct plan_options, max_rtt, "max-rtt", N_("TIME"), "ms", 0, RTT_MOST,
		     N_("maximum round-trip time (rtt=) between home and a zone")),
	OPT_QUANTITY(struct plan_options, lambda, "lambda", N_("X"), "gCO2e/EUR", 0, CARBON_WORTH_MOST,
		     N_("carbon that a euro is worth, to weigh money")),
	OPT_QUANTITY(struct plan_options, delay, "delay-cost", N_("X"), "gCO2e/h", 0, CARBON_WORTH_MOST,
		     N_("carbon that an hour of waiting is worth, to weigh time")),
	OPT_FLAG(struct plan_options, pareto, 0, "pareto",
		 N_("also plans that no other beats (carbon, money, end)")),
	OPT_QUANTITY(struct plan_options, threshold, "threshold", N_("X"), "1", 0, SHARE_MOST,
		     N_("minimum saving to wait for (default: 2%)")),
	OPT_FLAG(struct plan_options, regret, 0, "regret",
		 N_("plan as known at --from; compare with actual hours")),
	OPT_FLAG(struct plan_options, fills, 0, "fill",
		 N_("fill gaps in the stored hours, and print their share")),
	OPT_STRING(struct plan_options, from, 0, "from", N_("DATE"),
		   N_("time to plan from, in UTC (default: now)")),
	OPT_FLAG(struct plan_options, reserve, 0, "reserve",
		 N_("reserve its hours in the shared ledger")),
	OPT_QUANTITY(struct plan_options, capacity, "capacity", N_("P"), "W", CAPACITY_LEAST, CAPACITY_MOST,
		     N_("maximum power of simultaneous reservations in a zone")),
	OPT_STRING(struct plan_options, handover.name, 0, "name", N_("NAME"),
		   N_("name of the job and of its reservation")),
	OPT_FLAG(struct plan_options, reservations, 0, "reservations",
		 N_("list the reservations")),
	OPT_STRING(struct plan_options, release, 0, "release", N_("ID"),
		   N_("cancel a reservation")),
	OPT_FLAG(struct plan_options, handover.run, 0, "run",
		 N_("wait for the planned time and run CMD, measured")),
	OPT_CHOICE(struct plan_options, handover.emit, "emit", N_("FOR"), plan_emitters,
		   N_("file that starts CMD: at, cron, k8s, sbatch, systemd")),
	OPT_CHOICE(struct plan_options, handover.every, "every", N_("PERIOD"), plan_repeats,
		   N_("with --emit, plan anew each hour, day, week or month")),
	OPT_LIST(struct plan_options, handover.at_zones, "at-zone", N_("ZONE=LINE"),
		 N_("line that starts CMD, {}, in a zone: DE='ssh de-node {}'")),
	OPT_LIST(struct plan_options, handover.variables, "env", N_("NAME[=VALUE]"),
		 N_("variable of CMD in the file")),
	OPT_FLAG(struct plan_options, handover.unmetered, 0, "unmetered",
		 N_("start CMD itself in the file, not frugal run")),
	OPT_STRING(struct plan_options, handover.image, 0, "image", N_("IMAGE"),
		   N_("container image of CMD and frugal, for k8s")),
	OPT_FLAG(struct plan_options, json, 0, "json", N_("answer in JSON")),
	OPT_STRING(struct plan_options, instance, 0, "instance", N_("FILE"),
		   N_("solve the planning problem in FILE (JSON)")),
	OPT_INT(struct plan_options, rounds, "rounds", N_("N"), 1, ROUNDS_MOST,
		N_("rounds of search for gangs (default: 600000)")),
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
	 N_("the best hours for a job of four hours")},
	{"frugal plan --zone DE,price=0.3EUR/kWh --zone SE,rtt=25ms --data 200GB --pareto",
	 N_("two zones, with data transfer, and the plans that no other beats")},
	{"frugal plan --zone FR --duration 2h --every day --only 20:00-06:00 --emit cron -- backup",
	 N_("each night, the best two hours")},
	{"frugal plan --zone FR --at-zone \"DE=ssh de-node {}\" --duration 4h --run -- make train",
	 N_("here or there, where and when it is best")},
	{NULL, NULL},
};

static int plan_instance(struct cli *cli, const struct plan_options *asked,
			 struct frugal_error *reterr)
{
	struct buf text = {0}, answer = {0};
	char *lines = NULL;
	int r = file_read(asked->instance, MOST_BYTES, &text, reterr);
	if (r == 0)
		r = frugal_plan_instance(asked->instance, buf_text(&text), text.n,
					 (uint64_t)cli->common.seed, (size_t)asked->rounds, &lines,
					 reterr);
	if (r == 0) {
		buf_puts(&answer, lines);
		buf_putc(&answer, '\n');
		r = answer.failed ? error_nomem(reterr) : 0;
	}
	if (r == 0)
		cli_put(&answer);
	frugal_text_free(lines);
	buf_release(&text);
	buf_release(&answer);
	return r;
}

/* ---- the question --------------------------------------------------------------------------- */

static int read_throughput(struct cli *cli, const char *text, struct frugal_plan_question *q,
			   struct frugal_error *reterr)
{
	double *values = arena_array(&cli->arena, MOST_UNITS, sizeof(double));
	size_t n = 0;
	if (!values)
		return error_nomem(reterr);
	for (const char *p = text; n < MOST_UNITS; p++) {
		struct str item = str_trim((struct str){p, strcspn(p, ",")});
		if (item.n == 0 || num_parse(item, &values[n]) != item.n ||
		    !(values[n] > (n ? values[n - 1] : 0))) {
			error_set(reterr, FRUGAL_EUSAGE,
				  _("'%s' is not an increasing list of numbers"), text);
			error_where(reterr, "%s", "--throughput");
			return error_todo(reterr, "%s", "1,1.9,2.7");
		}
		n++;
		p += strcspn(p, ",");
		if (!*p)
			break;
	}
	q->throughput = values;
	q->n_throughput = n;
	return 0;
}

static void read_numbers(const struct plan_options *asked, struct frugal_plan_question *q)
{
	q->hours = option_or(&asked->duration, q->hours);
	q->deadline_h = option_or(&asked->deadline, q->deadline_h);
	q->resume_kwh = option_or(&asked->resume, 0);
	q->min_run_h = option_or(&asked->min_run, 0);
	q->work = option_or(&asked->work, 0);
	q->data_gb = option_or(&asked->data, 0);
	q->back_gb = option_or(&asked->back, 0);
	q->network_kwh_per_gb = option_or(&asked->network, q->network_kwh_per_gb);
	if (asked->bandwidth.given)
		q->bandwidth_gbit_s = asked->bandwidth.value * BITS_PER_BYTE;
	q->max_rtt_ms = option_or(&asked->max_rtt, q->max_rtt_ms);
	q->g_per_eur = option_or(&asked->lambda, 0);
	q->g_per_h = option_or(&asked->delay, 0);
	q->least_saving = option_or(&asked->threshold, q->least_saving);
	q->capacity_kw = option_or(&asked->capacity, 0) / W_PER_KW;
}

static int read_question(struct cli *cli, const struct plan_options *asked,
			 struct frugal_plan_question *q, struct frugal_error *reterr)
{
	*q = (struct frugal_plan_question){.size = sizeof(*q)};
	int r = frugal_plan_defaults(q, reterr);
	if (r < 0)
		return r;
	q->zones = asked->zones.items;
	q->n_zones = asked->zones.n;
	q->only = asked->only.items;
	q->n_only = asked->only.n;
	q->power = asked->power;
	q->interruptible = asked->interruptible;
	q->looks_back = asked->regret;
	q->fills = asked->fills;
	q->front = asked->pareto;
	q->reserves = asked->reserve;
	q->name = asked->handover.name;
	read_numbers(asked, q);
	if (!asked->duration.given)
		q->usual_of = asked->project;
	if (asked->throughput)
		r = read_throughput(cli, asked->throughput, q, reterr);
	if (r == 0 && asked->from && !grid_time_parse(str_of(asked->from), &q->from_s)) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a time"), asked->from);
		error_where(reterr, "%s", "--from");
		r = error_todo(reterr, "%s", "2026-03-02T13:00Z");
	}
	if (r == 0 && (asked->handover.emit || asked->handover.run) && q->throughput)
		r = error_set(reterr, FRUGAL_EUSAGE, "%s",
			      _("an elastic job cannot be interrupted, reserved or written for "
				"a scheduler"));
	return r;
}

/* ---- the answer ----------------------------------------------------------------------------- */

static void print_usual_duration(const struct job_plan *plan)
{
	fprintf(stderr, _("frugal: %.0f %% of %zu runs took at most %.3g h\n"),
		100 * JOB_USUAL_SHARE, plan->usual_runs, plan->usual_h);
}

static void show(const struct cli *cli, const struct job_plan *plan, struct buf *to)
{
	if (plan->reserved.id[0])
		buf_addf(to,
			 _("reserved as %s in %s; to cancel it: frugal plan --release %.8s\n\n"),
			 plan->reserved.id, plan->reserved.zone, plan->reserved.id);
	job_as_text(plan, cli->numbers, to);
}

static int answer(struct cli *cli, const struct plan_options *asked, const frugal_plan *plan,
		  struct frugal_error *reterr)
{
	struct handover_options handover = asked->handover;
	struct buf text = {0};
	int r = 0;
	handover.keeps_deadline = asked->deadline.given;
	handover.limits_duration = asked->duration.given;
	if (asked->handover.run)
		return handover_run(cli, &handover, plan, reterr);
	if (asked->handover.emit)
		r = handover_emit(cli, &handover, plan, &text, reterr);
	else if (asked->json)
		job_as_json(plan_of(plan), &text);
	else
		show(cli, plan_of(plan), &text);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0 && asked->handover.emit)
		cli_put_bytes(&text);
	else if (r == 0)
		cli_put(&text);
	buf_release(&text);
	return r;
}

static int check_handover(const struct plan_options *asked, struct frugal_error *reterr)
{
	const struct handover_options *h = &asked->handover;
	if (h->run && h->emit)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("--run and --emit exclude each other"));
	if (h->every && !h->emit) {
		error_set(reterr, FRUGAL_EUSAGE, "%s", _("--every requires --emit"));
		return error_todo(reterr, "%s", "cron, k8s, systemd");
	}
	/* What would change nothing was meant to change something. */
	if (h->image && !h->emit)
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("--image requires --emit k8s"));
	if (h->unmetered && !h->emit && !h->run)
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("--unmetered requires --emit"));
	if (h->variables.n && !h->emit && !h->run)
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("--env requires --emit or --run"));
	return 0;
}

/* A job that recurs need not find its hours today: "Sat-Sun", asked for on a Monday. */
static int plan_ahead(struct cli *cli, const struct plan_options *asked,
		      struct frugal_plan_question *question, frugal_plan **ret,
		      struct frugal_error *reterr)
{
	bool recurs = asked->handover.every && !asked->deadline.given && asked->only.n;
	struct frugal_error today;
	int r = frugal_plan_job(cli->library, question, ret, recurs ? &today : reterr);
	if (r == 0 || !recurs)
		return r;
	question->deadline_h = WEEK_HOURS;
	return frugal_plan_job(cli->library, question, ret, reterr);
}

static int plan_job(struct cli *cli, const struct plan_options *asked, struct frugal_error *reterr)
{
	struct plan_options own = *asked;
	struct frugal_plan_question question;
	frugal_plan *plan;
	int r = check_handover(asked, reterr);
	if (r == 0)
		r = handover_zones(cli, &asked->handover.at_zones, &own.zones, reterr);
	if (r == 0)
		r = read_question(cli, &own, &question, reterr);
	if (r == 0)
		r = plan_ahead(cli, asked, &question, &plan, reterr);
	if (r < 0)
		return r;
	const struct job_plan *made = plan_of(plan);
	if (made->usual_runs && !asked->json)
		print_usual_duration(made);
	r = answer(cli, asked, plan, reterr);
	frugal_plan_free(plan);
	return r;
}

static int plan(struct cli *cli, struct frugal_error *reterr)
{
	const struct plan_options *asked = cli->options;
	if (asked->instance)
		return plan_instance(cli, asked, reterr);
	if (asked->release)
		return plan_release(cli, asked->release, reterr);
	if (asked->reservations)
		return plan_reservations(cli, asked->json, reterr);
	if (asked->zones.n)
		return plan_job(cli, asked, reterr);
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("nothing to plan"));
	return error_todo(reterr, "%s", "frugal plan --zone ZONE --duration 4h --deadline 24h");
}

const struct command command_plan = {
	.name = "plan",
	.group = GROUP_ESTIMATE,
	.brief = N_("plan when, where and on how many units to run a job"),
	.text = N_("Finds the hours, the zone and the number of units with the lowest "
		   "emissions before a deadline. The plan of one job is exact, that of a fleet "
		   "a minimum-cost flow, that of gangs a search, with its gap to a proven "
		   "bound. --lambda and --delay-cost weigh money and waiting."),
	.wraps = true,
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct plan_options),
	.examples = examples,
	.function = plan,
};
