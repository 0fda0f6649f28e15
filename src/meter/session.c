/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The session's beginning and end: the options, the command and its environment, the loop until it
 * ends, the thread that meters the own process. The slow work of the start is in session_setup.c,
 * readings and the record in session_record.c.
 */
#include "meter/session.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/intl.h"
#include "host/containers.h"
#include "meter/session_impl.h"

#define DEFAULT_INTERVAL_NS 100000000
#define DEFAULT_PROGRESS_NS 5000000000
/* The part of a run that may be lost when its machine fails: a quarter, a minute at most. */
#define PROGRESS_PART 4
#define RAREST_PROGRESS_NS 60000000000
#define SHORTEST_INTERVAL_NS 1000000
#define RANKS_WAIT_NS 5000000000
/* A socket over 200 W is faster than the kernel's refresh of its counter if no process reads it. */
#define LONGEST_INTERVAL_NS 30000000000
/* From here on frugal mostly waits: for the command, and between two writes of its progress. */
#define TRIM_NS 1000000000

static int64_t in_ns(struct duration d, int64_t fallback)
{
	return d.s > 0 ? (int64_t)(d.s < 1e9 ? d.s * NS_PER_SECOND : 1e18) : fallback;
}

/* The first reading of what the processors do, from which on all is counted. */
static void start_load(struct session *session, enum busy_scope scope)
{
	session->has_busy = busy_init(&session->busy, session->host, scope, NULL) == 0;
	if (session->has_busy)
		session->start.at_ns = session->busy.at_ns;
	session->start.busy_ns = session->busy.busy_ns;
	session->now = session->start;
	session->origin.usage = session->last_mark.usage = session->start;
	session->last_epoch.usage = session->last_step.usage = session->start;
}

int session_new(struct host *host, const struct session_options *options, struct session **ret,
		struct frugal_error *reterr)
{
	struct session_options none = {0};
	if (!options)
		options = &none;
	struct session *session = mem_zalloc(1, sizeof(*session));
	if (!session)
		return error_nomem(reterr);
	session->host = host;
	session->interval_ns = in_ns(options->interval, DEFAULT_INTERVAL_NS);
	if (session->interval_ns > LONGEST_INTERVAL_NS)
		session->interval_ns = LONGEST_INTERVAL_NS;
	if (session->interval_ns < SHORTEST_INTERVAL_NS)
		session->interval_ns = SHORTEST_INTERVAL_NS;
	session->progress_ns = in_ns(options->progress_every, DEFAULT_PROGRESS_NS);
	pthread_mutex_init(&session->lock, NULL);
	session_start_cpu(session);
	struct host_time time = host_time(host);
	session->started_us = host_utc_us(host);
	session->started_boot_ns = time.boottime_ns;
	session->suspended_before_ns = time.boottime_ns - time.monotonic_ns;
	session->start.at_ns = time.monotonic_ns;
	start_load(session, BUSY_MACHINE);
	session->last_mark_us = session->last_epoch_us = session->started_us;
	session->mark_fd = -1;
	session->node_truth = options->node_truth;
	session->specs = options->sensors;
	session->counts_containers = options->containers;
	session->waits = options->waits;
	session->out_fd = options->out_fd;
	session->environment = options->environment ? options->environment : environ;
	session->gpus = options->gpus ? arena_strdup(&session->arena, options->gpus) : NULL;
	int r = session_open_fast(session, reterr);
	/* A model knows the processors of a container alone: so must be what they did. */
	if (r == 0 && session->plan.needs_server && busy_sees_a_slice()) {
		busy_release(&session->busy);
		start_load(session, BUSY_SLICE);
		for (size_t i = 0; i < session->n_parts; i++)
			part_restart(&session->parts[i], &session->start);
	}
	if (r < 0) {
		session_free(session);
		return r;
	}
	*ret = session;
	return 0;
}

int session_open(const struct host_options *here, const struct session_options *options,
		 struct session **ret, struct frugal_error *reterr)
{
	struct host *host = NULL;
	int r = host_new(here, &host, reterr);
	if (r == 0)
		r = session_new(host, options, ret, reterr);
	if (r == 0)
		(*ret)->owns_host = true;
	else
		host_free(host);
	return r;
}

bool session_sees_container(const struct session *session)
{
	return session->has_busy && session->busy.of_container && !session->plan.needs_server;
}

struct host *session_host(const struct session *session)
{
	return session->host;
}

static bool has_memory_counter(const struct session *session)
{
	for (size_t i = 0; i < session->n_parts; i++)
		if (session->parts[i].source.cover == COVER_DRAM &&
		    session->parts[i].source.state == TICK_OK)
			return true;
	return false;
}

