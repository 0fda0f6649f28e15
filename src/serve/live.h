/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The power of this machine now, as the pages, the events and the metrics share it. One thread
 * looks at the machine, each second while somebody follows the events, else every ten; what it saw
 * is a struct live_now of constant size, which others copy under a lock.
 */
#ifndef SERVE_LIVE_H
#define SERVE_LIVE_H

#include "base/json.h"
#include "serve/server.h"

#define LIVE_PARTS 24
#define LIVE_NAMES 20  /* of processes and of containers, by power; all others are one row */
#define LIVE_POINTS 64 /* of the last minute */
#define LIVE_MINUTE_S 60

/* A part, or all processes (or control groups) of one name. */
struct live_row {
	char name[64];
	struct frugal_interval w;
	double joules; /* of a part, since the server began */
	enum frugal_quality quality;
};

/* name "": processes that were not observed, such as the kernel. */
struct live_rows {
	struct live_row row[LIVE_NAMES];
	size_t n;
	struct frugal_interval others_w; /* of the names that have no row */
	size_t n_others;
	struct frugal_interval unseen_w; /* what no observed process used */
};

struct live_point {
	int64_t at_us;
	struct frugal_interval w;
};

struct live_now {
	bool known;     /* false: nothing was seen yet, or what[] says why nothing can be */
	char what[512]; /* the error, in English */
	int64_t at_us;  /* UTC */
	char zone[32];
	bool zone_is_default, is_hour;
	char means[8]; /* "ebpf", "exits", "files" */
	double measured_share, today_s;
	struct frugal_interval machine_w, idle_w, today_wh, g_per_kwh, today_g;
	double carbon_g; /* since the server began */
	struct live_row parts[LIVE_PARTS];
	size_t n_parts;
	struct live_rows processes, containers;
	struct live_point points[LIVE_POINTS]; /* oldest first */
	size_t n_points;
	double look_s; /* that the last look took */
};

/*
 * Before the first request can come; the looks begin with live_start and publish events until
 * live_stop. A machine that cannot be read is not an error: live_now says so.
 */
int live_new(struct server *server, struct frugal_error *reterr);
int live_start(struct server *server, struct frugal_error *reterr);
void live_stop(struct server *server);
/* After the last request. */
void live_release(struct server *server);

/* Copies what was seen last; in the first second of the server waits for it. */
void live_copy(struct server *server, struct live_now *to);
/* Somebody follows: looks each second from now on. */
void live_wake(struct server *server);
/* The last look as `frugal top --json` prints it; by: "process", "cgroup". False: none. */
bool live_as_json(struct server *server, bool by_groups, size_t most, struct buf *to);

/* ---- words (live_words.c) -------------------------------------------------------------------- */

/* A text of the page that changes: its key is that of data-live, and of the event. */
struct live_word {
	const char *key, *text;
};

struct live_words {
	struct arena arena;
	struct live_word *word;
	size_t n, cap;
	bool failed;
};

/* In the language of the thread (intl_use_here). */
void live_words_make(const struct live_now *now, const struct number_style *numbers,
		     struct live_words *ret);
/* "" where it is not known. */
const char *live_word(const struct live_words *words, const char *key);
void live_words_release(struct live_words *words);

/* "data: {...}\n\n": a text, or two where English and French differ. */
void live_event(const struct live_now *now, struct buf *to);

/* A number above x that an axis may end with. */
double live_round_up(double x);

#define LIVE_SHOWN 8 /* rows of each table on the page */

#endif
