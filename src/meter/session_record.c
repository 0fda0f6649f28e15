/* SPDX-License-Identifier: Apache-2.0 */
/* Takes a reading of everything at one moment, and fills the record from all readings. */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/intl.h"
#include "meter/session_impl.h"

/* Boot time that ran ahead of monotonic time by more than this was a suspend, not jitter. */
#define SUSPEND_NS 50000000
#define MISSES_NS 500000000

static int64_t timeval_ns(struct timeval t)
{
	return (int64_t)t.tv_sec * 1000000000 + (int64_t)t.tv_usec * 1000;
}

int64_t session_cpu_ns(struct session *session)
{
	if (session->process) {
		int64_t ns = process_cpu_ns(session->process);
		for (size_t i = 0; i < session->n_ranks; i++)
			ns += session->ranks[i].cpu_ns;
		return ns;
	}
	struct timespec own = {0};
	struct rusage children = {0};
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
	getrusage(RUSAGE_CHILDREN, &children);
	session->self_children_ns = timeval_ns(children.ru_utime) + timeval_ns(children.ru_stime);
	return (int64_t)own.tv_sec * 1000000000 + own.tv_nsec + session->self_children_ns -
	       session->self_start_ns;
}

bool session_counts_late(const struct session *session)
{
	return session->process ? process_counts_late(session->process)
				: session->self_children_ns > session->self_children_start_ns;
}

void session_start_cpu(struct session *session)
{
	session->self_start_ns = 0;
	session->self_start_ns = session_cpu_ns(session);
	session->self_children_start_ns = session->self_children_ns;
}

bool session_owns(void *context, int pid)
{
	const struct session *session = context;
	for (size_t i = 0; i < session->n_ranks; i++)
		if (process_descends(pid, session->ranks[i].pid))
			return true;
	return session->process ? process_owns(session->process, pid)
				: process_descends(pid, (int)getpid());
}

/* Twice a second at most: each processor has a counter of its own. */
static void look_at_misses(struct session *session, bool forced)
{
	double own, all;
	if (!session->misses || (!forced && session->now.at_ns - session->misses_ns < MISSES_NS) ||
	    !misses_since(session->misses, &own, &all))
		return;
	session->misses_ns = session->now.at_ns;
	for (size_t i = 0; i < session->n_parts; i++)
		if (session->parts[i].by_misses)
			part_observe(&session->parts[i], own, all);
}

/* Reads the parts, and after them the rest of the machine, which depends on them. */
static void tick_parts(struct session *session, int64_t suspended_ns, bool models_only)
{
	for (size_t i = 0; i < session->n_parts; i++) {
		struct part *part = &session->parts[i];
		struct energy before = part_energy(part);
		if (!models_only || part->source.feed)
			part_tick(part, suspended_ns);
		if (part_shares_supply(part))
			session->supplied = energy_add(session->supplied,
						       energy_sub(part_energy(part), before));
	}
}

void session_read_all(struct session *session, bool forced)
{
	const struct owner_test ours = {session_owns, session};
	/* Processes that are gone match no owner: the shares seen while they lived stay. */
	bool alive = !session->process || session->lingers || !process_has_ended(session->process);
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
		tick_parts(session, suspended, false);
		if (session->ending)
			session_align_end(session);
	} else {
		/* Models that were loaded late: the last reading of the machine is theirs too. */
		tick_parts(session, 0, true);
	}
	look_at_misses(session, forced);
	for (size_t i = 0; i < session->n_parts; i++) {
		part_look(&session->parts[i], alive ? &ours : NULL, session->now.at_ns);
		part_settle(&session->parts[i], &session->now, session->busy.threads, forced);
	}
}

void session_tick(struct session *session)
{
	pthread_mutex_lock(&session->lock);
	if (!session->ended)
		session_read_all(session, false);
	pthread_mutex_unlock(&session->lock);
}

/* ---- the record ----------------------------------------------------------------------------- */

