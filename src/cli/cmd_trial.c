/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal trial: what the whole will cost, from runs on growing extracts. Each extract is a run of
 * its own in the ledger, measured as frugal run does it; the forecast is kept there as well, and
 * set beside the whole when it has been run.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "api/inside.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/json.h"
#include "base/num.h"
#include "cli/command.h"
#include "cli/config.h"
#include "cli/run_metered.h"
#include "insight/compare.h"
#include "insight/elsewhere.h"
#include "insight/selection.h"
#include "quantity/print.h"
#include "report/elsewhere.h"
#include "report/forecast.h"
#include "store/default.h"
#include "store/forecast.h"

#define MOST_SIZES 64
#define LEVEL 0.9
#define UNREST_TOLD 0.1
#define PLACE "{}"

struct trial_options {
	const char *sizes, *zone, *zones, *project, *phase;
	struct option_list on;
	int64_t repeat;
	bool yes, past, json;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_STRING(struct trial_options, sizes, 0, "sizes", N_("LIST"),
		   N_("shares of the whole, small first (default: 1%,2%,5%)")),
	OPT_INT(struct trial_options, repeat, "repeat", N_("N"), 1, 100,
		N_("runs of each size (default: 1)")),
	OPT_STRING(struct trial_options, zone, 0, "zone", N_("ZONE"),
		   N_("electricity zone, as in frugal run")),
	OPT_LIST(struct trial_options, on, "on", N_("MACHINE"),
		 N_("and on an accelerator, a processor or an instance of the tables")),
	OPT_STRING(struct trial_options, zones, 0, "zones", N_("LIST"),
		   N_("and by the electricity of these zones: FR,SE")),
	OPT_STRING(struct trial_options, project, 'p', "project", N_("NAME"),
		   N_("project that the runs belong to")),
	OPT_STRING(struct trial_options, phase, 0, "phase", N_("PHASE"), N_("phase of the runs")),
	OPT_FLAG(struct trial_options, yes, 0, "yes", N_("run the whole then, without asking")),
	OPT_FLAG(struct trial_options, past, 0, "past",
		 N_("run nothing: list earlier forecasts beside what came")),
	OPT_FLAG(struct trial_options, json, 0, "json", N_("answer in JSON")),
	OPT_END,
};
/* clang-format on */

static const struct argument_spec arguments[] = {
	{N_("CMD"), ARGUMENT_OPTIONAL, COMPLETE_PROGRAM, NULL},
	{N_("ARG"), ARGUMENT_REPEATED, COMPLETE_PROGRAM, NULL},
	{NULL, 0, 0, NULL},
};

static const struct example examples[] = {
	{"frugal trial -- python3 train.py --fraction {}", N_("{} becomes 0.01, 0.02, 0.05")},
	{"frugal trial --sizes 2%,5%,10%,20% --repeat 3 -- ./train {}",
	 N_("more of them tell more: the interval gets narrower")},
	{"frugal trial --yes -- ./train {}", N_("and then the whole, beside its forecast")},
	{"frugal trial --on c5.xlarge --on 'EPYC 7763' --zones FR,SE -- ./train {}",
	 N_("what the whole would cost on other machines, modelled")},
	{"frugal trial --past", N_("how often earlier forecasts held")},
	{NULL, NULL},
};

struct trial {
	struct cli *cli;
	const struct trial_options *asked;
	char id[RUN_ID_SIZE];
	double sizes[MOST_SIZES];
	size_t n_sizes;
	struct compare_values size, figures[COMPARE_FIGURES]; /* a point each */
	struct stat_scaling whole[COMPARE_FIGURES];    /* as the meter of the runs will tell it */
	struct compare_common common[COMPARE_FIGURES]; /* what that meter's own error is */
	struct compare_values cpu_h;                   /* processor time of each point */
	struct stat_scaling whole_cpu;
	bool has_cpu;
	double others_h, all_h;      /* processor time of others, and the time they had for it */
	struct elsewhere elsewhere;  /* where it was asked for */
	struct compare_group actual; /* once it has been run */
	double actual_cpu_h;
	bool has_actual;
};

/* ---- the runs ------------------------------------------------------------------------------- */

