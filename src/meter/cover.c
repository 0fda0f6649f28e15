/* SPDX-License-Identifier: Apache-2.0 */
#include "meter/cover.h"

#include <string.h>

#include "base/buf.h"
#include "base/intl.h"

static bool is_die(const struct source *source)
{
	return strstr(source->part, "-die-") != NULL;
}

/* One is the other seen again, or holds it: two of the same part, or a package and a die of it. */
static bool same_thing(const struct source *a, const struct source *b)
{
	if (a->cover != b->cover)
		return false;
	if (strcmp(a->part, b->part) == 0)
		return true;
	return a->cover == COVER_PACKAGE && a->index >= 0 && a->index == b->index &&
	       is_die(a) != is_die(b);
}

/* Of two that show the same thing: the open one, then the whole, then the one found first. */
static bool better(const struct source *a, const struct source *b)
{
	if ((a->state == TICK_OK) != (b->state == TICK_OK))
		return a->state == TICK_OK;
	if (is_die(a) != is_die(b))
		return !is_die(a);
	return a < b;
}

static bool stands_alone(enum cover cover)
{
	switch (cover) {
	case COVER_PACKAGE:
	case COVER_DRAM:
	case COVER_GPU:
		return true;
	case COVER_CORE:
	case COVER_UNCORE:
	case COVER_PSYS: /* often dead or of one rail only: never trusted alone either */
	case COVER_NODE: /* NEEDSWORK: replaces all parts once such a sensor is here */
	case COVER_SERVER:
		return false;
	}
	return false;
}

static bool has_better(const struct sources *sources, size_t i)
{
	const struct source *source = &sources->items[i];
	for (size_t k = 0; k < sources->n; k++)
		if (k != i && same_thing(&sources->items[k], source) &&
		    better(&sources->items[k], source))
			return true;
	return false;
}

void cover_choose(const struct sources *sources, bool *chosen, struct cover_plan *ret)
{
	bool packages = false, memory = false;
	for (size_t i = 0; i < sources->n; i++) {
		const struct source *source = &sources->items[i];
		chosen[i] = stands_alone(source->cover) && !has_better(sources, i);
		packages |= chosen[i] && source->cover == COVER_PACKAGE && source->state == TICK_OK;
		memory |= chosen[i] && source->cover == COVER_DRAM && source->state == TICK_OK;
	}
	/* The modelled server holds its memory: a memory counter alone would come on top. */
	for (size_t i = 0; i < sources->n; i++)
		if (!packages && sources->items[i].cover == COVER_DRAM)
			chosen[i] = false;
	*ret = (struct cover_plan){
		.chosen = chosen,
		.needs_server = !packages,
		.needs_ram = !packages || !memory,
	};
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
			   bool has_server, bool has_ram, struct arena *arena)
{
	struct buf text = {0};
	bool gpus = false;
	for (size_t i = 0; i < sources->n; i++) {
		const struct source *source = &sources->items[i];
		gpus |= plan->chosen[i] && source->cover == COVER_GPU && source->state == TICK_OK;
		/* A closed package is made up for by the model only if all are. */
		if (plan->chosen[i] && source->state != TICK_OK &&
		    (!plan->needs_server || !has_server))
			buf_addf(&text, "%s; ", source->part);
	}
	if (plan->needs_server && !has_server)
		buf_puts(&text, N_("processors; "));
	if (plan->needs_ram && !has_ram)
		buf_puts(&text, N_("memory; "));
	if (!plan->needs_server || !has_server)
		buf_puts(&text, N_("rest of server: board, disks, fans, power supply; "));
	buf_puts(&text, gpus ? "" : N_("accelerators; "));
	buf_puts(&text, N_("network"));
	const char *line = text.failed ? NULL : arena_strdup(arena, buf_text(&text));
	buf_release(&text);
	return line;
}
