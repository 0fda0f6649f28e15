/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the sources in two steps: the fast ones before the command starts, and the slow ones
 * (accelerators, meters on the network) while it runs. After the second step the choice is made
 * again over both; parts that stay chosen go on unchanged.
 */
#include <ctype.h>
#include <string.h>

#include "base/environment.h"
#include "base/intl.h"
#include "base/log.h"
#include "base/num.h"
#include "meter/session_impl.h"

static void probe_some(struct session *session, struct sources *sources, bool slow)
{
	struct frugal_error error;
	for (size_t i = 0; sensor_classes[i]; i++) {
		size_t before = sources->n;
		const struct sensor_class *class = sensor_classes[i];
		if (class->is_slow != slow)
			continue;
		if (class->is_likely && !class->is_likely(session->host, sources))
			continue;
		if (sensor_classes[i]->probe(session->host, sources, &error) < 0)
			log_note("meter.session", "%s: %s", sensor_classes[i]->name, error.what);
		for (size_t k = before; k < sources->n; k++)
			if (!sources->items[k].class)
				sources->items[k].class = sensor_classes[i];
	}
}

/*
 * "0,2", "GPU-5f3a,MIG-77" or "0.1" (a tile of a board): is this board in the list? Entries after a
 * negative one are hidden.
 */
static bool is_visible(const char *list, int index, const char *path)
{
	for (const char *p = list; *p;) {
		struct str item = str_trim((struct str){p, strcspn(p, ",")});
		const char *tile = item.n && isdigit((unsigned char)item.p[0])
					   ? memchr(item.p, '.', item.n)
					   : NULL;
		if (tile)
			item.n = (size_t)(tile - item.p);
		int64_t number;
		if (num_parse_int(item, 0, INT32_MAX, &number)) {
			if (number == index)
				return true;
		} else if (item.n && item.p[0] == '-') {
			return false;
		} else if (item.n && strncmp(path, item.p, item.n) == 0) {
			return true;
		} else if (item.n > 4 && memcmp(item.p, "MIG-", 4) == 0) {
			return true; /* a slice of some board: the board's sensor is the only one */
		}
		p += strcspn(p, ",");
		p += *p == ',';
	}
	return false;
}

/* Those that the command may use, as --gpus or the variables of their maker have it; or NULL. */
static const char *visible_of(const struct session *session, const struct board_maker *maker)
{
	const char *list = session->gpus;
	for (size_t i = 0; !list && i < 2 && maker->variables[i]; i++)
		list = environment_get(session->environment, maker->variables[i]);
	return list;
}

static bool can_hide(const struct source *source, const struct board_maker *maker)
{
	return source->cover == COVER_GPU && source->maker && (!maker || source->maker == maker);
}

/* The number that its maker gives to a source. */
static int number_of(const struct sources *sources, size_t at)
{
	const struct board_maker *maker = sources->items[at].maker;
	int number = 0;
	for (size_t i = 0; !maker->by_index && i < at; i++)
		number += can_hide(&sources->items[i], maker);
	return maker->by_index ? sources->items[at].index : number;
}

static void hide_boards(struct session *session)
{
	for (size_t i = 0; i < session->sources.n; i++) {
		struct source *source = &session->sources.items[i];
		const char *list =
			can_hide(source, NULL) ? visible_of(session, source->maker) : NULL;
		if (list)
			source->hidden =
				!is_visible(list, number_of(&session->sources, i), source->path);
	}
}

/* The part of this source in an earlier choice, or NULL. */
static struct part *part_of(struct part *parts, size_t n, const struct source *source)
{
	for (size_t i = 0; i < n; i++)
		if (parts[i].class == source->class &&
		    strcmp(parts[i].source.detail, source->detail) == 0 &&
		    strcmp(parts[i].source.part, source->part) == 0)
			return &parts[i];
	return NULL;
}

static int choose(struct session *session, struct frugal_error *reterr)
{
	size_t n = session->sources.n, n_old = session->n_parts;
	struct part *old = session->parts;
	bool *chosen = arena_array(&session->arena, n + 1, sizeof(*chosen));
	bool *check = arena_array(&session->arena, n + 1, sizeof(*check));
	struct part *parts = arena_array(&session->arena, n + MODELLED_PARTS, sizeof(*parts));
	if (!chosen || !check || !parts)
		return error_nomem(reterr);
	cover_choose(&session->sources, session->node_truth, chosen, check, &session->plan);
	session->parts = parts;
	session->n_parts = 0;
	for (size_t i = 0; i < n; i++) {
		if (!chosen[i] && !check[i])
			continue;
		struct part *part = &parts[session->n_parts++];
		struct part *known = part_of(old, n_old, &session->sources.items[i]);
		if (known) {
			*part = *known;
			known->sensor = NULL;
		} else {
			part->source = session->sources.items[i];
			part->class = part->source.class;
			part->idle_known = part->source.feed != NULL;
			part->idle.w = part->source.feed ? part->source.feed->curve.w[0] : 0;
			part_open(part, session->host, &session->start);
		}
		part->is_check = check[i];
	}
	for (size_t i = 0; i < n_old; i++)
		part_close(&old[i]);
	return 0;
}

int session_open_fast(struct session *session, struct frugal_error *reterr)
{
	session->sources.arena = &session->arena;
	session->sources.specs = session->specs;
	probe_some(session, &session->sources, false);
	hide_boards(session);
	return choose(session, reterr);
}

bool session_has_slow(struct session *session)
{
	session->slow.arena = &session->slow_arena;
	session->slow.specs = session->specs;
	for (size_t i = 0; sensor_classes[i]; i++) {
		const struct sensor_class *class = sensor_classes[i];
		if (class->is_slow &&
		    (!class->is_likely || class->is_likely(session->host, &session->slow)))
			return true;
	}
	return false;
}

void session_find_slow(struct session *session)
{
	if (session->slow_found)
		return;
	session->slow.arena = &session->slow_arena;
	session->slow.specs = session->specs;
	probe_some(session, &session->slow, true);
	session->slow_found = true;
}

/*
 * Asks the model for a board that nothing measures; without an answer the board is absent, with the
 * reason.
 */
static int feed_board(struct session *session, const struct power_models *models,
		      struct source *source, struct frugal_error *reterr)
{
	struct frugal_error error;
	struct model_feed *feed = arena_alloc(&session->arena, sizeof(*feed));
	if (!feed)
		return error_nomem(reterr);
	feed->busy = &session->busy;
	feed->start_ns = session->start.at_ns;
	feed->start_busy_ns = session->start.busy_ns;
	if (models->board_curve(models->context, source->board, &feed->curve, &error) == 0) {
		source->feed = feed;
		source->low_factor = feed->curve.low_factor;
		source->high_factor = feed->curve.high_factor;
		return 0;
	}
	source->state = TICK_ABSENT;
	source->detail = arena_printf(&session->arena, "%s: %s", source->detail, error.what);
	source->unlock = arena_strdup(&session->arena, error.todo);
	return source->detail && source->unlock ? 0 : error_nomem(reterr);
}

int session_take_slow(struct session *session, const struct power_models *models,
		      struct frugal_error *reterr)
{
	if (session->slow_taken || !session->slow.n)
		return 0;
	session->slow_taken = true;
	for (size_t i = 0; i < session->slow.n; i++) {
		struct source *source = sources_add(&session->sources);
		if (!source)
			return error_nomem(reterr);
		*source = session->slow.items[i];
		int r = source->board && models && models->board_curve
				? feed_board(session, models, source, reterr)
				: 0;
		if (r < 0)
			return r;
	}
	hide_boards(session);
	return choose(session, reterr);
}