static int read_sizes(struct trial *trial, struct frugal_error *reterr)
{
	const char *list = trial->asked->sizes ? trial->asked->sizes : "1%,2%,5%";
	for (const char *p = list; trial->n_sizes < MOST_SIZES; p++) {
		struct str item = str_trim((struct str){p, strcspn(p, ",")});
		bool percent = item.n && item.p[item.n - 1] == '%';
		double value = 0;
		struct str number = {item.p, item.n - percent};
		bool good = number.n && num_parse(number, &value) == number.n;
		value /= percent ? 100 : 1;
		double before = trial->n_sizes ? trial->sizes[trial->n_sizes - 1] : 0;
		if (!good || !(value > before) || !(value < 1)) {
			error_set(reterr, FRUGAL_EUSAGE, _("'%s' is no rising list of shares"),
				  list);
			error_where(reterr, "%s", "--sizes");
			return error_todo(reterr, "%s", "1%,2%,5%");
		}
		trial->sizes[trial->n_sizes++] = value;
		p += strcspn(p, ",");
		if (!*p)
			break;
	}
	if (trial->n_sizes * (size_t)(trial->asked->repeat ? trial->asked->repeat : 1) < 3 ||
	    trial->n_sizes < 2) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("it takes three runs of two sizes at least"));
		return error_todo(reterr, "%s", "--sizes 1%,2%,5%");
	}
	return 0;
}

/* A word with each {} replaced by the share. */
static char *word_for(struct trial *trial, const char *word, const char *share)
{
	struct buf text = {0};
	for (const char *p = word; *p;) {
		if (strncmp(p, PLACE, strlen(PLACE)) == 0) {
			buf_puts(&text, share);
			p += strlen(PLACE);
		} else {
			buf_putc(&text, *p++);
		}
	}
	char *kept = text.failed ? NULL : arena_strdup(&trial->cli->arena, buf_text(&text));
	buf_release(&text);
	return kept;
}

static int check_place(const struct trial *trial, struct frugal_error *reterr)
{
	for (size_t i = 0; i < trial->cli->n_args; i++)
		if (strstr(trial->cli->args[i], PLACE))
			return 0;
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("nothing in the command says its share"));
	return error_todo(reterr, "%s", "frugal trial -- python3 train.py --fraction {}");
}

static const char *name_of(struct trial *trial, double size)
{
	return arena_printf(&trial->cli->arena, "trial-%g", size);
}

/* As the settings of frugal run say, but for what the trial itself gives. */
static int take_options(struct trial *trial, double size, struct frugal_measure_options *ret,
			struct frugal_error *reterr)
{
	struct cli *cli = trial->cli;
	const struct command *own = cli->command;
	const struct trial_options *asked = trial->asked;
	struct run_options how = {0};
	struct option_target target = {.specs = command_run.options, .object = &how};
	const char *tag = arena_printf(&cli->arena, "trial:%s", trial->id);
	cli->command = &command_run;
	int r = config_fill(cli, &target, reterr);
	cli->command = own;
	if (r < 0)
		return r;
	how.name = name_of(trial, size);
	if (!tag || !how.name)
		return error_nomem(reterr);
	how.tags = (struct option_list){.items = &tag, .n = 1};
	how.zone = asked->zone ? asked->zone : how.zone;
	how.project = asked->project ? asked->project : how.project;
	how.phase = asked->phase ? asked->phase : how.phase;
	how.out_fd = STDERR_FILENO; /* what the command says is not the answer */
	return run_options_take(cli, &how, NULL, ret, reterr);
}

/* Runs and measures the command at one share; its status, or a code when it was not measured. */
static int run_at(struct trial *trial, double size, int *ret_status, struct frugal_error *reterr)
{
	struct cli *cli = trial->cli;
	struct frugal_measure_options how;
	struct frugal_ended ended = {.size = sizeof(ended)};
	frugal_measure *measure = NULL;
	const char *share = arena_printf(&cli->arena, "%.10g", size);
	char **words = arena_array(&cli->arena, cli->n_args + 1, sizeof(*words));
	if (!share || !words)
		return error_nomem(reterr);
	for (size_t i = 0; i < cli->n_args; i++)
		if (!(words[i] = word_for(trial, cli->args[i], share)))
			return error_nomem(reterr);
	int r = take_options(trial, size, &how, reterr);
	if (r == 0)
		r = frugal_measure_new(cli->library, &how, &measure, reterr);
	if (r == 0)
		r = frugal_measure_command(measure, words, reterr);
	if (r == 0)
		r = frugal_measure_wait(measure, &ended, reterr);
	if (r == 0 && ended.exec_errno)
		(void)run_tell_not_executed(cli, ended.exec_errno);
	else if (r == 0)
		run_tell_problems(cli, measure);
	frugal_measure_free(measure);
	*ret_status = ended.status;
	return r;
}

