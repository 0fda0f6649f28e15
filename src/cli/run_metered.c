/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of a metered command. What costs time (the ledger, models, tables) is done while the
 * command runs; only the user's own words are checked before, so that a mistake runs nothing.
 * Whatever fails later leaves the command and its exit status alone, and is said in one line.
 */
#include "cli/run_metered.h"
#include "report/forecast.h"

#include <fcntl.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/inside.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/log.h"
#include "base/num.h"
#include "cli/run_errand.h"
#include "cli/run_keep.h"
#include "cli/run_show.h"
#include "cli/run_tee.h"
#include "cli/run_within.h"
#include "host/attach.h"
#include "insight/derivation.h"
#include "insight/hours.h"
#include "meter/figures.h"
#include "meter/power_models.h"
#include "meter/session.h"
#include "model/knowledge.h"
#include "report/answer.h"
#include "report/run.h"

/* Enough for two digits of an interval. */
#define DRAWS 1024
/* A command that is over in a moment has its interval as well, at a tenth of the time. */
#define DRAWS_SHORT 128
#define SHORT_S 1
/* Of a run that goes on: its figures are written every few seconds, and soon replaced. */
#define DRAWS_MEANWHILE 64

struct metered {
	struct cli *cli;
	const struct run_options *options;
	const struct run_hours_planned *planned; /* NULL: it is never paused */
	struct knowledge knowledge;
	struct knowledge power;         /* the same again, for the power models alone */
	struct session_options sources; /* from the options */
	struct arena arena;
	struct watch watch;
	struct run_hours hours;
	struct tee *tee; /* NULL: its output is its own */
	struct rank rank;
	bool in_job;      /* the first of a job's processes on this machine */
	char socket[120]; /* "" : there is none */
	struct host *host;
	struct session *session;
	struct keeper keeper;
	struct run_record run;
	struct figures figures;
	struct buf derivation;     /* JSON, of run.derivation */
	struct frugal_error wrong; /* why there are no figures; code 0: there are */
};

/* ---- the record ----------------------------------------------------------------------------- */

static const char *word(const char *given)
{
	return given ? given : "";
}

static int begin_record(struct metered *m, struct frugal_error *reterr)
{
	const struct run_options *options = m->options;
	struct run_record *run = &m->run;
	run->command = m->cli->args;
	run->project = word(options->project);
	run->service = word(options->service);
	run->phase = word(options->phase);
	run->name = word(options->name);
	run->zone = run->host = run->machine = run->left_out = run->derivation = "";
	run->zone_is_default = !options->zone;
	if (!options->attaches)
		within_of_environment(m->cli->environ, run->parent);
	run->tags = arena_array(&run->arena, options->tags.n + 2, sizeof(char *));
	if (!run->tags)
		return error_nomem(reterr);
	/* The records of all machines of a job are found by it. */
	if (m->in_job) {
		run->tags[options->tags.n] = arena_printf(&run->arena, "job:%s", m->rank.job);
		if (!run->tags[options->tags.n])
			return error_nomem(reterr);
	}
	for (size_t i = 0; i < options->tags.n; i++) {
		run->tags[i] = arena_strdup(&run->arena, options->tags.items[i]);
		if (!run->tags[i])
			return error_nomem(reterr);
	}
	return run_id_new(run->id, reterr);
}

static int derive(struct metered *m, struct frugal_error *reterr)
{
	struct answer *share = m->figures.answers[PERIMETER_SHARE];
	struct jsonw json = {.out = &m->derivation};
	buf_clear(&m->derivation);
	m->run.derivation = "";
	if (!share)
		return 0;
	int r = derivation_add_parts(share, &m->run, PERIMETER_SHARE, reterr);
	if (r < 0)
		return r;
	answer_derivation_json(&json, NULL, share);
	m->run.derivation = buf_text(&m->derivation);
	return m->derivation.failed ? error_nomem(reterr) : 0;
}

/* All that is known now: what the meter saw, and what the model makes of it. */
static int fill(struct metered *m, uint32_t draws, struct frugal_error *reterr)
{
	const struct cpu_facts *facts = session_facts(m->session);
	const struct common_options *common = &m->cli->common;
	struct figures_options options = {
		.zone = m->options->zone,
		.pue = m->options->pue.given ? &m->options->pue.quantity : NULL,
		.vm_threads = facts->hypervisor ? facts->threads : 0,
		.answer = {.seed = (uint64_t)common->seed,
			   .draws = common->draws ? (uint32_t)common->draws : draws,
			   .lines = true},
	};
	int r = session_fill(m->session, &m->run, reterr);
	if (r < 0)
		return r;
	/* Once it has ended: before, the year's will do. */
	if (m->run.ended_us &&
	    run_hours_find(&m->cli->context, &m->run, m->options->zone, &m->hours)) {
		options.intensity = &m->hours.intensity;
		options.intensity_source = m->hours.source;
	}
	m->wrong.code =
		figures_of_run(m->knowledge.library, &options, &m->run, &m->figures, &m->wrong);
	if (m->wrong.code < 0)
		m->run.n_figures = 0;
	return derive(m, reterr);
}