int session_spawn(struct session *session, char *const argv[], struct frugal_error *reterr)
{
	struct containers *containers = session->counts_containers ? containers_begin() : NULL;
	const struct process_options options = {
		.out_fd = session->out_fd,
		.attribution = host_options(session->host)->attribution,
		/* and the socket for its marks */
		.environment = session->mark_path
				       ? environment_with(session->environment, "FRUGAL_SOCKET",
							  session->mark_path, &session->arena)
				       : session->environment,
	};
	int r = process_spawn(argv, &options, &session->process, reterr);
	if (r == 0)
		process_count_containers(session->process, containers);
	else
		containers_free(containers);
	/* Misses of containers are not the command's: all is then shared by CPU time. */
	if (r == 0 && has_memory_counter(session) && !session->counts_containers)
		session->misses = misses_of_command(process_pid(session->process));
	if (r == 0)
		session_align_start(session);
	return r;
}

int session_attach(struct session *session, struct attached *attached, struct frugal_error *reterr)
{
	session->process = process_of_attached(attached);
	return session->process ? 0 : error_nomem(reterr);
}

/* ---- following the command ------------------------------------------------------------------ */

/* True for a moment after our own command has ended while others of its job on this machine run. */
static bool waits_for_ranks(struct session *session)
{
	int64_t now_ns = host_monotonic_ns(session->host);
	size_t running = 0;
	session_hear(session);
	for (size_t i = 0; i < session->n_ranks; i++)
		running += !session->ranks[i].end;
	if (!session->alone_ns)
		session->alone_ns = now_ns;
	return running && now_ns - session->alone_ns < RANKS_WAIT_NS;
}

static bool waits_for_left_behind(struct session *session)
{
	pthread_mutex_lock(&session->lock);
	session->lingers = session->waits && process_linger(session->process);
	pthread_mutex_unlock(&session->lock);
	return session->lingers;
}

/* Includes the suspend of the machine; a clock that is set during the run moves neither end. */
static int64_t ended_us(const struct session *session)
{
	int64_t ns = host_time(session->host).boottime_ns - session->started_boot_ns;
	return session->started_us + ns / 1000;
}

static bool command_has_ended(struct session *session)
{
	pthread_mutex_lock(&session->lock);
	bool ended = process_handle(session->process);
	pthread_mutex_unlock(&session->lock);
	return ended;
}

bool session_poll(struct session *session)
{
	if (session->ended || !session->process || !command_has_ended(session) ||
	    waits_for_left_behind(session) || waits_for_ranks(session))
		return session->ended;
	session->exec_error = process_exec_error(session->process);
	session_hear(session); /* the last marks */
	pthread_mutex_lock(&session->lock);
	session->ending = true;
	session_read_all(session, true);
	session->ended_us = ended_us(session);
	session->left_behind = process_left_behind(session->process);
	session->ended = true;
	pthread_mutex_unlock(&session->lock);
	return true;
}