/* A record that is filled again keeps its copy of a text that has not changed. */
static const char *kept_text(struct run_record *run, const char *text, const char *old)
{
	return old && strcmp(old, text) == 0 ? old : arena_strdup(&run->arena, text);
}

static int name_part(struct run_record *run, struct run_part *part, const struct run_part *old,
		     struct frugal_error *reterr)
{
	part->part = kept_text(run, part->part, old->part);
	part->sensor = kept_text(run, part->sensor, old->sensor);
	part->device = kept_text(run, part->device, old->device);
	return part->part && part->sensor && part->device ? 0 : error_nomem(reterr);
}

/* Fills the parts that count, then the rest of the whole machine, then the checks. */
static int fill_parts(struct session *session, struct run_record *run, struct frugal_error *reterr)
{
	bool late = session_counts_late(session), rest = session->plan.node_truth;
	size_t n = session->n_parts + rest, at = 0, counted = 0;
	if (run->n_parts != n || !run->parts) {
		run->parts = arena_array(&run->arena, n, sizeof(*run->parts));
		if (!run->parts)
			return error_nomem(reterr);
		run->n_parts = n;
	}
	for (int check = 0; check < 2; check++) {
		at += check && rest; /* its place, filled when both are known */
		for (size_t i = 0; i < session->n_parts; i++) {
			if (session->parts[i].is_check != (check != 0))
				continue;
			struct run_part *part = &run->parts[at++];
			const struct run_part old = *part;
			part_fill(&session->parts[i], &session->start, &session->now, late,
				  run->share, part);
			int r = name_part(run, part, &old, reterr);
			if (r < 0)
				return r;
			counted += !check;
		}
	}
	if (!rest)
		return 0;
	struct run_part *left = &run->parts[counted];
	const struct run_part old = *left;
	session_fill_rest(run->parts, counted, left + 1, n - counted - 1, left);
	return name_part(run, left, &old, reterr);
}

/* The curves of the parts that have one; the rest of a whole machine has none. */
static int fill_power(const struct session *session, struct run_record *run,
		      struct frugal_error *reterr)
{
	struct buf text = {0};
	bool any = false;
	for (size_t i = 0; i < run->n_parts; i++)
		for (size_t k = 0; k < session->n_parts; k++) {
			const struct part *part = &session->parts[k];
			if (strcmp(part->source.part, run->parts[i].part) != 0 ||
			    part->is_check != run->parts[i].is_check || !part->moved ||
			    !part->curve)
				continue;
			if (!any)
				buf_putc(&text, '[');
			any |= curve_json(part->curve, run->parts[i].part, run->parts[i].energy.j,
					  any, &text);
			if (!any)
				buf_clear(&text);
			break;
		}
	if (any)
		buf_putc(&text, ']');
	run->power = any ? arena_strdup(&run->arena, buf_text(&text)) : "";
	const bool failed = text.failed || !run->power;
	buf_release(&text);
	return failed ? error_nomem(reterr) : 0;
}

static int fill_sections(const struct session *session, struct run_record *run,
			 struct frugal_error *reterr)
{
	if (run->n_sections != session->n_sections) {
		const size_t n = session->n_sections;
		run->sections = arena_array(&run->arena, n, sizeof(*run->sections));
		if (!run->sections)
			return error_nomem(reterr);
		for (size_t i = 0; i < n; i++) {
			run->sections[i] = session->sections[i];
			run->sections[i].name =
				arena_strdup(&run->arena, session->sections[i].name);
			if (!run->sections[i].name)
				return error_nomem(reterr);
		}
		run->n_sections = n;
	}
	/* As in a record that is filled again: they were weighed anew. */
	for (size_t i = 0; i < run->n_sections; i++)
		run->sections[i].share = session->sections[i].share;
	return 0;
}

