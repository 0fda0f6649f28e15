/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the sources in two steps: the fast ones before the command starts, and the slow ones
 * (accelerators, meters on the network) while it runs. After the second step the choice is made
 * again over both; parts that stay chosen go on unchanged.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

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

/* What gives a process its boards: its environment, or what another one of the job said of its own.
 */
struct giving {
	char *const *environment; /* NULL: text */
	const char *text;         /* "CUDA_VISIBLE_DEVICES=1;..." */
	char value[160];          /* the last one that was read of text */
};

static const char *given(struct giving *giving, const char *name)
{
	size_t n = strlen(name);
	if (giving->environment)
		return environment_get(giving->environment, name);
	for (const char *p = giving->text; *p;) {
		size_t length = strcspn(p, ";");
		if (length > n && strncmp(p, name, n) == 0 && p[n] == '=') {
			(void)snprintf(giving->value, sizeof(giving->value), "%.*s",
				       (int)(length - n - 1), p + n + 1);
			return giving->value;
		}
		p += length + (p[length] == ';');
	}
	return NULL;
}

/* The first of the maker's variables that is set; or NULL. */
static const char *inner_list(struct giving *giving, const struct board_maker *maker)
{
	const char *list = NULL;
	for (size_t i = 0; !list && i < 2 && maker->variables[i]; i++)
		list = given(giving, maker->variables[i]);
	return list;
}

static bool can_hide(const struct source *source, const struct board_maker *maker)
{
	return source->cover == COVER_GPU && source->maker && (!maker || source->maker == maker);
}

/* Two sources of one board: its energy and its power, or two of its tiles. */
static bool same_board(const struct source *a, const struct source *b)
{
	return a->maker == b->maker && a->index >= 0 && a->index == b->index;
}

static bool is_first_of_board(const struct sources *sources, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (can_hide(&sources->items[i], NULL) &&
		    same_board(&sources->items[i], &sources->items[at]))
			return false;
	return true;
}

/*
 * The number that its maker gives to a source: the boards before it, by their own numbers and not
 * by the order in which they were found ("hwmon10" comes before "hwmon9").
 */
static int number_of(const struct sources *sources, size_t at)
{
	const struct source *source = &sources->items[at];
	int number = 0;
	if (source->maker->by_index)
		return source->index;
	for (size_t i = 0; i < sources->n; i++) {
		const struct source *other = &sources->items[i];
		bool before = other->index == source->index
				      ? source->index < 0 && i < at
				      : (unsigned)other->index < (unsigned)source->index;
		number += can_hide(other, source->maker) && before && is_first_of_board(sources, i);
	}
	return number;
}

static int count_boards(const struct sources *sources, const struct board_maker *maker)
{
	int n = 0;
	for (size_t i = 0; i < sources->n; i++)
		n += can_hide(&sources->items[i], maker) && is_first_of_board(sources, i);
	return n;
}

/* ---- lists of boards ------------------------------------------------------------------------ */

#define NO_BOARD (-1)
#define SOME_BOARD (-2) /* it cannot be told which */

/* Whether one of the board's names is what the item begins, or the slice "MIG-GPU-5f3a/1/0" of it.
 */
static bool has_name(const struct source *source, struct str item)
{
	struct str rest;
	if (str_after(item, "MIG-GPU-", &rest))
		item = (struct str){item.p + 4, strcspn(item.p + 4, "/,")};
	for (const char *name = source->identity; name && *name;) {
		if (item.n && strncasecmp(name, item.p, item.n) == 0)
			return true;
		name += strcspn(name, "\n");
		name += *name == '\n';
	}
	return false;
}

/* The number of the board with this name: unless it has one alone, nobody does. */
static int board_named(const struct sources *sources, const struct board_maker *maker,
		       struct str item)
{
	int found = NO_BOARD;
	bool all_known = true;
	for (size_t i = 0; i < sources->n; i++) {
		const struct source *source = &sources->items[i];
		if (!can_hide(source, maker) || !is_first_of_board(sources, i))
			continue;
		all_known &= source->identity != NULL;
		if (!has_name(source, item))
			continue;
		if (found != NO_BOARD)
			return NO_BOARD;
		found = number_of(sources, i);
	}
	/* The driver may not list the slices: they are of some board. */
	bool unknown = !all_known || str_after(item, "MIG-", &(struct str){0});
	return found == NO_BOARD && unknown ? SOME_BOARD : found;
}

/* One list of a variable: what it numbers, and among how many. */
struct board_list {
	const char *text; /* "0,2", "GPU-5f3a,MIG-77" or "0.1" (a tile of a board) */
	const struct sources *sources;
	const struct board_maker *maker;
	int n; /* boards that it may name by number */
};

/*
 * At which place of the list this board is, or -1; number is that within the list's numbers, board
 * that of the machine, which names mean. An item that no board has hides those from it on, as do
 * numbers below 0 (CUDA C++ Programming Guide, "CUDA Environment Variables").
 */
static int place_in(const struct board_list *list, int number, int board)
{
	int place = 0;
	for (const char *p = list->text; *p; place++) {
		struct str item = str_trim((struct str){p, strcspn(p, ",")});
		size_t digits = 0;
		int64_t value = NO_BOARD;
		while (digits < item.n && isdigit((unsigned char)item.p[digits]))
			digits++;
		bool numbered =
			digits && num_parse_int((struct str){item.p, digits}, 0, INT32_MAX, &value);
		if (numbered && value >= list->n)
			return -1;
		if (!numbered)
			value = item.n && item.p[0] != '-'
					? board_named(list->sources, list->maker, item)
					: NO_BOARD;
		if (value == NO_BOARD)
			return -1;
		if (value == SOME_BOARD || value == (numbered ? number : board))
			return place;
		p += strcspn(p, ",");
		p += *p == ',';
	}
	return -1;
}

