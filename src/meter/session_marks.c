/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sections, epochs and metrics of a session. A section's energy is the difference of two snapshots
 * (session_share.c); those count the pending energy with the share of the moment, so that short
 * sections do not cut the windows in which energy is shared out.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/log.h"
#include "meter/mark.h"
#include "meter/session_impl.h"

#define MOST_SECTIONS 10000
#define MOST_METRICS 50000
#define DATAGRAM 4096
/* Below this no counter measures a section's energy. */
#define SHORTEST_S 0.02
#define SHORTEST_CUT_NS 200000000
/* Steps come by the thousand: their pace is measured over seconds. */
#define STEP_PIECE_S 1

static int add_section(struct session *session, const char *kind, const char *name, int64_t number,
		       const struct snapshot *from, const struct snapshot *to, int64_t begin_us,
		       struct frugal_error *reterr)
{
	if (!mem_grow(&session->sections, session->n_sections, &session->cap_sections,
		      sizeof(*session->sections), MOST_SECTIONS) ||
	    !mem_grow(&session->section_sums, session->n_sections, &session->cap_section_sums,
		      sizeof(*session->section_sums), MOST_SECTIONS))
		return error_set(reterr, FRUGAL_EENV, "%s", _("too many sections"));
	char *copy = arena_strdup(&session->arena, name);
	if (!copy)
		return error_nomem(reterr);
	double length_s = (double)(to->usage.at_ns - from->usage.at_ns) / NS_PER_SECOND;
	struct energy share = session_between(from, to);
	/* Too short for a counter, or the sources were chosen again between the two. */
	if (length_s < SHORTEST_S || share.j < 0)
		share.j = (double)NAN;
	session->section_sums[session->n_sections] = session_sums_between(from, to);
	session->sections[session->n_sections++] = (struct run_section){
		.kind = kind,
		.name = copy,
		.number = number,
		.begin_us = begin_us,
		.at_us = host_utc_us(session->host),
		.duration.s = length_s,
		.share = share,
	};
	return 0;
}

static int add_metrics(struct session *session, const struct mark *mark,
		       struct frugal_error *reterr)
{
	for (size_t i = 0; i < mark->n_metrics; i++) {
		if (!mem_grow(&session->metrics, session->n_metrics, &session->cap_metrics,
			      sizeof(*session->metrics), MOST_METRICS))
			return error_set(reterr, FRUGAL_EENV, "%s", _("too many values"));
		char *key = arena_strdup(&session->arena, mark->metrics[i].key);
		if (!key)
			return error_nomem(reterr);
		session->metrics[session->n_metrics++] = (struct run_metric){
			.at_us = host_utc_us(session->host),
			.epoch = mark->kind == MARK_EPOCH ? mark->number : session->course.epochs,
			.key = key,
			.value = mark->metrics[i].value,
		};
	}
	return 0;
}

static int open_section(struct session *session, const char *name, const struct snapshot *now,
			struct frugal_error *reterr)
{
	if (!mem_grow(&session->open_sections, session->n_open, &session->cap_open,
		      sizeof(*session->open_sections), MOST_SECTIONS))
		return error_set(reterr, FRUGAL_EENV, "%s", _("too many sections"));
	struct open_section *open = &session->open_sections[session->n_open];
	*open = (struct open_section){.from = *now, .begin_us = host_utc_us(session->host)};
	(void)snprintf(open->name, sizeof(open->name), "%s", name);
	session->n_open++;
	return 0;
}

/* Ends the section of that name that was begun last. */
static int close_section(struct session *session, const char *name, const struct snapshot *now,
			 struct frugal_error *reterr)
{
	for (size_t i = session->n_open; i > 0; i--) {
		struct open_section *open = &session->open_sections[i - 1];
		if (strcmp(open->name, name) != 0)
			continue;
		int r = add_section(session, "section", name, -1, &open->from, now, open->begin_us,
				    reterr);
		memmove(open, open + 1, (session->n_open - i) * sizeof(*open));
		session->n_open--;
		return r;
	}
	error_set(reterr, FRUGAL_EUSAGE, _("section '%s' ends but was not begun"), name);
	return error_todo(reterr, _("begin it with: frugal mark begin %s"), name);
}

static struct duration length_of(const struct snapshot *from, const struct snapshot *to)
{
	return (struct duration){(double)(to->usage.at_ns - from->usage.at_ns) / NS_PER_SECOND};
}

bool session_begins_again(int64_t number, int64_t last, int64_t total, int64_t first)
{
	return number < last && number <= first && (last - number >= 2 || last == total);
}