/* ---- what came of them ---------------------------------------------------------------------- */

static bool push(struct compare_values *to, double x)
{
	if (!mem_grow(&to->x, to->n, &to->cap, sizeof(double), 0))
		return false;
	to->x[to->n++] = x;
	return true;
}

/* The points of one share are taken one after the other. */
struct point_reader {
	struct trial *trial;
	double size;
};

static int add_point(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct point_reader *reader = context;
	struct trial *trial = reader->trial;
	bool good = push(&trial->size, reader->size) && push(&trial->cpu_h, duration_h(run->cpu));
	for (int f = 0; good && f < COMPARE_FIGURES; f++) {
		good = push(&trial->figures[f], compare_value(run, (enum compare_figure)f));
		compare_common_add(&trial->common[f], run, (enum compare_figure)f);
	}
	trial->others_h += (run->machine_busy.s - run->cpu.s) / SECONDS_PER_HOUR;
	trial->all_h += duration_h(run->duration);
	return good ? FRUGAL_VISIT_ON : error_nomem(reterr);
}

static int read_points(struct trial *trial, struct ledger *ledger, struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < trial->n_sizes; i++) {
		struct point_reader reader = {trial, trial->sizes[i]};
		const char *label = arena_printf(&trial->cli->arena, "tag=trial:%s,name=%s",
						 trial->id, name_of(trial, trial->sizes[i]));
		r = label ? selection_visit(ledger, label, NULL, RUN_FIGURES, add_point, &reader,
					    reterr)
			  : error_nomem(reterr);
	}
	return r;
}

/* The share of the machine's processors that others kept busy meanwhile. */
static double unrest_of(const struct trial *trial)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	double all_h = trial->all_h * (double)(processors > 0 ? processors : 1);
	return all_h > 0 ? fmin(fmax(trial->others_h / all_h, 0), 1) : 0;
}

static bool fit(struct trial *trial, enum compare_figure f)
{
	const double *size = trial->size.x, *cost = trial->figures[f].x;
	struct stat_scaling *whole = &trial->whole[f];
	size_t n = trial->size.n;
	double unrest = unrest_of(trial);
	return f == COMPARE_DURATION
		       ? stat_scaling_time(size, cost, trial->cpu_h.x, n, unrest, LEVEL, whole)
		       : stat_scaling_work(size, cost, n, unrest, LEVEL, whole);
}

static int extrapolate(struct trial *trial, struct frugal_error *reterr)
{
	for (int f = 0; f < COMPARE_FIGURES; f++)
		if (!fit(trial, (enum compare_figure)f))
			return error_set(reterr, FRUGAL_EDATA,
					 _("the runs tell no %s from which to extrapolate"),
					 compare_figure_names[f]);
	trial->has_cpu = stat_scaling_work(trial->size.x, trial->cpu_h.x, trial->size.n,
					   unrest_of(trial), LEVEL, &trial->whole_cpu);
	return 0;
}

static bool wants_elsewhere(const struct trial *trial)
{
	return trial->asked->on.n || trial->asked->zones;
}

/* The accelerator that one of the runs used. */
struct observed {
	struct arena *arena;
	const char *device; /* NULL: they used none */
	bool failed;
};

static int observe(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct observed *seen = context;
	(void)reterr;
	for (size_t i = 0; i < run->n_parts && !seen->device; i++)
		if (strncmp(run->parts[i].part, "gpu.", 4) == 0 && run->parts[i].attributed.j > 0) {
			seen->device = arena_strdup(seen->arena, run->parts[i].device);
			seen->failed |= !seen->device;
		}
	return FRUGAL_VISIT_ON;
}

static double sum_of(const struct compare_values *values)
{
	double sum = 0;
	for (size_t i = 0; i < values->n; i++)
		sum += values->x[i];
	return sum;
}

/* With the error common to the runs: the meter that forecasts is the one that errs. */
static struct forecast_figure figure_of(const struct trial *trial, enum compare_figure f)
{
	const struct stat_scaling *whole = &trial->whole[f];
	struct forecast_figure figure = {whole->value, whole->low, whole->high};
	compare_common_widen(&trial->common[f], figure.value, &figure.low, &figure.high);
	return figure;
}