static int fill_metrics(const struct session *session, struct run_record *run,
			struct frugal_error *reterr)
{
	if (run->n_metrics == session->n_metrics)
		return 0;
	run->metrics = arena_array(&run->arena, session->n_metrics, sizeof(*run->metrics));
	if (!run->metrics)
		return error_nomem(reterr);
	for (size_t i = 0; i < session->n_metrics; i++) {
		run->metrics[i] = session->metrics[i];
		run->metrics[i].key = arena_strdup(&run->arena, session->metrics[i].key);
		if (!run->metrics[i].key)
			return error_nomem(reterr);
	}
	run->n_metrics = session->n_metrics;
	return 0;
}

/* What is left out may change when the sources are chosen again, and at the end of the command. */
static int fill_left_out(const struct session *session, struct run_record *run,
			 struct frugal_error *reterr)
{
	char text[4096];
	const char *rest = session->left_out ? session->left_out : "";
	int left = session->left_behind;
	if (left == 1)
		(void)snprintf(text, sizeof(text), "%s%s", N_("1 process of it still runs; "),
			       rest);
	else
		(void)snprintf(text, sizeof(text), "%d processes of it still run; %s", left, rest);
	run->left_out = kept_text(run, left ? text : rest, run->left_out);
	return run->left_out ? 0 : error_nomem(reterr);
}

static int fill_texts(const struct session *session, struct run_record *run,
		      struct frugal_error *reterr)
{
	char machine[256], host[256];
	int r = fill_left_out(session, run, reterr);
	if (r < 0 || (run->machine && run->machine[0]))
		return r;
	host_describe(&session->facts, machine, sizeof(machine));
	host_name(host, sizeof(host));
	run->machine = arena_strdup(&run->arena, machine);
	run->host = arena_strdup(&run->arena, host);
	return run->machine && run->host ? 0 : error_nomem(reterr);
}

static int64_t own_cost_ns(const struct session *session)
{
	/* For a command the whole of frugal; within another program only the meter's thread. */
	return session->process ? host_own_cpu_ns() : session->thread_cpu_ns;
}

static void fill_sums(struct session *session, struct run_record *run)
{
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
}

static int fill(struct session *session, struct run_record *run, struct frugal_error *reterr)
{
	if (!session->ended)
		session_read_all(session, true);
	fill_sums(session, run);
	if (session->n_ranks) {
		const char *text = arena_printf(&run->arena, "%s, %zu ranks", run->attribution,
						session->n_ranks + 1);
		run->attribution = text ? text : run->attribution;
	}
	int r = fill_texts(session, run, reterr);
	if (r == 0)
		r = fill_parts(session, run, reterr);
	if (r == 0)
		session_weigh_sections(session, run);
	if (r == 0)
		r = fill_sections(session, run, reterr);
	if (r == 0 && session->ended)
		r = fill_power(session, run, reterr);
	return r == 0 ? fill_metrics(session, run, reterr) : r;
}

int session_fill(struct session *session, struct run_record *run, struct frugal_error *reterr)
{
	pthread_mutex_lock(&session->lock);
	int r = fill(session, run, reterr);
	pthread_mutex_unlock(&session->lock);
	return r;
}

/* ---- in passing ----------------------------------------------------------------------------- */

void session_look(struct session *session, session_take_record *take, void *context)
{
	char machine[256], host[256];
	struct run_record run = {0};
	pthread_mutex_lock(&session->lock);
	fill_sums(session, &run);
	host_describe(&session->facts, machine, sizeof(machine));
	host_name(host, sizeof(host));
	run.machine = session->set_up ? machine : "";
	run.host = host;
	run.left_out = session->left_out ? session->left_out : "";
	if (session->n_ranks) {
		(void)snprintf(session->attribution, sizeof(session->attribution), "%s, %zu ranks",
			       run.attribution, session->n_ranks + 1);
		run.attribution = session->attribution;
	}
	run.sections = session->sections;
	run.n_sections = session->n_sections;
	run.metrics = session->metrics;
	run.n_metrics = session->n_metrics;
	run.n_parts = session_look_at_parts(session);
	run.parts = session->looked;
	session_weigh_sections(session, &run);
	take(context, &run);
	pthread_mutex_unlock(&session->lock);
}
