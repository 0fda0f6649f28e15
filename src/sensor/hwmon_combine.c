/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What several channels of the hardware monitors say together: the inputs of a module, the input of
 * a board, supplies, and the parts of an accelerator whose driver has no energy of the whole.
 */
#include "sensor/hwmon_inside.h"

#include <string.h>

#include "sensor/gauge.h"

/*
 * Modules of NVIDIA without a rail for the whole: these are its inputs, and together they are the
 * processors, the accelerator and the memory, of which none is counted twice. Jetson AGX Orin and
 * AGX Xavier: NVIDIA, Jetson Linux Developer Guide, "Power monitor".
 */
#define MOST_INPUTS 6
static const char *const module_inputs[][MOST_INPUTS] = {
	{"VDD_GPU_SOC", "VDD_CPU_CV", "VIN_SYS_5V0"},
	{"GPU", "CPU", "SOC", "CV", "VDDRQ", "SYS5V"},
};
/* The rail by which AGX Thor is known: an unlabelled INA238 of it measures the whole board. */
#define THOR_RAIL "VDD_CPU_SOC_MSS"
/*
 * Energy of an Intel board at most, by that of its package: memory, fans and converters are not
 * measured. Our judgement.
 */
#define PACKAGE_HIGH 1.5

static bool starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* An open rail of an INA by its label; NULL when there is none. */
static struct source *rail_of(const struct sources *found, size_t from, const char *label)
{
	for (size_t i = from; i < found->n; i++) {
		struct source *source = &found->items[i];
		if (source->cover == COVER_RAIL && source->state == TICK_OK &&
		    starts(source->part, "rail.") && strcmp(source->part + 5, label) == 0)
			return source;
	}
	return NULL;
}

static bool has_cover(const struct sources *found, size_t from, enum cover cover)
{
	for (size_t i = from; i < found->n; i++)
		if (found->items[i].cover == cover && source_is_open(&found->items[i]))
			return true;
	return false;
}

/* All inputs of a module, where no rail has the whole of it: parts, of which each counts. */
static void count_inputs(const struct sources *found, size_t from)
{
	for (size_t b = 0; b < sizeof(module_inputs) / sizeof(module_inputs[0]); b++) {
		struct source *inputs[MOST_INPUTS];
		size_t n = 0, wanted = 0;
		for (; wanted < MOST_INPUTS && module_inputs[b][wanted]; wanted++) {
			inputs[n] = rail_of(found, from, module_inputs[b][wanted]);
			n += inputs[n] != NULL;
		}
		for (size_t i = 0; n == wanted && i < n; i++) {
			inputs[i]->cover = COVER_SOCKET;
			inputs[i]->index = (int)i;
		}
	}
}

/* The input of AGX Thor's board: a power without a label on a monitor of its own. */
static int find_thor_input(const struct sources *found, size_t from, struct frugal_error *reterr)
{
	if (!rail_of(found, from, THOR_RAIL))
		return 0;
	for (size_t i = from; i < found->n; i++) {
		struct source *source = &found->items[i];
		if (strcmp(source->detail, "hwmon ina238") != 0 || strchr(source->path, '\n'))
			continue;
		source->cover = COVER_NODE;
		source->never_zero = true;
		source->part = arena_strdup(found->arena, "node.board");
		return source->part ? 0 : error_nomem(reterr);
	}
	return 0;
}

/* Whether a source has the energy of the whole board of this number. */
static bool has_board(const struct sources *found, size_t from, const struct board_maker *maker,
		      int index)
{
	for (size_t i = from; i < found->n; i++)
		if (found->items[i].cover == COVER_GPU && found->items[i].maker == maker &&
		    found->items[i].index == index && !strstr(found->items[i].part, ".tile"))
			return true;
	return false;
}

static int take_for_board(const struct sources *found, struct source *source,
			  const struct board_maker *maker, const char *part, const char *detail,
			  struct frugal_error *reterr)
{
	source->cover = COVER_GPU;
	source->class = &hwmon_board_class;
	source->maker = maker;
	source->part = part;
	source->detail = arena_strdup(found->arena, detail);
	return source->part && source->detail ? 0 : error_nomem(reterr);
}

/*
 * Drivers that have no energy of the whole board: its package is the least that it takes, its tiles
 * are its parts.
 */
static int take_parts_of_boards(const struct sources *found, size_t from,
				struct frugal_error *reterr)
{
	int r = 0;
	for (size_t i = from; r == 0 && i < found->n; i++) {
		struct source *source = &found->items[i];
		struct str tile;
		if (strcmp(source->detail, "hwmon xe pkg") == 0 &&
		    !has_board(found, from, &hwmon_xe, source->index)) {
			source->high_factor = PACKAGE_HIGH;
			r = take_for_board(found, source, &hwmon_xe,
					   arena_printf(found->arena, "gpu.card%d", source->index),
					   "hwmon xe, package alone", reterr);
		} else if (str_after(str_of(source->detail), "hwmon i915_gt", &tile) &&
			   !has_board(found, from, &hwmon_i915, source->index)) {
			tile.n = strspn(tile.p, "0123456789");
			r = take_for_board(found, source, &hwmon_i915,
					   arena_printf(found->arena, "gpu.card%d.tile%.*s",
							source->index, STR_ARG(tile)),
					   "hwmon i915, a tile", reterr);
		}
	}
	return r;
}

int hwmon_combine(const struct host *host, const struct sources *found, size_t from,
		  struct frugal_error *reterr)
{
	int r = find_thor_input(found, from, reterr);
	if (r < 0)
		return r;
	gauge_refuse_idle_supplies(host, found, from);
	if (!has_cover(found, from, COVER_NODE))
		count_inputs(found, from);
	return take_parts_of_boards(found, from, reterr);
}
