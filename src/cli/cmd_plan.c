/* SPDX-License-Identifier: Apache-2.0 */
/* frugal plan: when, where and how wide to run what can wait. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/num.h"
#include "cli/command.h"
#include "cli/plan_shared.h"
#include "insight/shared.h"
#include "plan/instance.h"
#include "quantity/quantity.h"
#include "report/emit.h"
#include "report/job.h"
#include "store/default.h"

#define MOST_BYTES ((size_t)256 << 20)
#define MOST_ZONES 256
#define MOST_UNITS 4096
#define USUAL_KWH_PER_GB 0.01 /* of fixed networks: models/network_transfer.model */
#define USUAL_QUANTILE 0.9
#define LEAST_RUNS 5
#define MOST_RUNS 10000

struct plan_options {
	const char *instance, *from, *emit, *image, *throughput, *project, *power, *release, *name;
	struct option_list zones;
	int64_t rounds;
	struct option_quantity duration, deadline, resume, min_run, work, data, back, network,
		bandwidth, max_rtt, lambda, delay, threshold, capacity;
	bool interruptible, pareto, regret, fills, reserve, reservations, json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_LIST(struct plan_options, zones, "zone", N_("ZONE"),
		 N_("DE[,pue=1.2][,rtt=20ms][,price=0.3EUR/kWh][,copy], home first")),
	OPT_QUANTITY(struct plan_options, duration, "duration", N_("TIME"), "h", 0.01, 8760,
		     N_("that the job takes (default: 1h)")),
	OPT_QUANTITY(struct plan_options, deadline, "deadline", N_("TIME"), "h", 0.02, 8760,
		     N_("from now, by which it must have ended (default: 24h)")),
	OPT_STRING(struct plan_options, power, 0, "power", N_("P"),
		   N_("that it, or each unit, draws (default: 1kW); or 3kW,1kW,.. in turn")),
	OPT_FLAG(struct plan_options, interruptible, 0, "interruptible",
		 N_("it may stop and go on")),
	OPT_QUANTITY(struct plan_options, resume, "resume", N_("E"), "kWh", 0, 1e6,
		     N_("energy of each time that it goes on")),
	OPT_QUANTITY(struct plan_options, min_run, "min-run", N_("TIME"), "h", 0, 8760,
		     N_("that it runs at least before it stops")),
	OPT_STRING(struct plan_options, project, 0, "project", N_("NAME"),
		   N_("as long as nine in ten of its runs were")),
	OPT_STRING(struct plan_options, throughput, 0, "throughput", N_("LIST"),
		   N_("elastic: work an hour with 1, 2.. units: 1,1.9,2.7")),
	OPT_QUANTITY(struct plan_options, work, "work", N_("W"), "1", 1e-9, 1e15,
		     N_("elastic: all that is to be done")),
	OPT_QUANTITY(struct plan_options, data, "data", N_("SIZE"), "GB", 0, 1e12,
		     N_("to bring where it runs")),
	OPT_QUANTITY(struct plan_options, back, "back", N_("SIZE"), "GB", 0, 1e12,
		     N_("of results to bring home")),
	OPT_QUANTITY(struct plan_options, network, "network", N_("X"), "kWh/GB", 0, 10,
		     N_("energy of a byte on its way (default: 0.01kWh/GB)")),
	OPT_QUANTITY(struct plan_options, bandwidth, "bandwidth", N_("X"), "GB/s", 1e-6, 1e6,
		     N_("of the way (default: 0.125GB/s)")),
	OPT_QUANTITY(struct plan_options, max_rtt, "max-rtt", N_("TIME"), "ms", 0, 1e6,
		     N_("no zone that is farther (rtt=) from home")),
	OPT_QUANTITY(struct plan_options, lambda, "lambda", N_("X"), "gCO2e/EUR", 0, 1e12,
		     N_("carbon that a euro is worth")),
	OPT_QUANTITY(struct plan_options, delay, "delay-cost", N_("X"), "gCO2e/h", 0, 1e12,
		     N_("carbon that an hour of waiting is worth")),
	OPT_FLAG(struct plan_options, pareto, 0, "pareto",
		 N_("also what no other plan beats in carbon, money and end")),
	OPT_QUANTITY(struct plan_options, threshold, "threshold", N_("X"), "1", 0, 1,
		     N_("below this saving: run now (default: 2%)")),
	OPT_FLAG(struct plan_options, regret, 0, "regret",
		 N_("plan on what was known at --from; tell what came")),
	OPT_FLAG(struct plan_options, fills, 0, "fill",
		 N_("fill gaps of the hours, and say how much")),
	OPT_STRING(struct plan_options, from, 0, "from", N_("TIME"),
		   N_("plan as of this moment (UTC) and not of now")),
	OPT_FLAG(struct plan_options, reserve, 0, "reserve",
		 N_("keep its hours, for all that share the ledger")),
	OPT_QUANTITY(struct plan_options, capacity, "capacity", N_("P"), "W", 0.001, 1e12,
		     N_("that reservations of a zone may draw at once")),
	OPT_STRING(struct plan_options, name, 0, "name", N_("NAME"), N_("of the reservation")),
	OPT_FLAG(struct plan_options, reservations, 0, "reservations",
		 N_("list what is reserved")),
	OPT_STRING(struct plan_options, release, 0, "release", N_("ID"),
		   N_("give a reservation back")),
	OPT_CHOICE(struct plan_options, emit, "emit", N_("FOR"), plan_emitters,
		   N_("a file that starts CMD: at, cron, k8s, sbatch, systemd")),
	OPT_STRING(struct plan_options, image, 0, "image", N_("IMAGE"),
		   N_("container of CMD, for k8s")),
	OPT_FLAG(struct plan_options, json, 0, "json", N_("answer in JSON")),
	OPT_STRING(struct plan_options, instance, 0, "instance", N_("FILE"),
		   N_("the case in FILE (JSON) and nothing else")),
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
	{"frugal plan --zone DE,price=0.3EUR/kWh --zone SE,rtt=25ms --data 200GB --pareto",
	 N_("here or there, with the data's way; and what no plan beats")},
	{"frugal plan --zone FR --duration 4h --power 3kW --capacity 10kW --reserve",
	 N_("so that nobody else takes the same hours")},
	{"frugal plan --zone FR --duration 4h --emit sbatch -- make train >job.sh",
	 N_("a job for Slurm that begins then")},
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

/* ---- how long it will take ------------------------------------------------------------------ */

struct lengths {
	double *hours;
	size_t n, cap;
};

static int add_length(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct lengths *lengths = context;
	if (!mem_grow(&lengths->hours, lengths->n, &lengths->cap, sizeof(double), 0))
		return error_nomem(reterr);
	lengths->hours[lengths->n++] = run->duration.s / 3600;
	return 0;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* The order statistic that the next run of the same kind stays below with that probability. */
static int length_of_project(struct cli *cli, const struct plan_options *asked, double *ret_h,
			     struct frugal_error *reterr)
{
	struct lengths lengths = {0};
	struct ledger *ledger;
	const struct run_filter filter = {
		.project = asked->project, .outcome = RUN_OK, .limit = MOST_RUNS};
	int r = store_open(&cli->context, LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	r = ledger_list(ledger, &filter, RUN_HEAD, add_length, &lengths, reterr);
	ledger_close(ledger);
	if (r == 0 && lengths.n < LEAST_RUNS) {
		error_set(reterr, FRUGAL_EUSAGE,
			  _("%zu runs of project '%s' have ended well: too few to tell its length"),
			  lengths.n, asked->project);
		r = error_todo(reterr, "%s", "--duration 4h");
	}
	if (r == 0) {
		qsort(lengths.hours, lengths.n, sizeof(double), by_value);
		size_t rank = (size_t)ceil(USUAL_QUANTILE * (double)(lengths.n + 1));
		*ret_h = lengths.hours[rank <= lengths.n ? rank - 1 : lengths.n - 1];
		if (!asked->json)
			fprintf(stderr, _("frugal: %.0f %% of %zu runs took at most %.3g h\n"),
				100 * USUAL_QUANTILE, lengths.n, *ret_h);
		*ret_h = fmax(*ret_h, 1.0 / 3600);
	}
	mem_free(lengths.hours);
	return r;
}

/* ---- the question --------------------------------------------------------------------------- */

static double value_or(const struct option_quantity *option, double otherwise)
{
	return option->given ? option->quantity.value : otherwise;
}

static int read_throughput(struct cli *cli, const char *text, struct job_question *q,
			   struct frugal_error *reterr)
{
	double *values = arena_array(&cli->context.arena, MOST_UNITS, sizeof(double));
	size_t n = 0;
	if (!values)
		return error_nomem(reterr);
	for (const char *p = text; n < MOST_UNITS; p++) {
		struct str item = str_trim((struct str){p, strcspn(p, ",")});
		if (item.n == 0 || num_parse(item, &values[n]) != item.n ||
		    !(values[n] > (n ? values[n - 1] : 0))) {
			error_set(reterr, FRUGAL_EUSAGE, _("'%s' is no rising list of work"), text);
			error_where(reterr, "%s", "--throughput");
			return error_todo(reterr, "%s", "1,1.9,2.7");
		}
		n++;
		p += strcspn(p, ",");
		if (!*p)
			break;
	}
	q->throughput = values;
	q->most_units = n;
	return 0;
}

/* One power, or several for equal parts of the length. */
static int read_power(struct cli *cli, const char *text, struct job_question *q,
		      struct frugal_error *reterr)
{
	double *values = arena_array(&cli->context.arena, MOST_UNITS, sizeof(double));
	struct unit watt;
	size_t n = 0;
	int r = values ? unit_parse(STR("W"), &watt, reterr) : error_nomem(reterr);
	q->power_kw = 0;
	for (const char *p = text; r == 0; p++) {
		struct str item = str_trim((struct str){p, strcspn(p, ",")});
		struct quantity power;
		r = n == MOST_UNITS ? FRUGAL_EUSAGE : quantity_parse(item, &power, reterr);
		if (r == 0 && (!dimension_eq(power.dim, watt.dim) || !(power.value > 0)))
			r = FRUGAL_EUSAGE;
		if (r < 0)
			break;
		values[n] = power.value / watt.scale / 1e3;
		q->power_kw = fmax(q->power_kw, values[n++]);
		p += strcspn(p, ",");
		if (!*p)
			break;
	}
	if (r < 0) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is no power, nor a list of them"), text);
		error_where(reterr, "%s", "--power");
		return error_todo(reterr, "%s", "3kW,1kW");
	}
	q->profile_kw = n > 1 ? values : NULL;
	q->n_profile = n;
	return 0;
}

static int read_zones(struct cli *cli, const struct plan_options *asked, struct job_question *q,
		      struct frugal_error *reterr)
{
	size_t n = asked->zones.n;
	struct job_zone *zones = arena_array(&cli->context.arena, n + 1, sizeof(*zones));
	int r = zones ? 0 : error_nomem(reterr);
	if (n > MOST_ZONES)
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("too many zones"));
	for (size_t i = 0; r == 0 && i < n; i++)
		r = job_zone_parse(asked->zones.items[i], &zones[i], reterr);
	q->zones = zones;
	q->n_zones = n;
	return r;
}

static int wrong_mix(const char *what, struct frugal_error *reterr)
{
	return error_set(reterr, FRUGAL_EUSAGE, "%s", what);
}

static int check_options(const struct plan_options *asked, struct frugal_error *reterr)
{
	if ((asked->throughput != NULL) != asked->work.given)
		return wrong_mix(_("an elastic job has both --throughput and --work"), reterr);
	if (asked->throughput && (asked->interruptible || asked->reserve || asked->emit))
		return wrong_mix(_("an elastic job cannot be interrupted, reserved or emitted"),
				 reterr);
	if ((asked->resume.given || asked->min_run.given) && !asked->interruptible)
		return wrong_mix(_("--resume and --min-run are of a job that is --interruptible"),
				 reterr);
	if (asked->regret && !asked->from)
		return wrong_mix(_("--regret wants a moment of the past: --from TIME"), reterr);
	if (asked->lambda.given) {
		bool told = false;
		for (size_t i = 0; i < asked->zones.n; i++)
			told |= strstr(asked->zones.items[i], "price=") != NULL;
		if (!told)
			return wrong_mix(_("--lambda weighs money, and no zone tells its price"),
					 reterr);
	}
	return 0;
}

static int read_question(struct cli *cli, const struct plan_options *asked, struct job_question *q,
			 struct frugal_error *reterr)
{
	*q = (struct job_question){
		.from_s = (int64_t)time(NULL),
		.hours = value_or(&asked->duration, 1),
		.window_h = value_or(&asked->deadline, 24),
		.power_kw = 1,
		.interruptible = asked->interruptible,
		.resume_kwh = value_or(&asked->resume, 0) / 1e3,
		.min_run_h = value_or(&asked->min_run, 0),
		.work = value_or(&asked->work, 0),
		.transfer = {.data_gb = value_or(&asked->data, 0) / 1e9,
			     .back_gb = value_or(&asked->back, 0) / 1e9,
			     .kwh_per_gb = asked->network.given
						   ? asked->network.quantity.value * 1e6
						   : USUAL_KWH_PER_GB,
			     .bandwidth_gbps =
				     asked->bandwidth.given
					     ? asked->bandwidth.quantity.value / 3600 / 1e9 * 8
					     : 1},
		.max_rtt_ms = asked->max_rtt.given ? asked->max_rtt.quantity.value * 3.6e6
						   : (double)INFINITY,
		.g_per_eur = value_or(&asked->lambda, 0),
		.g_per_h = value_or(&asked->delay, 0),
		.threshold = value_or(&asked->threshold, 0.02),
		.blind = asked->regret,
		.fills = asked->fills,
		.front = asked->pareto,
	};
	int r = check_options(asked, reterr);
	if (r == 0)
		r = read_zones(cli, asked, q, reterr);
	if (r == 0 && asked->throughput)
		r = read_throughput(cli, asked->throughput, q, reterr);
	if (r == 0 && asked->power)
		r = read_power(cli, asked->power, q, reterr);
	if (r == 0 && q->profile_kw && (q->throughput || q->interruptible))
		r = wrong_mix(_("powers in turn are of a job in one piece"), reterr);
	if (r == 0 && asked->project && !asked->duration.given)
		r = length_of_project(cli, asked, &q->hours, reterr);
	if (r == 0 && asked->from && !grid_time_parse(str_of(asked->from), &q->from_s)) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a time"), asked->from);
		error_where(reterr, "%s", "--from");
		r = error_todo(reterr, "%s", "2026-03-02T13:00Z");
	}
	return r;
}

