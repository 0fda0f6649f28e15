/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The thread that looks at the machine. Its handles are its own; what others need of a look is
 * copied, and the handle itself is locked while it looks.
 */
#include "serve/live.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/machine.h"
#include "base/intl.h"
#include "base/log.h"
#include "report/live.h"

#define FIRST_LOOK_MS 500
#define FOLLOWED_MS 1000
#define ALONE_MS 10000
#define SIGN_OF_LIFE_MS 50000 /* below what proxies wait for; finds followers who are gone */
#define WAIT_FOR_FIRST_MS 3000

struct live_thread {
	struct server *server;
	pthread_t thread;
	bool started;
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t changed;
	bool stops, asked, first_is_over;
	struct live_now now;
	pthread_mutex_t handle_lock; /* of the handle and its library */
	frugal_library *library;
	frugal_live *handle;
	/* Of the thread alone: */
	struct live_now next;
	struct live_row *names; /* of one look, merged by name */
	size_t cap_names;
	struct buf event;
	int64_t published_ms;
	double last_today_g;
};

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct timespec moment(int64_t ms)
{
	return (struct timespec){.tv_sec = (time_t)(ms / 1000),
				 .tv_nsec = (long)(ms % 1000) * 1000000};
}

/* ---- what a look is made into --------------------------------------------------------------- */

static void add_watts(struct frugal_interval *to, struct frugal_interval w)
{
	to->value += w.value;
	to->low += w.low;
	to->high += w.high;
}

static int by_name(const void *a, const void *b)
{
	const struct live_row *x = a, *y = b;
	return strcmp(x->name, y->name);
}

static int by_watts(const void *a, const void *b)
{
	const struct live_row *x = a, *y = b;
	return x->w.value > y->w.value ? -1 : x->w.value < y->w.value ? 1 : by_name(a, b);
}

/* The n names with the rows of one name added up; the largest first. Returns how many are left. */
static size_t merge_names(struct live_row *names, size_t n)
{
	size_t kept = 0;
	if (n)
		qsort(names, n, sizeof(*names), by_name);
	for (size_t i = 0; i < n; i++) {
		if (kept && strcmp(names[kept - 1].name, names[i].name) == 0)
			add_watts(&names[kept - 1].w, names[i].w);
		else
			names[kept++] = names[i];
	}
	if (kept)
		qsort(names, kept, sizeof(*names), by_watts);
	return kept;
}

typedef const struct frugal_live_row *row_at(const frugal_live *live, size_t index);

/* False: memory is out. */
static bool take_rows(struct live_thread *own, row_at *at, bool groups, struct live_rows *to)
{
	const bool is_known = isfinite(own->next.machine_w.value);
	const struct frugal_live_row *row;
	size_t n = 0;
	*to = (struct live_rows){0};
	/* Names without a power say nothing. */
	for (size_t i = 0; is_known && (row = at(own->handle, i)) != NULL; i++) {
		if (row->is_rest) {
			add_watts(&to->unseen_w, frugal_live_watts(own->handle, row));
			continue;
		}
		if (!mem_grow(&own->names, n, &own->cap_names, sizeof(*own->names), 0))
			return false;
		struct live_row *name = &own->names[n++];
		name->w = frugal_live_watts(own->handle, row);
		if (groups)
			live_group_name(row->group, name->name, sizeof(name->name));
		else
			(void)snprintf(name->name, sizeof(name->name), "%s", row->name);
	}
	n = merge_names(own->names, n);
	to->n = n < LIVE_NAMES ? n : LIVE_NAMES;
	if (to->n)
		memcpy(to->row, own->names, to->n * sizeof(*to->row));
	to->n_others = n - to->n;
	for (size_t i = to->n; i < n; i++)
		add_watts(&to->others_w, own->names[i].w);
	return true;
}

static void take_parts(const struct live_thread *own, struct live_now *to)
{
	const struct frugal_live_part *part;
	to->n_parts = 0;
	for (size_t i = 0; (part = frugal_live_part(own->handle, i)) && i < LIVE_PARTS; i++) {
		struct live_row *row = &to->parts[to->n_parts++];
		(void)snprintf(row->name, sizeof(row->name), "%s", part->part);
		row->w = (struct frugal_interval){part->w, part->low_w, part->high_w};
		row->joules = part->joules;
		row->quality = part->quality;
	}
}