/*
 * What the first piece of a round counts for. Its number is 1, or that of a training that was
 * resumed, or the length of its stride: the latter two look the same, and count for nothing. A
 * first piece contains the start-up of the program or of the round, unless a number 0 started the
 * clock; only a long one says something of the others.
 */
static double first_units(struct pace *pace, int64_t number, bool clocked, struct duration length)
{
	if (clocked)
		return (double)number;
	if (number != 1 || length.s < STARTING_S)
		return 0;
	pace->starts_up |= pace->total == 0;
	return 1;
}

static void note_epoch(struct session *session, const struct mark *mark, const struct snapshot *now)
{
	struct session_course *course = &session->course;
	struct duration length = length_of(&session->last_epoch, now);
	bool again = session_begins_again(mark->number, course->epochs, course->epochs_total,
					  course->first_epoch);
	bool first = course->epochs == 0 || again;
	double units = first ? first_units(&course->epoch_pace, mark->number,
					   session->epoch_clocked && !again, length)
			     : (double)(mark->number - course->epochs);
	pace_add(&course->epoch_pace, units, session_between(&session->last_epoch, now), length);
	course->rounds += again;
	session->epoch_clocked = mark->number == 0;
	session->last_epoch = *now;
	session->last_epoch_us = host_utc_us(session->host);
	if (first)
		course->first_epoch = mark->number;
	if (first || mark->number > course->epochs)
		course->epochs = mark->number;
	course->epochs_total = mark->total ? mark->total : course->epochs_total;
}

static void note_step(struct session *session, const struct mark *mark, const struct snapshot *now)
{
	struct session_course *course = &session->course;
	struct duration length = length_of(&session->last_step, now);
	/* Ranks are some steps apart; a round begins far below. */
	bool again = mark->number <= course->steps / 2 &&
		     session_begins_again(mark->number, course->steps, course->steps_total,
					  course->first_step);
	if (again || (course->steps == 0 && !session->step_clocked)) {
		pace_add(&course->step_pace,
			 first_units(&course->step_pace, mark->number, false, length),
			 session_between(&session->last_step, now), length);
		session->last_step = *now;
		session->last_step_number = mark->number;
		session->step_clocked = true;
	} else if (length.s >= STEP_PIECE_S && mark->number > session->last_step_number) {
		pace_add(&course->step_pace, (double)(mark->number - session->last_step_number),
			 session_between(&session->last_step, now), length);
		session->last_step = *now;
		session->last_step_number = mark->number;
	}
	course->rounds += again;
	if (course->steps == 0 || again)
		course->first_step = mark->number;
	if (again || mark->number > course->steps)
		course->steps = mark->number;
	course->steps_total = mark->total ? mark->total : course->steps_total;
}

/* Stores the progress of the command, and the costs of its pieces. */
static void note_course(struct session *session, const struct mark *mark,
			const struct snapshot *now)
{
	if (mark->kind == MARK_EPOCH)
		note_epoch(session, mark, now);
	else
		note_step(session, mark, now);
	session->course.energy_at = session_so_far(session);
	session->course.elapsed_at = length_of(&session->origin, now);
}

/*
 * A command may both print its epochs and mark them, in either order: the second report of an epoch
 * is a repetition. late: from the output of the command. A way that begins again begins a new round
 * of both.
 */
static bool is_repeated(struct session *session, int64_t number, bool late)
{
	int64_t *own = &session->epochs_by[late], *other = &session->epochs_by[!late];
	if (number <= *own)
		*other = 0;
	*own = number;
	return number > 0 && number <= *other;
}

/* As when each process of a training reports it, and 0 when the first epoch has ended. */
static bool was_reported(const struct session_course *course, int64_t number)
{
	return course->epochs > 0 && number <= course->epochs &&
	       !session_begins_again(number, course->epochs, course->epochs_total,
				     course->first_epoch);
}

/* Number 0 only starts the clock: what ran before it is the start-up. */
static int take_epoch(struct session *session, const struct mark *mark, const struct snapshot *now,
		      bool late, struct frugal_error *reterr)
{
	bool repeated = is_repeated(session, mark->number, late);
	int r = 0;
	if (repeated || was_reported(&session->course, mark->number))
		return 0;
	if (mark->number > 0)
		r = add_section(session, "epoch", "epoch", mark->number, &session->last_epoch, now,
				session->last_epoch_us, reterr);
	note_course(session, mark, now);
	return r;
}