/* ---- the answer ----------------------------------------------------------------------------- */

static int emit(struct cli *cli, const struct plan_options *asked, const struct job_question *q,
		const struct job_plan *plan, struct buf *to, struct frugal_error *reterr)
{
	const struct job_way *best = &plan->ways[plan->best];
	size_t at = 0;
	int64_t from_s, to_s;
	(void)job_next_piece(plan, best, &at, &from_s, &to_s);
	if (at < best->n_slots)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("a job in pieces cannot be emitted: leave --interruptible out"));
	const struct emission emission = {(time_t)from_s, q->hours, cli->args, cli->n_args,
					  asked->image};
	return plan_emit(asked->emit, &emission, to, reterr);
}

static int plan_job(struct cli *cli, const struct plan_options *asked, struct frugal_error *reterr)
{
	struct job_question question;
	struct job_plan plan = {0};
	struct buf text = {0};
	const struct plan_share share = {
		.name = asked->name,
		.capacity_kw = asked->capacity.given ? asked->capacity.quantity.value / 1e3 : 0,
	};
	struct plan_reserved reserved = {0};
	int r = read_question(cli, asked, &question, reterr);
	if (r == 0 && (asked->reserve || asked->capacity.given))
		r = plan_shared(&cli->context, &share, asked->reserve, &question, &plan, &reserved,
				reterr);
	else if (r == 0)
		r = job_plan(&cli->context, &question, &plan, reterr);
	if (r < 0)
		return r;
	if (reserved.id[0])
		buf_addf(&text,
			 _("reserved as %s in %s; frugal plan --release %.8s gives it back\n\n"),
			 reserved.id, reserved.zone, reserved.id);
	if (asked->emit) {
		buf_clear(&text);
		r = emit(cli, asked, &question, &plan, &text, reterr);
	} else if (asked->json) {
		buf_clear(&text);
		job_as_json(&question, &plan, &text);
	} else {
		job_as_text(&question, &plan, &cli->context, &text);
	}
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	buf_release(&text);
	job_plan_release(&plan);
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
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("what is to be planned?"));
	return error_todo(reterr, "%s", "frugal plan --zone ZONE --duration 4h --deadline 24h");
}

const struct command command_plan = {
	.name = "plan",
	.group = GROUP_ESTIMATE,
	.brief = N_("plan when, where and how wide to run what can wait"),
	.text = N_("Finds the slots, the region and the number of units that cost the least "
		   "carbon before a deadline: of one job exactly, of a fleet with capacities by a "
		   "minimum-cost flow, of gangs by a search whose gap to a proven bound is told. "
		   "Money and waiting are weighed when asked for."),
	.wraps = true,
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct plan_options),
	.examples = examples,
	.function = plan,
};