/* The points of the last minute, and this one. */
static void add_point(struct live_now *to)
{
	size_t old = 0;
	int64_t from_us = to->at_us - (int64_t)(LIVE_MINUTE_S + 1) * 1000000;
	while (old < to->n_points &&
	       (to->points[old].at_us < from_us || to->n_points - old >= LIVE_POINTS))
		old++;
	to->n_points -= old;
	memmove(to->points, to->points + old, to->n_points * sizeof(*to->points));
	if (!isnan(to->machine_w.value))
		to->points[to->n_points++] = (struct live_point){to->at_us, to->machine_w};
}

static void take_look(struct live_thread *own, const struct frugal_look *look)
{
	struct live_now *to = &own->next;
	struct frugal_live_ends ends = {.size = sizeof(ends)};
	if (frugal_live_ends(own->handle, &ends, NULL) < 0)
		return;
	to->at_us = look->at_us;
	(void)snprintf(to->zone, sizeof(to->zone), "%s", look->zone);
	(void)snprintf(to->means, sizeof(to->means), "%s", look->means);
	to->zone_is_default = look->zone_is_default != 0;
	to->is_hour = ends.is_hour != 0;
	to->measured_share = look->measured_share;
	to->today_s = look->today_s;
	to->machine_w = ends.machine_w;
	to->idle_w = ends.idle_w;
	to->today_wh = ends.today_wh;
	to->g_per_kwh = ends.g_per_kwh;
	to->today_g = ends.today_g;
	take_parts(own, to);
	add_point(to);
	to->known = take_rows(own, frugal_live_process, false, &to->processes) &&
		    take_rows(own, frugal_live_group, true, &to->containers);
}

/* The carbon since the server began, which does not begin again at midnight. */
static void add_carbon(struct live_thread *own, bool is_first)
{
	double today_g = own->next.today_g.value;
	double added = today_g - own->last_today_g;
	if (added < 0)
		added = today_g;
	if (!is_first && added > 0)
		own->next.carbon_g += added;
	own->last_today_g = today_g;
}

/* ---- the thread ----------------------------------------------------------------------------- */

static int open_handle(struct live_thread *own, struct frugal_error *reterr)
{
	const struct serve_settings *settings = &own->server->settings;
	struct frugal_options options = settings->library;
	struct frugal_measure_options how = {.size = sizeof(how), .keep = !settings->read_only};
	options.lang = "en";
	int r = frugal_library_new(&options, &own->library, reterr);
	if (r == 0)
		r = frugal_live_new(own->library, &how, NULL, &own->handle, reterr);
	return r;
}

static void show(struct live_thread *own)
{
	pthread_mutex_lock(&own->lock);
	own->now = own->next;
	own->first_is_over = true;
	pthread_cond_broadcast(&own->changed);
	pthread_mutex_unlock(&own->lock);
}

/* Only what changed is sent; or the same again, as a sign of life. */
static void publish(struct live_thread *own)
{
	struct buf event = {0};
	live_event(&own->next, &event);
	bool same = own->event.n == event.n &&
		    memcmp(buf_text(&own->event), buf_text(&event), event.n) == 0;
	if (!event.failed && (!same || now_ms() - own->published_ms >= SIGN_OF_LIFE_MS)) {
		http_publish(own->server->http, buf_str(&event));
		own->published_ms = now_ms();
	}
	buf_release(&own->event);
	own->event = event;
}