static int take(struct session *session, const struct mark *mark, bool late,
		struct frugal_error *reterr)
{
	struct snapshot now;
	int r = 0;
	if (mark->kind != MARK_STEP && mark->kind != MARK_METRIC) {
		/* CPU time comes in steps of 10 ms: a window is cut where it has some of them. */
		int64_t ns = host_monotonic_ns(session->host);
		bool cut = ns - session->cut_ns >= SHORTEST_CUT_NS;
		session->cut_ns = cut ? ns : session->cut_ns;
		session_read_all(session, cut);
	}
	session_snapshot(session, &now);
	switch (mark->kind) {
	case MARK_POINT:
		r = add_section(session, "mark", mark->name, -1, &session->last_mark, &now,
				session->last_mark_us, reterr);
		session->last_mark = now;
		session->last_mark_us = host_utc_us(session->host);
		break;
	case MARK_BEGIN:
		r = open_section(session, mark->name, &now, reterr);
		break;
	case MARK_END:
		r = close_section(session, mark->name, &now, reterr);
		break;
	case MARK_EPOCH:
		r = take_epoch(session, mark, &now, late, reterr);
		break;
	case MARK_STEP:
		note_course(session, mark, &now);
		break;
	case MARK_METRIC:
		break;
	}
	return r == 0 ? add_metrics(session, mark, reterr) : r;
}

int session_take_late(struct session *session, struct str line, struct frugal_error *reterr)
{
	struct mark mark;
	int r = mark_parse(line, &mark, reterr);
	if (r < 0)
		return r;
	pthread_mutex_lock(&session->lock);
	r = take(session, &mark, true, reterr);
	pthread_mutex_unlock(&session->lock);
	return r;
}

int session_take(struct session *session, struct str line, struct frugal_error *reterr)
{
	struct mark mark;
	int r = mark_parse(line, &mark, reterr);
	if (r < 0)
		return r;
	pthread_mutex_lock(&session->lock);
	r = session->ended ? error_set(reterr, FRUGAL_EUSAGE, "%s", _("the meter has stopped"))
			   : take(session, &mark, false, reterr);
	pthread_mutex_unlock(&session->lock);
	return r;
}

int session_mark(struct session *session, const char *name, struct frugal_error *reterr)
{
	/* Any text may name a section of one's own program. */
	struct mark mark = {.kind = MARK_POINT};
	(void)snprintf(mark.name, sizeof(mark.name), "%s", name);
	pthread_mutex_lock(&session->lock);
	int r = session->ended ? error_set(reterr, FRUGAL_EUSAGE, "%s", _("the meter has stopped"))
			       : take(session, &mark, false, reterr);
	pthread_mutex_unlock(&session->lock);
	return r;
}

void session_course(struct session *session, struct session_course *ret)
{
	pthread_mutex_lock(&session->lock);
	*ret = session->course;
	ret->sections = session->sections;
	ret->n_sections = session->n_sections;
	pthread_mutex_unlock(&session->lock);
}

/* ---- the socket ----------------------------------------------------------------------------- */

int session_listen(struct session *session, const char *path, struct frugal_error *reterr)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(address.sun_path))
		return error_set(reterr, FRUGAL_EENV, _("the path of the socket is too long: %s"),
				 path);
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) != 0) {
		int errnum = errno;
		if (fd >= 0)
			close(fd);
		return error_io(reterr, _("create"), path, errnum);
	}
	session->mark_path = arena_strdup(&session->arena, path);
	session->mark_fd = fd;
	return 0;
}

static bool hear_rank(struct session *session, struct str line)
{
	struct rank_word word;
	if (!rank_word_parse(line, &word))
		return false;
	for (size_t i = 0; i < session->n_ranks; i++)
		if (session->ranks[i].rank == word.rank) {
			session->boards_changed |=
				strcmp(session->ranks[i].boards, word.boards) != 0;
			session->ranks[i] = word;
			return true;
		}
	if (mem_grow(&session->ranks, session->n_ranks, &session->cap_ranks, sizeof(word), 4096))
		session->ranks[session->n_ranks++] = word;
	session->boards_changed = true;
	return true;
}

size_t session_ranks(const struct session *session)
{
	return session->n_ranks;
}

void session_hear(struct session *session)
{
	char text[DATAGRAM];
	struct frugal_error error;
	ssize_t n;
	while (session->mark_fd >= 0 && (n = recv(session->mark_fd, text, sizeof(text), 0)) >= 0) {
		struct str rest = {text, (size_t)n};
		while (rest.n) {
			const char *end = memchr(rest.p, '\n', rest.n);
			size_t length = end ? (size_t)(end - rest.p) : rest.n;
			struct str line = str_trim((struct str){rest.p, length});
			if (line.n && !hear_rank(session, line) &&
			    session_take(session, line, &error) < 0)
				log_note("meter.mark", "%s", error.what);
			length += end ? 1 : 0;
			rest = (struct str){rest.p + length, rest.n - length};
		}
	}
}
