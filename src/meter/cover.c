/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One pass marks the sources that count, a second the meters of the whole machine. Each rule is a
 * comparison of two sources: which of two readings of one thing is better, and which lies within
 * which.
 */
#include "meter/cover.h"

#include <string.h>

#include "base/buf.h"
#include "base/intl.h"

static bool is_die(const struct source *source)
{
	return strstr(source->part, "-die-") != NULL;
}

/* Two readings of the same thing: the same part twice, or a package and a die of it. */
static bool same_thing(const struct source *a, const struct source *b)
{
	if (a->cover != b->cover)
		return false;
	if (strcmp(a->part, b->part) == 0)
		return true;
	return a->cover == COVER_PACKAGE && a->index >= 0 && a->index == b->index &&
	       is_die(a) != is_die(b);
}

/*
 * The better of two readings of the same thing: the open one, then the whole, then the first found.
 */
static bool better(const struct source *a, const struct source *b)
{
	if (source_is_open(a) != source_is_open(b))
		return source_is_open(a);
	if (is_die(a) != is_die(b))
		return !is_die(a);
	return a < b;
}

static bool stands_alone(enum cover cover)
{
	switch (cover) {
	case COVER_PACKAGE:
	case COVER_DRAM:
	case COVER_SOCKET:
	case COVER_GPU:
		return true;
	case COVER_CORE:
	case COVER_UNCORE:
	case COVER_RAIL:
	case COVER_PSYS: /* often dead or of one rail only: not trusted alone either */
	case COVER_SUPPLY:
	case COVER_NODE: /* not a part: see choose_check */
	case COVER_SERVER:
	case COVER_REST:
		return false;
	}
	return false;
}

/* A package and its memory are within the socket with their number. */
static bool within_socket(const struct source *source, const struct source *socket)
{
	return socket->cover == COVER_SOCKET && socket->state == TICK_OK &&
	       (source->cover == COVER_PACKAGE || source->cover == COVER_DRAM) &&
	       source->index == socket->index;
}

static bool has_better(const struct sources *sources, size_t i)
{
	const struct source *source = &sources->items[i];
	for (size_t k = 0; k < sources->n; k++) {
		const struct source *other = &sources->items[k];
		if (k != i && ((same_thing(other, source) && better(other, source)) ||
			       within_socket(source, other)))
			return true;
	}
	return false;
}

/*
 * Chooses one meter of the whole machine, the first that can be read; else all supplies, unless one
 * is closed: some supplies alone are not the machine.
 */
static bool choose_check(const struct sources *sources, bool *check)
{
	size_t open_supplies = 0, supplies = 0;
	for (size_t i = 0; i < sources->n; i++) {
		const struct source *source = &sources->items[i];
		if (source->cover == COVER_NODE && source->state == TICK_OK) {
			check[i] = true;
			return true;
		}
		supplies += source->cover == COVER_SUPPLY;
		open_supplies += source->cover == COVER_SUPPLY && source->state == TICK_OK;
	}
	if (!supplies || open_supplies < supplies)
		return false;
	for (size_t i = 0; i < sources->n; i++)
		check[i] = sources->items[i].cover == COVER_SUPPLY;
	return true;
}

void cover_choose(const struct sources *sources, bool want_node, bool *chosen, bool *check,
		  struct cover_plan *ret)
{
	bool packages = false, memory = false;
	for (size_t i = 0; i < sources->n; i++) {
		const struct source *source = &sources->items[i];
		check[i] = false;
		chosen[i] =
			stands_alone(source->cover) && !source->hidden && !has_better(sources, i);
		bool open = chosen[i] && source->state == TICK_OK;
		packages |=
			open && (source->cover == COVER_PACKAGE || source->cover == COVER_SOCKET);
		memory |= open && (source->cover == COVER_DRAM || source->cover == COVER_SOCKET);
	}
	/* The modelled server includes its memory: a memory counter would count it twice. */
	for (size_t i = 0; i < sources->n; i++)
		if (!packages && sources->items[i].cover == COVER_DRAM)
			chosen[i] = false;
	bool node = choose_check(sources, check);
	*ret = (struct cover_plan){
		.chosen = chosen,
		.check = check,
		.node_truth = node && (want_node || !packages),
	};
	ret->needs_server = !packages && !ret->node_truth;
	ret->needs_ram = (!packages || !memory) && !ret->node_truth;
	ret->needs_rest = packages && !ret->node_truth;
}

void cover_without_ram(const struct power_curve *server, const struct power_curve *ram,
		       struct power_curve *ret)
{
	*ret = *server;
	for (int i = 0; i < POWER_CURVE_POINTS; i++) {
		double rest = server->w[i] - ram->w[i];
		ret->w[i] = rest > 0 ? rest : 0;
	}
}

const char *cover_left_out(const struct sources *sources, const struct cover_plan *plan,
			   const struct cover_models *has, struct arena *arena)
{
	struct buf text = {0};
	bool gpus = false, hidden = false;
	for (size_t i = 0; i < sources->n; i++) {
		const struct source *source = &sources->items[i];
		hidden |= source->hidden;
		/* A meter that the user named and that says nothing. */
		if (source->class && source->class->specs && !source_is_open(source) &&
		    source->cover != COVER_GPU)
			buf_addf(&text, "%s; ", source->detail);
		gpus |= plan->chosen[i] && source->cover == COVER_GPU && source_is_open(source);
		/*
		 * The model of the server stands in for closed packages, if all are closed, and for
		 * no accelerator.
		 */
		bool modelled = plan->needs_server && has->server && source->cover != COVER_GPU;
		if (plan->chosen[i] && !source_is_open(source) && !plan->node_truth && !modelled)
			buf_addf(&text, "%s; ", source->part);
	}
	if (plan->needs_server && !has->server)
		buf_puts(&text, N_("processors; "));
	if (plan->needs_ram && !has->ram)
		buf_puts(&text, N_("memory; "));
	if (!plan->node_truth && !has->rest && !has->server)
		buf_puts(&text, N_("rest of server: board, disks, fans, power supply; "));
	if (!plan->node_truth && !gpus)
		buf_puts(&text, N_("accelerators; "));
	else if (hidden)
		buf_puts(&text, N_("accelerators that the command may not use; "));
	buf_puts(&text, N_("network"));
	const char *line = text.failed ? NULL : arena_strdup(arena, buf_text(&text));
	buf_release(&text);
	return line;
}
