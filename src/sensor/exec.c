/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any program as a meter: "exec:LINE" runs LINE by the shell and reads "name value unit" from its
 * output (sensor/reading.h). The program may keep printing, or end and be run again each second.
 * The names that it prints in its first moments are its sources. "gaudi" is such a line for Intel
 * Gaudi by its hl-smi.
 */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/intl.h"
#include "base/log.h"
#include "host/helper.h"
#include "sensor/reading.h"
#include "sensor/specs.h"

#define GAUDI                                                                                      \
	"hl-smi -Q index,power.draw -f csv,noheader,nounits | "                                    \
	"awk -F ', *' '{ print \"gpu.gaudi\" $1, $2, \"W\" }'"

#define MOST_ITEMS 64
#define AGAIN_NS 1000000000
#define FIRST_WAIT_MS 3000 /* for the first reading */
#define QUIET_MS 150       /* after it: does more follow? */
#define STALE_NS 5000000000
#define ERROR 0.05 /* assumed: the program does not state its error */

struct item {
	char name[READING_NAME];
	bool is_energy;
	struct tick tick;
};

struct program {
	struct program *next;
	char *line;
	const struct host *host;
	int uses;
	struct helper helper;
	int64_t started_ns, heard_ns;
	int wake_fd;
	pthread_t thread;
	pthread_mutex_t lock; /* of items and stopping */
	struct item items[MOST_ITEMS];
	size_t n_items;
	bool stopping;
	bool reported;    /* that a line was not a reading */
	char refused[80]; /* the first that was not */
	struct buf text;
};

struct sensor {
	struct program *program;
	size_t item;
};

static struct program *programs;

/* ---- reading -------------------------------------------------------------------------------- */

static struct item *item_of(struct program *program, const char *name)
{
	for (size_t i = 0; i < program->n_items; i++)
		if (strcmp(program->items[i].name, name) == 0)
			return &program->items[i];
	if (program->n_items == MOST_ITEMS)
		return NULL;
	struct item *item = &program->items[program->n_items++];
	(void)snprintf(item->name, sizeof(item->name), "%s", name);
	return item;
}

static void take_line(struct program *program, struct str line)
{
	struct reading reading;
	struct frugal_error error;
	if (!str_trim(line).n)
		return;
	if (!reading_parse(line, &reading, &error)) {
		if (program->reported)
			return;
		log_note("sensor.exec", "%s: %s", program->line, error.what);
		pthread_mutex_lock(&program->lock);
		(void)snprintf(program->refused, sizeof(program->refused), "%.*s", STR_ARG(line));
		pthread_mutex_unlock(&program->lock);
		program->reported = true;
		return;
	}
	pthread_mutex_lock(&program->lock);
	struct item *item = item_of(program, reading.name);
	if (item) {
		item->is_energy = reading.is_energy;
		item->tick = (struct tick){.raw = (uint64_t)(reading.base * 1e6),
					   .at_ns = host_monotonic_ns(program->host)};
		program->heard_ns = item->tick.at_ns;
	}
	pthread_mutex_unlock(&program->lock);
}

/* False at the end of its output. */
static bool take_output(struct program *program)
{
	char bytes[4096];
	ssize_t n;
	while ((n = read(program->helper.fd, bytes, sizeof(bytes))) > 0) {
		/* A line that never ends is dropped, not stored without limit. */
		if (program->text.n > sizeof(bytes))
			buf_clear(&program->text);
		buf_add(&program->text, bytes, (size_t)n);
		size_t done = 0;
		for (size_t i = 0; i < program->text.n; i++)
			if (program->text.p[i] == '\n') {
				take_line(program, (struct str){program->text.p + done, i - done});
				done = i + 1;
			}
		memmove(program->text.p, program->text.p + done, program->text.n - done);
		program->text.n -= done;
	}
	return n != 0;
}

static bool is_stopping(struct program *program)
{
	pthread_mutex_lock(&program->lock);
	bool stopping = program->stopping;
	pthread_mutex_unlock(&program->lock);
	return stopping;
}

static void *follow(void *context)
{
	struct program *program = context;
	struct frugal_error error;
	while (!is_stopping(program)) {
		int64_t now_ns = host_monotonic_ns(program->host);
		bool due = !program->started_ns || now_ns - program->started_ns >= AGAIN_NS;
		if (!program->helper.pid && program->helper.fd < 0 && due) {
			program->started_ns = now_ns;
			if (helper_start(program->line, &program->helper, &error) < 0)
				log_note("sensor.exec", "%s: %s", program->line, error.what);
		}
		struct pollfd fds[2] = {{.fd = program->wake_fd, .events = POLLIN},
					{.fd = program->helper.fd, .events = POLLIN}};
		(void)poll(fds, 2, 100);
		if (program->helper.fd >= 0 && fds[1].revents && !take_output(program))
			helper_stop(&program->helper);
	}
	helper_stop(&program->helper);
	return NULL;
}

/* ---- programs ------------------------------------------------------------------------------- */

static void stop(struct program *program)
{
	for (struct program **p = &programs; *p; p = &(*p)->next)
		if (*p == program) {
			*p = program->next;
			break;
		}
	pthread_mutex_lock(&program->lock);
	program->stopping = true;
	pthread_mutex_unlock(&program->lock);
	(void)eventfd_write(program->wake_fd, 1);
	pthread_join(program->thread, NULL);
	pthread_mutex_destroy(&program->lock);
	close(program->wake_fd);
	buf_release(&program->text);
	mem_free(program->line);
	mem_free(program);
}