/* How many boards the list leaves. */
static int length_of(const struct board_list *list)
{
	int length = 0;
	for (int i = 0; i < list->n; i++)
		length += place_in(list, i, i) >= 0;
	return length;
}

static bool are_alike(const struct sources *sources, const struct board_maker *maker)
{
	const char *device = NULL;
	for (size_t i = 0; i < sources->n; i++) {
		const struct source *source = &sources->items[i];
		if (can_hide(source, maker) && device && strcmp(device, source->device) != 0)
			return false;
		if (can_hide(source, maker))
			device = source->device;
	}
	return true;
}

static bool has_numbers(const char *list)
{
	return list[strspn(list, " ")] && isdigit((unsigned char)list[strspn(list, " ")]);
}

/* Whether the numbers of a list may mean other boards than those of the same number here. */
static bool order_is_unknown(const struct session *session, const struct board_maker *maker,
			     bool ordered, const char *list)
{
	return maker->order && has_numbers(list) && !ordered &&
	       !are_alike(&session->sources, maker);
}

/* Whether a process may use a board, as the variables of its maker have it. */
static bool is_given(struct session *session, size_t at, struct giving *giving)
{
	const struct sources *sources = &session->sources;
	const struct board_maker *maker = sources->items[at].maker;
	struct board_list list = {NULL, sources, maker, count_boards(sources, maker)};
	int board = number_of(sources, at), number = board;
	list.text = maker->outer ? given(giving, maker->outer) : NULL;
	if (list.text) {
		int left = length_of(&list);
		number = place_in(&list, number, board);
		list.n = left;
	}
	const char *order = maker->order ? given(giving, maker->order) : NULL;
	bool ordered = order && strcmp(order, maker->as_here) == 0;
	list.text = inner_list(giving, maker);
	if (number < 0 || !list.text)
		return number >= 0;
	if (order_is_unknown(session, maker, ordered, list.text)) {
		session->order_note = maker->order_note;
		return true;
	}
	return place_in(&list, number, board) >= 0;
}

/* Whether the command, or another process of its job, may use a board. */
static bool may_use(struct session *session, size_t at)
{
	const struct sources *sources = &session->sources;
	const struct board_maker *maker = sources->items[at].maker;
	struct giving giving = {.environment = session->environment};
	int board = number_of(sources, at);
	struct board_list wanted = {session->gpus, sources, maker, count_boards(sources, maker)};
	if (session->gpus)
		return place_in(&wanted, board, board) >= 0;
	bool may = is_given(session, at, &giving);
	for (size_t i = 0; !may && i < session->n_ranks; i++) {
		giving = (struct giving){.text = session->ranks[i].boards};
		may = is_given(session, at, &giving);
	}
	return may;
}

void session_hide_boards(struct session *session)
{
	for (size_t i = 0; i < session->sources.n; i++)
		if (can_hide(&session->sources.items[i], NULL))
			session->sources.items[i].hidden = !may_use(session, i);
}

/* The part of this source in an earlier choice, or NULL. */
static struct part *part_of(struct part *parts, size_t n, const struct source *source)
{
	for (size_t i = 0; i < n; i++)
		/* Its text may have changed; what it was found at has not. */
		if (parts[i].class == source->class && parts[i].source.path == source->path &&
		    parts[i].source.part == source->part)
			return &parts[i];
	return NULL;
}

/* The models of the last choice that this one needs as well: false drops the part. */
static bool goes_on(struct session *session, const struct part *part)
{
	const struct cover_plan *plan = &session->plan;
	struct cover_models *has = &session->has;
	bool needed = true;
	if (part->class == &cpu_model_class)
		needed = has->server &= plan->needs_server;
	else if (part->class == &ram_model_class)
		needed = has->ram &= plan->needs_ram;
	else if (part->class == &rest_model_class)
		needed = has->rest &= plan->needs_rest;
	return needed;
}

/*
 * Parts of models belong to no source that was found: they go on, but for those that the new choice
 * counts in another part. A modelled server, or a meter of the machine, includes the rest of it.
 */
static void carry_models(struct session *session, struct part *old, size_t n_old)
{
	for (size_t i = 0; i < n_old; i++)
		if (old[i].class && old[i].class->is_model && !old[i].source.board &&
		    goes_on(session, &old[i])) {
			session->parts[session->n_parts++] = old[i];
			old[i].sensor = NULL;
		}
}

int session_choose(struct session *session, struct frugal_error *reterr)
{
	size_t n = session->sources.n, n_old = session->n_parts;
	struct part *old = session->parts;
	bool *chosen = arena_array(&session->arena, n + 1, sizeof(*chosen));
	bool *check = arena_array(&session->arena, n + 1, sizeof(*check));
	struct part *parts = arena_array(&session->arena, n + MODELLED_PARTS, sizeof(*parts));
	struct run_part *looked =
		arena_array(&session->arena, n + MODELLED_PARTS + 1, sizeof(*looked));
	if (!chosen || !check || !parts || !looked)
		return error_nomem(reterr);
	cover_choose(&session->sources, session->node_truth, chosen, check, &session->plan);
	session->parts = parts;
	session->looked = looked;
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
	carry_models(session, old, n_old);
	for (size_t i = 0; i < n_old; i++)
		part_close(&old[i]);
	return 0;
}

int session_open_fast(struct session *session, struct frugal_error *reterr)
{
	session->sources.arena = &session->arena;
	session->sources.specs = session->specs;
	probe_some(session, &session->sources, false);
	session_hide_boards(session);
	return session_choose(session, reterr);
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
	session_hide_boards(session);
	return session_choose(session, reterr);
}