static int look(struct live_thread *own, bool is_first, struct frugal_error *reterr)
{
	const struct frugal_look *seen;
	struct timespec from, to;
	clock_gettime(CLOCK_MONOTONIC, &from);
	pthread_mutex_lock(&own->handle_lock);
	int r = frugal_live_look(own->handle, &seen, reterr);
	if (r == 0)
		take_look(own, seen);
	pthread_mutex_unlock(&own->handle_lock);
	if (r < 0)
		return r;
	clock_gettime(CLOCK_MONOTONIC, &to);
	own->next.look_s =
		(double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
	add_carbon(own, is_first);
	show(own);
	publish(own);
	return 0;
}

/* Until the next look; false: the server stops. */
static bool wait_for_look(struct live_thread *own, int64_t last_ms, bool is_first)
{
	bool stops;
	pthread_mutex_lock(&own->lock);
	for (;;) {
		bool followed = own->asked || http_followers(own->server->http) > 0;
		int64_t until = last_ms + (is_first   ? FIRST_LOOK_MS
					   : followed ? FOLLOWED_MS
						      : ALONE_MS);
		stops = own->stops;
		if (stops || now_ms() >= until)
			break;
		struct timespec at = moment(until);
		(void)pthread_cond_timedwait(&own->changed, &own->lock, &at);
	}
	own->asked = false;
	pthread_mutex_unlock(&own->lock);
	return !stops;
}

static void *run(void *context)
{
	struct live_thread *own = context;
	struct frugal_error error = {0};
	pthread_mutex_lock(&own->handle_lock);
	int r = open_handle(own, &error);
	pthread_mutex_unlock(&own->handle_lock);
	int64_t last_ms = now_ms();
	for (bool is_first = true; r == 0 && wait_for_look(own, last_ms, is_first);) {
		last_ms = now_ms();
		r = look(own, is_first, &error);
		is_first = false;
	}
	if (r < 0) {
		log_note("serve.live", "%s", error.what);
		own->next.known = false;
		(void)snprintf(own->next.what, sizeof(own->next.what), "%s", error.what);
		show(own);
	}
	return NULL;
}

/* ---- the others ----------------------------------------------------------------------------- */

int live_new(struct server *server, struct frugal_error *reterr)
{
	pthread_condattr_t attributes;
	struct live_thread *own = mem_zalloc(1, sizeof(*own));
	if (!own)
		return error_nomem(reterr);
	own->server = server;
	server->live = own;
	pthread_mutex_init(&own->lock, NULL);
	pthread_mutex_init(&own->handle_lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&own->changed, &attributes);
	pthread_condattr_destroy(&attributes);
	return 0;
}

int live_start(struct server *server, struct frugal_error *reterr)
{
	struct live_thread *own = server->live;
	int errnum = pthread_create(&own->thread, NULL, run, own);
	own->started = errnum == 0;
	return errnum ? error_set(reterr, FRUGAL_EENV, _("cannot start a thread: %s"),
				  strerror(errnum))
		      : 0;
}

void live_stop(struct server *server)
{
	struct live_thread *own = server->live;
	if (!own)
		return;
	pthread_mutex_lock(&own->lock);
	own->stops = true;
	pthread_cond_broadcast(&own->changed);
	pthread_mutex_unlock(&own->lock);
	if (own->started)
		pthread_join(own->thread, NULL);
	own->started = false;
}

void live_release(struct server *server)
{
	struct live_thread *own = server->live;
	if (!own)
		return;
	frugal_live_free(own->handle);
	frugal_library_free(own->library);
	mem_free(own->names);
	buf_release(&own->event);
	pthread_mutex_destroy(&own->lock);
	pthread_mutex_destroy(&own->handle_lock);
	pthread_cond_destroy(&own->changed);
	mem_free(own);
	server->live = NULL;
}

void live_copy(struct server *server, struct live_now *to)
{
	struct live_thread *own = server->live;
	struct timespec until = moment(now_ms() + WAIT_FOR_FIRST_MS);
	pthread_mutex_lock(&own->lock);
	while (!own->first_is_over && !own->stops)
		if (pthread_cond_timedwait(&own->changed, &own->lock, &until) == ETIMEDOUT)
			break;
	*to = own->now;
	pthread_mutex_unlock(&own->lock);
}

void live_wake(struct server *server)
{
	struct live_thread *own = server->live;
	pthread_mutex_lock(&own->lock);
	own->asked = true;
	pthread_cond_broadcast(&own->changed);
	pthread_mutex_unlock(&own->lock);
}

bool live_as_json(struct server *server, bool by_groups, size_t most, struct buf *to)
{
	struct live_thread *own = server->live;
	const struct live_view view = {.by = by_groups ? LIVE_GROUPS : LIVE_PROCESSES,
				       .most = most};
	struct live_now *now = mem_zalloc(1, sizeof(*now));
	if (now)
		live_copy(server, now); /* waits for the first */
	bool known = now && now->known;
	mem_free(now);
	pthread_mutex_lock(&own->handle_lock);
	if (known)
		live_json(to, own->handle->seen, &view);
	pthread_mutex_unlock(&own->handle_lock);
	return known;
}