/* ---- while the command runs ----------------------------------------------------------------- */

static void open_ledger(void *context)
{
	struct metered *m = context;
	keeper_open(&m->keeper, m->cli, !m->options->no_store);
}

static void begin_run(void *context)
{
	struct metered *m = context;
	keeper_begin(&m->keeper, &m->run);
}

static void write_progress(void *context)
{
	struct metered *m = context;
	keeper_progress(&m->keeper, &m->run);
}

static double grams_per_wh(const struct run_record *run)
{
	const struct run_figure *energy = run_figure_find(run, "energy", "share");
	const struct run_figure *carbon = run_figure_find(run, "carbon", "share");
	struct unit wh, gram;
	if (!energy || !carbon || !(energy->value > 0) ||
	    unit_parse(str_of(energy->unit), &wh, NULL) < 0 ||
	    unit_parse(str_of(carbon->unit), &gram, NULL) < 0)
		return (double)NAN;
	return carbon->value * gram.scale / (energy->value * wh.scale);
}

/* Until when it is not to run; 0: it may now. After the last planned hour it may. */
static int64_t pause_until(const struct run_hours_planned *planned, int64_t now_s)
{
	for (size_t i = 0; i < planned->n; i++) {
		if (now_s < planned->pieces[i].from_s)
			return planned->pieces[i].from_s;
		if (now_s < planned->pieces[i].to_s)
			return 0;
	}
	return 0;
}

static void keep_hours(struct metered *m, struct session *session)
{
	struct timespec now;
	if (!m->planned || !m->planned->n || m->watch.stopped)
		return;
	clock_gettime(CLOCK_REALTIME, &now);
	int64_t until_s = pause_until(m->planned, now.tv_sec);
	session_pause(session, until_s != 0);
	if ((until_s != 0) != (m->watch.paused_until_s != 0))
		watch_say_pause(&m->watch, until_s);
	m->watch.paused_until_s = until_s;
}

static void watch(void *context, struct session *session)
{
	struct metered *m = context;
	keep_hours(m, session);
	watch_tick(&m->watch, session);
}

static void save_progress(void *context, struct session *session)
{
	struct metered *m = context;
	struct errand errand;
	struct frugal_error error;
	(void)session;
	if (fill(m, DRAWS_MEANWHILE, &error) < 0)
		return;
	watch_intensity(&m->watch, grams_per_wh(&m->run));
	errand_start(&errand, m->session, write_progress, m);
	errand_wait(&errand);
}

/* What figures_of_run will ask for; what fails here is met again there. */
static void read_figures_model(void *context)
{
	struct metered *m = context;
	const struct program *program;
	(void)library_program(m->knowledge.library, STR("run"), &program, NULL);
}

static void find_slow(void *context)
{
	struct metered *m = context;
	session_find_slow(m->session);
}

static void read_power_model(struct metered *m)
{
	const struct program *program;
	if (session_wants_server(m->session))
		(void)library_program(m->power.library, STR("cpu_power"), &program, NULL);
}

/*
 * The ledger is opened and the two models are read at the same time: a short command has no time
 * for one after the other. A library serves one thread, so the models of power have their own.
 */
static void set_up(struct metered *m)
{
	struct power_models models = power_models_of(m->power.library);
	struct errand opening, reading, finding;
	struct frugal_error error;
	errand_start(&opening, m->session, open_ledger, m);
	errand_start(&reading, m->session, read_figures_model, m);
	bool has_slow = session_has_slow(m->session);
	if (has_slow)
		errand_start(&finding, m->session, find_slow, m);
	read_power_model(m);
	errand_wait(&opening);
	if (has_slow)
		errand_wait(&finding);
	struct idle_powers idle = keeper_idle_powers(&m->keeper);
	session_setup(m->session, &models, &idle);
	errand_wait(&reading);
	/* A row of its own is for runs that something could interrupt. */
	if (session_poll(m->session) || fill(m, DRAWS_MEANWHILE, &error) < 0)
		return;
	watch_intensity(&m->watch, grams_per_wh(&m->run));
	errand_start(&opening, m->session, begin_run, m);
	errand_wait(&opening);
}

/* ---- when it has ended ---------------------------------------------------------------------- */

