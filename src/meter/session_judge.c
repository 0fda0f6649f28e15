/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gives up the sources that turn out to be dead, and chooses again. A counter may open and never
 * move (a virtual machine that shows the zones of its host), a meter may answer with errors alone:
 * what opens first must not keep the next best one out for good. What was given up stays in the
 * record as a part that gave nothing.
 */
#include "base/log.h"
#include "meter/session_impl.h"

/*
 * The first judgement while the run goes on, which is never too late: the model that stands in
 * counts from the start. Each later one after twice the time, since a slow meter may be late.
 */
#define FIRST_NS 3000000000
/* A shorter run says nothing of a source. */
#define SHORTEST_NS 500000000
/* A source that changes more rarely needs so many of its updates. */
#define UPDATES 3

static bool is_judged(enum cover cover)
{
	return cover == COVER_PACKAGE || cover == COVER_SOCKET || cover == COVER_DRAM ||
	       cover == COVER_NODE || cover == COVER_SUPPLY;
}

static bool is_dead(const struct part *part, int64_t run_ns)
{
	double run_s = (double)run_ns / NS_PER_SECOND;
	return part->sensor && !part->source.feed && is_judged(part->source.cover) &&
	       part->last_state != TICK_ASLEEP && run_s >= UPDATES * part->source.update.s &&
	       (!part->moved || !part->sampler.has_last);
}

/* The source of a part. */
static struct source *source_of(struct session *session, const struct part *part)
{
	for (size_t i = 0; i < session->sources.n; i++) {
		struct source *source = &session->sources.items[i];
		if (source->class == part->class && source->part == part->source.part &&
		    source->path == part->source.path)
			return source;
	}
	return NULL;
}

static bool give_up(struct session *session, int64_t run_ns)
{
	bool any = false;
	for (size_t i = 0; i < session->n_parts; i++) {
		struct part *part = &session->parts[i];
		struct source *source = is_dead(part, run_ns) ? source_of(session, part) : NULL;
		if (!source)
			continue;
		log_note("meter.session", "%s: %s gives nothing", part->source.part,
			 part->source.detail);
		source->state = TICK_STALE;
		part_close(part);
		part->last_state = TICK_STALE;
		any = true;
	}
	return any;
}

bool session_judge(struct session *session)
{
	pthread_mutex_lock(&session->lock);
	int64_t run_ns = session->now.at_ns - session->start.at_ns;
	bool due = session->ended
			   ? run_ns >= SHORTEST_NS
			   : run_ns >= (session->judged_ns ? 2 * session->judged_ns : FIRST_NS);
	bool changed = session->boards_changed;
	if (session->set_up && due) {
		session->judged_ns = run_ns;
		changed |= give_up(session, run_ns);
	}
	session->boards_changed = false;
	pthread_mutex_unlock(&session->lock);
	return session->set_up && changed;
}

void session_choose_again(struct session *session, const struct power_models *models)
{
	struct frugal_error error;
	pthread_mutex_lock(&session->lock);
	session_hide_boards(session);
	if (session_choose(session, &error) < 0)
		log_note("meter.session", "%s", error.what);
	else
		session_add_models(session, models);
	pthread_mutex_unlock(&session->lock);
}