static int start_timer(int64_t interval_ns)
{
	struct timespec t = {interval_ns / 1000000000, interval_ns % 1000000000};
	struct itimerspec timer = {.it_interval = t, .it_value = t};
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (fd >= 0 && timerfd_settime(fd, 0, &timer, NULL) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* How long it had run at the last reading, which another thread may have taken. */
static int64_t elapsed_ns(struct session *session)
{
	pthread_mutex_lock(&session->lock);
	int64_t ns = session->now.at_ns - session->start.at_ns;
	pthread_mutex_unlock(&session->lock);
	return ns;
}

/* Writing to a ledger costs a thousand readings: the longer the run, the rarer. */
static int64_t progress_after(const struct session *session, int64_t run_ns)
{
	int64_t part_ns = run_ns / PROGRESS_PART;
	if (part_ns > RAREST_PROGRESS_NS)
		part_ns = RAREST_PROGRESS_NS;
	return part_ns > session->progress_ns ? part_ns : session->progress_ns;
}

void session_loop(struct session *session, const struct session_calls *calls)
{
	static const struct session_calls none;
	int timer = start_timer(session->interval_ns);
	int64_t stated_ns = 0;
	int timeout_ms = timer >= 0 ? -1 : (int)(session->interval_ns / 1000000);
	struct pollfd fds[3] = {
		{.fd = process_fd(session->process), .events = POLLIN},
		{.fd = timer, .events = POLLIN},
		{.fd = session->mark_fd, .events = POLLIN},
	};
	if (!calls)
		calls = &none;
	process_on_stop(session->process, calls->stop, calls->context);
	if (fds[0].fd < 0) /* no signals to wait for: look again at each tick */
		timeout_ms = (int)(session->interval_ns / 1000000);
	bool look = true;
	int64_t trim_ns = TRIM_NS;
	while (!look || !session_poll(session)) {
		int n = poll(fds, 3, timeout_ms);
		uint64_t ticks;
		bool due = n == 0 || (n > 0 && (fds[1].revents & POLLIN) &&
				      read(timer, &ticks, sizeof(ticks)) > 0);
		look = n <= 0 || fds[0].fd < 0 || fds[0].revents || session->alone_ns ||
		       session->lingers;
		if (n > 0 && fds[2].revents)
			session_hear(session);
		if (!due)
			continue;
		session_tick(session);
		if (calls->tick)
			calls->tick(calls->context, session);
		int64_t run_ns = elapsed_ns(session);
		if (calls->progress && run_ns - stated_ns >= progress_after(session, run_ns)) {
			stated_ns = run_ns;
			calls->progress(calls->context, session);
			trim_ns = stated_ns;
		}
		if (run_ns >= trim_ns) {
			mem_trim();
			trim_ns = INT64_MAX;
		}
	}
	if (timer >= 0)
		close(timer);
}

void session_pause(struct session *session, bool pauses)
{
	if (session->process)
		process_pause(session->process, pauses);
}

void session_signal(struct session *session, int signal_number)
{
	if (session->process)
		process_signal(session->process, signal_number);
}

int session_exec_error(const struct session *session)
{
	return session->exec_error;
}

/* ---- metering the own process --------------------------------------------------------------- */

static void *read_often(void *context)
{
	struct session *session = context;
	struct timespec next;
	clock_gettime(CLOCK_MONOTONIC, &next);
	pthread_mutex_lock(&session->lock);
	while (!session->stopping) {
		int64_t ns = next.tv_nsec + session->interval_ns;
		next.tv_sec += ns / 1000000000;
		next.tv_nsec = ns % 1000000000;
		while (!session->stopping &&
		       pthread_cond_timedwait(&session->wake, &session->lock, &next) == 0)
			;
		if (session->stopping)
			break;
		session_read_all(session, false);
		if (!session->calls.tick)
			continue;
		pthread_mutex_unlock(&session->lock);
		session->calls.tick(session->calls.context, session);
		pthread_mutex_lock(&session->lock);
	}
	struct timespec used = {0};
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	session->thread_cpu_ns = (int64_t)used.tv_sec * 1000000000 + used.tv_nsec;
	pthread_mutex_unlock(&session->lock);
	return NULL;
}

/* The setting up is not the program's: the count begins here. */
static void begin_now(struct session *session)
{
	session_start_cpu(session);
	session_read_all(session, true);
	session->started_us = host_utc_us(session->host);
	session->started_boot_ns = host_time(session->host).boottime_ns;
	session->start = session->now;
	session->origin.usage = session->last_mark.usage = session->start;
	session->last_epoch.usage = session->last_step.usage = session->start;
	session->last_mark_us = session->last_epoch_us = session->started_us;
	for (size_t i = 0; i < session->n_parts; i++)
		part_restart(&session->parts[i], &session->start);
}

int session_start_self(struct session *session, const struct session_calls *calls,
		       struct frugal_error *reterr)
{
	sigset_t all, before;
	session->calls = calls ? *calls : (struct session_calls){0};
	pthread_condattr_t monotonic;
	begin_now(session);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&session->wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	/* Signals stay with the threads of the host program. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int r = pthread_create(&session->thread, NULL, read_often, session);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	session->has_thread = r == 0;
	return r == 0 ? 0 : error_io(reterr, _("start"), _("the thread of the meter"), r);
}

void session_stop(struct session *session)
{
	if (session->has_thread) {
		pthread_mutex_lock(&session->lock);
		session->stopping = true;
		pthread_cond_signal(&session->wake);
		pthread_mutex_unlock(&session->lock);
		pthread_join(session->thread, NULL);
		pthread_cond_destroy(&session->wake);
		session->has_thread = false;
	}
	if (!session->ended) {
		session_read_all(session, true);
		session->ended_us = ended_us(session);
		session->ended = true;
	}
}

const struct cpu_facts *session_facts(const struct session *session)
{
	return &session->facts;
}

struct duration session_elapsed(struct session *session)
{
	return (struct duration){(double)elapsed_ns(session) / NS_PER_SECOND};
}

struct duration session_interval(const struct session *session)
{
	return (struct duration){(double)session->interval_ns / NS_PER_SECOND};
}

bool session_needs_server(const struct session *session)
{
	return session->plan.needs_server;
}

const struct sources *session_sources(const struct session *session)
{
	return &session->sources;
}

void session_give_signals_back(struct session *session)
{
	if (session->process)
		process_give_signals_back(session->process);
}

void session_free(struct session *session)
{
	if (!session)
		return;
	if (session->has_thread)
		session_stop(session);
	for (size_t i = 0; i < session->n_parts; i++)
		part_close(&session->parts[i]);
	for (size_t i = 0; sensor_classes[i]; i++)
		if (sensor_classes[i]->forget)
			sensor_classes[i]->forget();
	if (session->has_busy)
		busy_release(&session->busy);
	process_free(session->process);
	misses_free(session->misses);
	pthread_mutex_destroy(&session->lock);
	if (session->mark_fd >= 0)
		close(session->mark_fd);
	mem_free(session->sections);
	mem_free(session->section_sums);
	mem_free(session->metrics);
	mem_free(session->open_sections);
	mem_free(session->ranks);
	arena_release(&session->arena);
	arena_release(&session->slow_arena);
	if (session->owns_host)
		host_free(session->host);
	mem_free(session);
}