static int start(struct host *host, const char *line, struct program **ret,
		 struct frugal_error *reterr)
{
	sigset_t all, before;
	struct program *program = mem_zalloc(1, sizeof(*program));
	if (!program)
		return error_nomem(reterr);
	program->line = mem_strdup(line);
	program->host = host;
	program->helper.fd = -1;
	program->wake_fd = eventfd(0, EFD_CLOEXEC);
	pthread_mutex_init(&program->lock, NULL);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int r = program->line ? pthread_create(&program->thread, NULL, follow, program) : -1;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (r != 0) {
		mem_free(program->line);
		mem_free(program);
		return error_nomem(reterr);
	}
	program->next = programs;
	programs = program;
	*ret = program;
	return 0;
}

static void wait_for_first(struct program *program)
{
	size_t seen = 0;
	for (int ms = 0, quiet = 0; ms < FIRST_WAIT_MS && quiet < QUIET_MS; ms += 10) {
		(void)poll(NULL, 0, 10);
		pthread_mutex_lock(&program->lock);
		quiet = program->n_items && program->n_items == seen ? quiet + 10 : 0;
		seen = program->n_items;
		pthread_mutex_unlock(&program->lock);
	}
}

static int add_item(struct sources *found, const struct program *program, const struct item *item,
		    struct frugal_error *reterr)
{
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	source->part = arena_strdup(found->arena, item ? item->name : "exec");
	source->detail = arena_printf(found->arena,
				      item                  ? "exec %.40s%s"
				      : program->refused[0] ? "exec %.40s%s: '%s' is not a reading"
							    : "exec %.40s%s: no reading",
				      program->line, strlen(program->line) > 40 ? "..." : "",
				      program->refused);
	source->path = arena_strdup(found->arena, program->line);
	if (!source->part || !source->detail || !source->path)
		return error_nomem(reterr);
	source->cover = item ? reading_cover(item->name, &source->index) : COVER_RAIL;
	source->state = item ? TICK_OK : TICK_ABSENT;
	source->counter = item && item->is_energy;
	source->unit = 1e-6;
	source->update.s = 1;
	source->low_factor = 1 - ERROR;
	source->high_factor = 1 + ERROR;
	source->quality = FRUGAL_MEASURED;
	return 0;
}

static bool is_likely(const struct host *host, const struct sources *found)
{
	(void)host;
	for (size_t i = 0; found->specs && found->specs[i]; i++) {
		if (sensor_spec_after(found->specs[i], "exec:") ||
		    strcmp(found->specs[i], "gaudi") == 0)
			return true;
	}
	return false;
}

static int probe(struct host *host, struct sources *found, struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = 0; r == 0 && found->specs && found->specs[i]; i++) {
		struct program *program;
		const char *line = sensor_spec_after(found->specs[i], "exec:");
		if (strcmp(found->specs[i], "gaudi") == 0)
			line = GAUDI;
		if (!line)
			continue;
		r = start(host, line, &program, reterr);
		if (r < 0)
			break;
		wait_for_first(program);
		pthread_mutex_lock(&program->lock);
		for (size_t k = 0; r == 0 && k < program->n_items; k++)
			r = add_item(found, program, &program->items[k], reterr);
		if (r == 0 && !program->n_items)
			r = add_item(found, program, NULL, reterr);
		pthread_mutex_unlock(&program->lock);
	}
	return r;
}

static void forget(void)
{
	for (struct program *program = programs, *next; program; program = next) {
		next = program->next;
		if (!program->uses)
			stop(program);
	}
}

static int open_item(struct host *host, const struct source *source, struct sensor **ret,
		     struct frugal_error *reterr)
{
	(void)host;
	for (struct program *program = programs; program; program = program->next)
		for (size_t i = 0; i < program->n_items; i++) {
			if (strcmp(program->line, source->path) != 0 ||
			    strcmp(program->items[i].name, source->part) != 0)
				continue;
			struct sensor *sensor = mem_zalloc(1, sizeof(*sensor));
			if (!sensor)
				return error_nomem(reterr);
			*sensor = (struct sensor){program, i};
			program->uses++;
			*ret = sensor;
			return 0;
		}
	return error_set(reterr, FRUGAL_EENV, _("'%s' does not run"), source->path);
}

static void read_item(struct sensor *sensor, struct tick *ret_tick)
{
	struct program *program = sensor->program;
	int64_t now_ns = host_monotonic_ns(program->host);
	pthread_mutex_lock(&program->lock);
	const struct item *item = &program->items[sensor->item];
	*ret_tick = item->tick;
	if (now_ns - item->tick.at_ns > STALE_NS)
		ret_tick->state = TICK_STALE;
	if (!item->is_energy) /* a power is valid until the next one */
		ret_tick->at_ns = now_ns;
	pthread_mutex_unlock(&program->lock);
}

static void close_item(struct sensor *sensor)
{
	if (!sensor)
		return;
	if (--sensor->program->uses == 0)
		stop(sensor->program);
	mem_free(sensor);
}

static const struct sensor_spec specs[] = {
	{"exec:", N_("LINE"), NULL}, {"gaudi", NULL, NULL}, {NULL, NULL, NULL}};

const struct sensor_class exec_class = {
	.name = "exec",
	.brief = N_("any program that prints name, value and unit: exec:LINE"),
	.specs = specs,
	.is_slow = true,
	.is_likely = is_likely,
	.probe = probe,
	.forget = forget,
	.open = open_item,
	.read = read_item,
	.close = close_item,
};