static int look_elsewhere(struct trial *trial, struct ledger *ledger, struct frugal_error *reterr)
{
	struct observed seen = {.arena = &trial->cli->arena};
	const char *tags[] = {arena_printf(&trial->cli->arena, "trial:%s", trial->id)};
	const struct run_filter filter = {.tags = tags, .n_tags = 1};
	int r = tags[0] ? ledger_list(ledger, &filter, RUN_WHOLE, observe, &seen, reterr)
			: error_nomem(reterr);
	if (r == 0 && seen.failed)
		r = error_nomem(reterr);
	const struct elsewhere_job job = {
		.energy = figure_of(trial, COMPARE_ENERGY),
		.duration = figure_of(trial, COMPARE_DURATION),
		.carbon = figure_of(trial, COMPARE_CARBON),
		.zone = trial->asked->zone ? trial->asked->zone : "WOR",
		.busy = trial->all_h > 0 ? sum_of(&trial->cpu_h) / trial->all_h : 0,
		.device = seen.device,
	};
	return r == 0 ? elsewhere_ask(&trial->elsewhere, &job, reterr) : r;
}

/* ---- the answer ----------------------------------------------------------------------------- */

static const struct dimension dims[COMPARE_FIGURES] = {
	[COMPARE_ENERGY] = {{[KIND_ENERGY] = 1}},
	[COMPARE_CARBON] = {{[KIND_CO2E] = 1}},
	[COMPARE_DURATION] = {{[KIND_TIME] = 1}},
};

static void add_figure(struct buf *to, const struct trial *trial, int f, double value, double low,
		       double high)
{
	print_quantity(to, value, low, high, dims[f], (struct unit){1, dims[f]}, NULL,
		       trial->cli->numbers);
}

static void forecast_text(const struct trial *trial, struct buf *to)
{
	for (size_t i = 0; i < trial->size.n; i++) {
		buf_addf(to, "%6.3g %%  ", 100 * trial->size.x[i]);
		for (int f = 0; f < COMPARE_FIGURES; f++) {
			double x = trial->figures[f].x[i];
			add_figure(to, trial, f, x, x, x);
			buf_puts(to, f + 1 < COMPARE_FIGURES ? "  " : "\n");
		}
	}
	buf_puts(to, _("the whole, nine times in ten within the brackets:\n"));
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		const struct forecast_figure whole = figure_of(trial, (enum compare_figure)f);
		buf_addf(to, "  %-9s ", _(compare_figure_names[f]));
		add_figure(to, trial, f, whole.value, whole.low, whole.high);
		buf_addf(to, _("  (grows as size to the power %.2f)\n"), trial->whole[f].exponent);
	}
	double others = unrest_of(trial);
	if (others >= UNREST_TOLD)
		buf_addf(to,
			 _("others kept %.0f %% of the processors busy meanwhile: the time depends "
			   "on them\n"),
			 100 * others);
	if (wants_elsewhere(trial))
		elsewhere_text(&trial->elsewhere, to);
}

static void actual_text(const struct trial *trial, struct buf *to)
{
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		double x = trial->actual.of_figures[f].mean;
		const struct stat_scaling *whole = &trial->whole[f];
		buf_addf(to, "  %-9s ", _(compare_figure_names[f]));
		add_figure(to, trial, f, x, x, x);
		buf_puts(to, x >= whole->low && x <= whole->high
				     ? _("  as it came: within the forecast\n")
				     : _("  as it came: outside the forecast\n"));
	}
}

static void cpu_json(const struct trial *trial, struct jsonw *json)
{
	jsonw_object(json, "cpu_s");
	jsonw_number(json, "value", trial->whole_cpu.value * SECONDS_PER_HOUR);
	jsonw_number(json, "low", trial->whole_cpu.low * SECONDS_PER_HOUR);
	jsonw_number(json, "high", trial->whole_cpu.high * SECONDS_PER_HOUR);
	jsonw_number(json, "exponent", trial->whole_cpu.exponent);
	if (trial->has_actual)
		jsonw_number(json, "actual", trial->actual_cpu_h * SECONDS_PER_HOUR);
	jsonw_object_end(json);
}

