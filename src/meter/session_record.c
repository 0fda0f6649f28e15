/* SPDX-License-Identifier: Apache-2.0 */
/* A reading of everything at one moment, and the record that comes of all of them. */
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/intl.h"
#include "meter/session_impl.h"

/* Boot time that ran ahead of monotonic time by more than this was a suspend, not jitter. */
#define SUSPEND_NS 50000000

static int64_t timeval_ns(struct timeval t)
{
	return (int64_t)t.tv_sec * 1000000000 + (int64_t)t.tv_usec * 1000;
}

int64_t session_cpu_ns(struct session *session)
{
	if (session->process)
		return process_cpu_ns(session->process);
	struct timespec own = {0};
	struct rusage children = {0};
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
	getrusage(RUSAGE_CHILDREN, &children);
	session->self_children_ns = timeval_ns(children.ru_utime) + timeval_ns(children.ru_stime);
	return (int64_t)own.tv_sec * 1000000000 + own.tv_nsec + session->self_children_ns -
	       session->self_start_ns;
}

bool session_tells_late(const struct session *session)
{
	return session->process ? process_tells_late(session->process)
				: session->self_children_ns > session->self_children_start_ns;
}

void session_start_cpu(struct session *session)
{
	session->self_start_ns = 0;
	session->self_start_ns = session_cpu_ns(session);
	session->self_children_start_ns = session->self_children_ns;
}

void session_read_all(struct session *session, bool forced)
{
	if (!session->ended) {
		struct host_time time = host_time(session->host);
		int64_t ahead = time.boottime_ns - time.monotonic_ns;
		int64_t suspended = ahead - session->suspended_before_ns;
		session->suspended_before_ns = ahead;
		if (suspended < SUSPEND_NS)
			suspended = 0;
		if (session->has_busy)
			(void)busy_read(&session->busy, session->host);
		session->now = (struct usage){
			.at_ns = time.monotonic_ns,
			.cpu_ns = session_cpu_ns(session),
			.busy_ns = session->busy.busy_ns,
		};
		for (size_t i = 0; i < session->n_parts; i++)
			part_tick(&session->parts[i], suspended);
	} else {
		/* Models that came late: the last reading of the machine is theirs as well. */
		for (size_t i = 0; i < session->n_parts; i++)
			if (session->parts[i].source.feed)
				part_tick(&session->parts[i], 0);
	}
	for (size_t i = 0; i < session->n_parts; i++)
		part_settle(&session->parts[i], &session->now, session->busy.threads, forced);
}

void session_tick(struct session *session)
{
	pthread_mutex_lock(&session->lock);
	if (!session->ended)
		session_read_all(session, false);
	pthread_mutex_unlock(&session->lock);
}

static int mark(struct session *session, const char *name, struct frugal_error *reterr)
{
	char *copy = arena_strdup(&session->arena, name);
	if (!copy || !mem_grow(&session->sections, session->n_sections, &session->cap_sections,
			       sizeof(*session->sections), 0))
		return error_nomem(reterr);
	session_read_all(session, true);
	struct energy attributed = {0}, idle = {0};
	for (size_t i = 0; i < session->n_parts; i++) {
		attributed.j += sum_value(&session->parts[i].sums.attributed);
		idle.j += sum_value(&session->parts[i].sums.idle);
	}
	double share = usage_share(&session->section_start, &session->now, session->busy.threads);
	struct energy still = energy_sub(idle, session->section_idle);
	session->sections[session->n_sections++] = (struct run_section){
		.name = copy,
		.at_us = host_utc_us(session->host),
		.share = energy_add(energy_sub(attributed, session->section_attributed),
				    energy_share(still, share)),
	};
	session->section_start = session->now;
	session->section_attributed = attributed;
	session->section_idle = idle;
	return 0;
}

int session_mark(struct session *session, const char *name, struct frugal_error *reterr)
{
	pthread_mutex_lock(&session->lock);
	int r = session->ended ? error_set(reterr, FRUGAL_EUSAGE, _("the meter has stopped"))
			       : mark(session, name, reterr);
	pthread_mutex_unlock(&session->lock);
	return r;
}