static void show(struct metered *m)
{
	struct buf text = {0}, forecast = {0};
	struct frugal_error error;
	size_t parent_digits = 0;
	if (m->keeper.ledger)
		(void)ledger_parent_digits(m->keeper.ledger, &m->run, &parent_digits, &error);
	forecast_line(m->keeper.ledger, &m->run, m->cli->context.numbers, &forecast);
	const struct run_view view = {
		.numbers = m->cli->context.numbers,
		.lang = m->cli->context.lang,
		.colour = m->cli->err_colour,
		.id_digits = keeper_digits(&m->keeper, &m->run),
		.parent_digits = parent_digits,
		.why = m->figures.answers[PERIMETER_SHARE],
		.forecast = forecast.n ? buf_text(&forecast) : NULL,
	};
	run_text_with_like(&text, m->cli, &m->knowledge, &m->run, &view);
	(void)file_write_fd(STDERR_FILENO, buf_text(&text), text.n);
	buf_release(&text);
	buf_release(&forecast);
}

static void finish(struct metered *m)
{
	struct frugal_error error;
	bool is_short = session_elapsed(m->session).s < SHORT_S;
	if (fill(m, is_short ? DRAWS_SHORT : DRAWS, &error) < 0) {
		(void)cli_fail(m->cli, &error);
		return;
	}
	struct idle_powers idle = keeper_idle_powers(&m->keeper);
	session_tell_idle(m->session, &idle);
	keeper_finish(&m->keeper, &m->run);
	if (!m->cli->common.quiet)
		show(m);
	if (m->wrong.code < 0)
		(void)cli_fail(m->cli, &m->wrong);
	keeper_tell(&m->keeper);
	if (m->options->json)
		run_write_json(m->cli, m->options->json, &m->run);
}

static int follow(struct metered *m)
{
	const struct session_calls calls = {.progress = save_progress, .tick = watch, .context = m};
	set_up(m);
	session_loop(m->session, &calls);
	watch_end(&m->watch);
	tee_free(m->tee); /* what it said last comes before what we say */
	m->tee = NULL;
	int errnum = session_exec_error(m->session);
	if (errnum)
		return run_tell_not_executed(m->cli, errnum);
	finish(m);
	if (m->watch.stopped)
		return -FRUGAL_EFINDING;
	return m->run.by_signal ? 128 + m->run.exit_code : m->run.exit_code;
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* A folder of our own for the socket of marks: a name in it is nobody else's. */
static int listen_for_marks(struct metered *m, struct frugal_error *reterr)
{
	if (m->in_job &&
	    rank_socket(&m->rank, m->cli->environ, true, m->socket, sizeof(m->socket))) {
		file_remove_socket(m->socket); /* of an earlier step that was killed */
		if (session_listen(m->session, m->socket, reterr) == 0)
			return 0;
	}
	m->socket[0] = '\0';
	const char *dirs[] = {getenv("XDG_RUNTIME_DIR"), getenv("TMPDIR"), "/tmp"};
	char path[sizeof(m->socket)];
	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		if (!dirs[i] || !dirs[i][0])
			continue;
		int n = snprintf(path, sizeof(path), "%s/frugal-XXXXXX", dirs[i]);
		if (n < 0 || (size_t)n + sizeof("/mark") > sizeof(path) || !mkdtemp(path))
			continue;
		(void)snprintf(m->socket, sizeof(m->socket), "%.*s/mark", n, path);
		int r = session_listen(m->session, m->socket, reterr);
		if (r == 0)
			return 0;
		(void)rmdir(path);
		m->socket[0] = '\0';
	}
	return FRUGAL_EENV;
}

static void remove_socket(struct metered *m)
{
	if (!m->socket[0])
		return;
	file_remove_socket(m->socket);
	*strrchr(m->socket, '/') = '\0';
	(void)rmdir(m->socket);
}

/* environment, but with name=value; as it is where value is "" or memory is out. */
static char **with_variable(struct metered *m, char **environment, const char *name,
			    const char *value)
{
	size_t n = 0, kept = 0, n_name = strlen(name);
	while (environment[n])
		n++;
	char **to = arena_array(&m->arena, n + 2, sizeof(*to));
	char *own = arena_printf(&m->arena, "%s=%s", name, value);
	if (!value[0] || !to || !own)
		return environment;
	for (size_t i = 0; i < n; i++)
		if (strncmp(environment[i], name, n_name) != 0 || environment[i][n_name] != '=')
			to[kept++] = environment[i];
	to[kept] = own;
	return to;
}

/* The environment that we got, and which run it is. */
static char **environment_of(struct metered *m)
{
	return with_variable(m, m->cli->environ, RUN_VARIABLE,
			     m->options->no_store ? "" : m->run.id);
}