static void as_json(const struct trial *trial, struct buf *to)
{
	static const char *const keys[COMPARE_FIGURES] = {"energy_wh", "carbon_g", "duration_s"};
	static const double scales[COMPARE_FIGURES] = {1, 1, SECONDS_PER_HOUR};
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "kind", "trial");
	jsonw_string(&json, "id", trial->id);
	jsonw_array(&json, "runs");
	for (size_t i = 0; i < trial->size.n; i++) {
		jsonw_object(&json, NULL);
		jsonw_number(&json, "size", trial->size.x[i]);
		for (int f = 0; f < COMPARE_FIGURES; f++)
			jsonw_number(&json, keys[f], trial->figures[f].x[i] * scales[f]);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	for (int f = 0; f < COMPARE_FIGURES; f++) {
		const struct stat_scaling *whole = &trial->whole[f];
		const struct forecast_figure figure = figure_of(trial, (enum compare_figure)f);
		jsonw_object(&json, keys[f]);
		jsonw_number(&json, "value", whole->value * scales[f]);
		jsonw_number(&json, "low", figure.low * scales[f]);
		jsonw_number(&json, "high", figure.high * scales[f]);
		/* Without the error common to the runs: what the whole is held to. */
		jsonw_number(&json, "held_low", whole->low * scales[f]);
		jsonw_number(&json, "held_high", whole->high * scales[f]);
		jsonw_number(&json, "exponent", whole->exponent);
		if (trial->has_actual)
			jsonw_number(&json, "actual", trial->actual.of_figures[f].mean * scales[f]);
		jsonw_object_end(&json);
	}
	if (trial->has_cpu)
		cpu_json(trial, &json);
	jsonw_number(&json, "others_share", unrest_of(trial));
	if (wants_elsewhere(trial))
		elsewhere_json(&trial->elsewhere, &json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

/* Asks on the terminal; without one nobody says yes. */
static bool goes_on(const struct trial *trial)
{
	char answer[16] = "";
	if (trial->asked->yes || trial->asked->json)
		return trial->asked->yes;
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return false;
	const char *question = _("run the whole now? [y/N] ");
	ssize_t n = 0;
	(void)file_write_fd(fd, question, strlen(question));
	do {
		n = read(fd, answer, sizeof(answer) - 1);
	} while (n < 0 && errno == EINTR);
	close(fd);
	return n > 0 && strchr("yYoO", answer[0]);
}

static int keep_forecast(const struct trial *trial, struct ledger *ledger,
			 struct frugal_error *reterr)
{
	struct timespec now;
	struct buf command = {0};
	clock_gettime(CLOCK_REALTIME, &now);
	for (size_t i = 0; i < trial->cli->n_args; i++)
		buf_addf(&command, "%s%s", i ? " " : "", trial->cli->args[i]);
	struct forecast forecast = {
		.at_us = (int64_t)now.tv_sec * US_PER_SECOND + now.tv_nsec / 1000,
		.command = buf_text(&command),
	};
	memcpy(forecast.id, trial->id, sizeof(forecast.id));
	for (int f = 0; f < COMPARE_FIGURES; f++)
		forecast.figures[f] = (struct forecast_figure){
			trial->whole[f].value, trial->whole[f].low, trial->whole[f].high};
	int r = command.failed ? error_nomem(reterr)
			       : ledger_keep_forecast(ledger, &forecast, reterr);
	buf_release(&command);
	return r;
}

static int tell(struct trial *trial, struct frugal_error *reterr)
{
	struct buf text = {0};
	if (trial->asked->json)
		as_json(trial, &text);
	else if (trial->has_actual)
		actual_text(trial, &text);
	else
		forecast_text(trial, &text);
	int r = text.failed ? error_nomem(reterr) : 0;
	if (r == 0)
		cli_put(&text);
	(void)fflush(stdout);
	buf_release(&text);
	return r;
}

static int take_cpu(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct trial *trial = context;
	(void)reterr;
	trial->actual_cpu_h = duration_h(run->cpu);
	return FRUGAL_VISIT_ON;
}

static int run_whole(struct trial *trial, struct frugal_error *reterr)
{
	struct ledger *ledger;
	int status = 0;
	int r = run_at(trial, 1, &status, reterr);
	if (r < 0 || status)
		return r < 0 ? r : status;
	const char *label = arena_printf(&trial->cli->arena, "tag=trial:%s,name=%s", trial->id,
					 name_of(trial, 1));
	r = store_open(context_of(trial->cli->library), LEDGER_READ, &ledger, reterr);
	if (r < 0)
		return r;
	r = label ? compare_read(ledger, label, NULL, NULL, &trial->actual, reterr)
		  : error_nomem(reterr);
	if (r == 0)
		r = selection_visit(ledger, label, NULL, RUN_HEAD, take_cpu, trial, reterr);
	ledger_close(ledger);
	trial->has_actual = r == 0;
	return r == 0 ? tell(trial, reterr) : r;
}

static int work(struct trial *trial, struct frugal_error *reterr)
{
	struct ledger *ledger;
	int64_t repeat = trial->asked->repeat ? trial->asked->repeat : 1;
	int status = 0, r = 0;
	for (size_t i = 0; r == 0 && i < trial->n_sizes; i++)
		for (int64_t k = 0; r == 0 && k < repeat; k++) {
			if (isatty(STDERR_FILENO) && !trial->cli->common.quiet)
				fprintf(stderr, _("frugal  trial at %g of the whole\n"),
					trial->sizes[i]);
			r = run_at(trial, trial->sizes[i], &status, reterr);
			if (r == 0 && status) {
				error_set(reterr, FRUGAL_EENV,
					  _("the command ended with %d at %g of the whole"), status,
					  trial->sizes[i]);
				return FRUGAL_EENV;
			}
		}
	if (r == 0)
		r = store_open(context_of(trial->cli->library), LEDGER_WRITE, &ledger, reterr);
	if (r < 0)
		return r;
	r = read_points(trial, ledger, reterr);
	if (r == 0)
		r = extrapolate(trial, reterr);
	if (r == 0)
		r = keep_forecast(trial, ledger, reterr);
	if (r == 0 && wants_elsewhere(trial))
		r = look_elsewhere(trial, ledger, reterr);
	ledger_close(ledger);
	if (r == 0 && !(trial->asked->json && trial->asked->yes))
		r = tell(trial, reterr);
	return r == 0 && goes_on(trial) ? run_whole(trial, reterr) : r;
}

static int look_back(struct cli *cli, const struct trial_options *asked,
		     struct frugal_error *reterr)
{
	if (cli->n_args)
		return error_set(reterr, FRUGAL_EUSAGE, _("%s does not go with %s"), "--past",
				 _("CMD"));
	struct past_forecasts past;
	struct buf text = {0};
	int r = past_forecasts_read(context_of(cli->library), &past, reterr);
	if (r == 0 && asked->json)
		past_forecasts_json(&past, &text);
	else if (r == 0)
		past_forecasts_text(&past, &text);
	if (r == 0 && text.failed)
		r = error_nomem(reterr);
	if (r == 0)
		cli_put(&text);
	past_forecasts_release(&past);
	buf_release(&text);
	return r;
}

static int trial(struct cli *cli, struct frugal_error *reterr)
{
	struct trial trial = {.cli = cli, .asked = cli->options};
	if (trial.asked->past)
		return look_back(cli, trial.asked, reterr);
	int r = read_sizes(&trial, reterr);
	if (r == 0)
		r = check_place(&trial, reterr);
	if (r == 0 && wants_elsewhere(&trial))
		r = elsewhere_open(context_of(cli->library), trial.asked->on.items,
				   trial.asked->on.n, trial.asked->zones, trial.asked->zone,
				   &trial.elsewhere, reterr);
	if (r == 0)
		r = run_id_new(trial.id, reterr);
	if (r == 0)
		r = work(&trial, reterr);
	mem_free(trial.size.x);
	mem_free(trial.cpu_h.x);
	for (int f = 0; f < COMPARE_FIGURES; f++)
		mem_free(trial.figures[f].x);
	compare_release(&trial.actual);
	elsewhere_close(&trial.elsewhere);
	return r;
}

const struct command command_trial = {
	.name = "trial",
	.group = GROUP_ESTIMATE,
	.brief = N_("run extracts, and say what the whole will cost"),
	.text = N_("Runs CMD on growing shares of its work ({} in its words becomes 0.01, 0.02..), "
		   "and extrapolates energy, carbon and time to the whole, with an interval that "
		   "holds nine times in ten: a part that is always there, and one that grows with "
		   "a power of the size near 1, unless the runs say otherwise."),
	.wraps = true,
	.arguments = arguments,
	.options = options,
	.options_size = sizeof(struct trial_options),
	.examples = examples,
	.function = trial,
};