/* ---- the record ----------------------------------------------------------------------------- */

static int fill_parts(struct session *session, struct run_record *run, struct frugal_error *reterr)
{
	bool late = session_tells_late(session);
	if (run->n_parts != session->n_parts || !run->parts) {
		run->parts = arena_array(&run->arena, session->n_parts, sizeof(*run->parts));
		if (!run->parts)
			return error_nomem(reterr);
		run->n_parts = session->n_parts;
	}
	for (size_t i = 0; i < session->n_parts; i++) {
		struct run_part *part = &run->parts[i];
		const char *name = part->part, *sensor = part->sensor;
		part_fill(&session->parts[i], &session->start, &session->now, late, run->share,
			  part);
		/* A record that is filled again keeps the copies of its names. */
		part->part = name ? name : arena_strdup(&run->arena, part->part);
		part->sensor = sensor ? sensor : arena_strdup(&run->arena, part->sensor);
		if (!part->part || !part->sensor)
			return error_nomem(reterr);
	}
	return 0;
}

static int fill_sections(const struct session *session, struct run_record *run,
			 struct frugal_error *reterr)
{
	if (run->n_sections == session->n_sections)
		return 0;
	run->sections = arena_array(&run->arena, session->n_sections, sizeof(*run->sections));
	if (!run->sections)
		return error_nomem(reterr);
	for (size_t i = 0; i < session->n_sections; i++) {
		run->sections[i] = session->sections[i];
		run->sections[i].name = arena_strdup(&run->arena, session->sections[i].name);
		if (!run->sections[i].name)
			return error_nomem(reterr);
	}
	run->n_sections = session->n_sections;
	return 0;
}

static int fill_texts(const struct session *session, struct run_record *run,
		      struct frugal_error *reterr)
{
	char machine[256], host[256];
	if (run->machine && run->machine[0])
		return 0;
	host_describe(&session->facts, machine, sizeof(machine));
	host_name(host, sizeof(host));
	run->machine = arena_strdup(&run->arena, machine);
	run->host = arena_strdup(&run->arena, host);
	run->left_out = arena_strdup(&run->arena, session->left_out ? session->left_out : "");
	return run->machine && run->host && run->left_out ? 0 : error_nomem(reterr);
}

static int64_t own_cost_ns(const struct session *session)
{
	/* The whole of frugal for a command; within somebody's process only our thread. */
	return session->process ? host_own_cpu_ns() : session->thread_cpu_ns;
}

static int fill(struct session *session, struct run_record *run, struct frugal_error *reterr)
{
	if (!session->ended)
		session_read_all(session, true);
	double busy = usage_busy_s(&session->start, &session->now, session->busy.threads);
	run->status = session->ended ? RUN_FINISHED : RUN_RUNNING;
	run->started_us = session->started_us;
	run->ended_us = session->ended ? session->ended_us : 0;
	run->duration.s = (double)(session->now.at_ns - session->start.at_ns) / NS_PER_SECOND;
	run->cpu.s = (double)session->now.cpu_ns / NS_PER_SECOND;
	run->machine_busy.s = busy;
	run->share = usage_share(&session->start, &session->now, session->busy.threads);
	run->own_cost.s = (double)own_cost_ns(session) / NS_PER_SECOND;
	run->attribution = session->process ? process_attribution(session->process) : "self";
	if (session->ended && session->process)
		run->exit_code = process_exit_code(session->process, &run->by_signal);
	int r = fill_texts(session, run, reterr);
	if (r == 0)
		r = fill_parts(session, run, reterr);
	return r == 0 ? fill_sections(session, run, reterr) : r;
}

int session_fill(struct session *session, struct run_record *run, struct frugal_error *reterr)
{
	pthread_mutex_lock(&session->lock);
	int r = fill(session, run, reterr);
	pthread_mutex_unlock(&session->lock);
	return r;
}