/* The words of a process that runs already. */
static void name_attached(struct metered *m)
{
	char path[64], text[4096];
	size_t n = 0, words = 0;
	(void)snprintf(path, sizeof(path), "/proc/%s/cmdline", m->cli->args[0]);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd >= 0 ? read(fd, text, sizeof(text) - 1) : -1;
	if (fd >= 0)
		close(fd);
	char **argv = got > 0 ? arena_array(&m->arena, (size_t)got + 1, sizeof(*argv)) : NULL;
	if (!argv)
		return;
	text[got] = '\0';
	while (n < (size_t)got) {
		argv[words++] = arena_strdup(&m->arena, text + n);
		n += strlen(text + n) + 1;
	}
	m->run.command = argv;
}

static int attach(struct metered *m, struct frugal_error *reterr)
{
	struct attached *attached = NULL;
	int64_t pid = 0;
	int r;
	if (m->options->cgroup) {
		char **argv = arena_array(&m->arena, 2, sizeof(*argv));
		r = attach_cgroup(m->options->cgroup, &attached, reterr);
		if (argv) {
			argv[0] = arena_strdup(&m->arena, m->options->cgroup);
			m->run.command = argv;
		}
		within_of_group(m->options->cgroup, m->run.parent);
	} else if (!num_parse_int(str_of(m->cli->args[0]), 1, INT32_MAX, &pid)) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is no process number"), m->cli->args[0]);
		return error_todo(reterr, "%s", _("ps and pgrep tell it"));
	} else {
		r = attach_process((int)pid, &attached, reterr);
		name_attached(m);
		within_of_process(pid, m->run.parent);
	}
	return r == 0 ? session_attach(m->session, attached, reterr) : r;
}

static int spawn(struct metered *m, struct frugal_error *reterr)
{
	struct frugal_error ignored;
	if (m->options->attaches)
		return attach(m, reterr);
	if (listen_for_marks(m, &ignored) < 0)
		log_note("cli.run", "no socket for marks");
	int r = session_spawn(m->session, m->cli->args, reterr);
	if (r == 0 && m->tee)
		tee_start(m->tee, m->session);
	return r;
}

static int start(struct metered *m, struct frugal_error *reterr)
{
	struct session_options options = m->sources;
	const struct quantity *interval = &m->options->interval.quantity;
	struct unit second;
	int r = unit_parse(STR("s"), &second, reterr);
	if (r == 0 && m->options->interval.given)
		options.interval.s = interval->value / second.scale;
	if (r == 0)
		r = begin_record(m, reterr);
	if (r == 0)
		options.environment = environment_of(m);
	const struct host_options here = library_host(m->cli->library);
	if (r == 0)
		r = host_new(&here, &m->host, reterr);
	if (r == 0)
		r = session_new(m->host, &options, &m->session, reterr);
	return r == 0 ? spawn(m, reterr) : r;
}

static void release(struct metered *m)
{
	session_free(m->session);
	remove_socket(m);
	host_free(m->host);
	keeper_close(&m->keeper);
	figures_release(&m->figures);
	buf_release(&m->derivation);
	run_record_release(&m->run);
	knowledge_close(&m->knowledge);
	knowledge_close(&m->power);
	arena_release(&m->arena);
}

/*
 * A short run must not give memory back to the system only to fault it in again; all of it is a
 * few megabytes.
 */
static void keep_memory(void)
{
	(void)mallopt(M_MMAP_THRESHOLD, 4 << 20);
	(void)mallopt(M_TRIM_THRESHOLD, 16 << 20);
	(void)mallopt(M_TOP_PAD, 1 << 20);
}

int run_metered(struct cli *cli, const struct run_options *options,
		const struct run_hours_planned *planned, struct frugal_error *reterr)
{
	struct metered m = {.cli = cli, .options = options, .planned = planned};
	struct frugal_error error;
	m.in_job = options->ranks && rank_find(cli->environ, &m.rank);
	keep_memory();
	int r = knowledge_open(&cli->context, &m.knowledge, reterr);
	if (r == 0)
		r = knowledge_open(&cli->context, &m.power, reterr);
	if (r == 0)
		r = meter_options_apply(&options->meter, cli, &m.arena, &m.sources, reterr);
	m.sources.containers = options->containers;
	if (r == 0)
		r = watch_init(&m.watch, cli, &options->watch, reterr);
	if (r == 0 && options->progress_regex)
		r = tee_new(options->progress_regex, &m.tee, reterr);
	if (r == 0 && m.tee)
		m.sources.out_fd = tee_end(m.tee);
	if (r == 0 && options->zone)
		r = figures_check_zone(m.knowledge.library, options->zone, reterr);
	if (r < 0) {
		knowledge_close(&m.knowledge);
		knowledge_close(&m.power);
		arena_release(&m.arena);
		tee_free(m.tee);
		return r;
	}
	r = start(&m, &error);
	int status = r == 0 ? follow(&m) : 0;
	release(&m);
	if (r < 0 && options->attaches) {
		*reterr = error;
		return r;
	}
	return r == 0 ? status : run_unmetered(cli, &error);
}
