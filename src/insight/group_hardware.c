/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads from single runs, by phase, which accelerators used energy and which sensors saw the
 * machine: those of a group are not those of each phase.
 */
#include <string.h>

#include "insight/group_inside.h"

/* What was read of one phase. */
struct group_phase_seen {
	const char *phase;
	size_t runs;
	struct group_board boards[GROUP_NAMES];
	size_t n_boards;
	bool more_boards;
	struct group_names cpu_sensors, board_sensors;
};

bool group_is_board(const struct run_part *part)
{
	return strncmp(part->part, "gpu", 3) == 0 && !part->is_check && part->energy.j > 0;
}

void group_board_name(struct buf *to, const struct run_part *part)
{
	if (part->device[0])
		buf_puts(to, part->device);
	else
		buf_addf(to, "unknown model (%s)", part->sensor);
}

static struct group_phase_seen *seen_of(const struct gathering *of, const char *phase)
{
	for (size_t i = 0; i < of->n_phases; i++)
		if (strcmp(of->phases[i].phase, phase) == 0)
			return &of->phases[i];
	return NULL;
}

int group_hardware_begin(struct gathering *of)
{
	const struct run_group *group = of->to;
	size_t n = 0;
	for (size_t i = 0; i < group->n_cells; i++)
		n += group_is_first_of_phase(group, i);
	of->phases = arena_array(of->arena, n + 1, sizeof(*of->phases));
	if (!of->phases)
		return error_nomem(of->reterr);
	for (size_t i = 0; i < group->n_cells; i++)
		if (group_is_first_of_phase(group, i))
			of->phases[of->n_phases++] =
				(struct group_phase_seen){.phase = group->cells[i].phase};
	return 0;
}

/* The place of the model among those of the phase; GROUP_NAMES: the phase has too many. */
static int place_of_board(struct gathering *of, struct group_phase_seen *seen,
			  const struct run_part *part, size_t *ret)
{
	struct buf name = {0};
	group_board_name(&name, part);
	int r = name.failed ? error_nomem(of->reterr) : 0;
	*ret = 0;
	while (r == 0 && *ret < seen->n_boards &&
	       strcmp(seen->boards[*ret].name, buf_text(&name)) != 0)
		++*ret;
	seen->more_boards |= *ret == GROUP_NAMES;
	if (r == 0 && *ret == seen->n_boards && *ret < GROUP_NAMES) {
		const char *kept = arena_strdup(of->arena, buf_text(&name));
		seen->boards[seen->n_boards++] = (struct group_board){.name = kept ? kept : ""};
		r = kept ? 0 : error_nomem(of->reterr);
	}
	buf_release(&name);
	return r;
}

static int see_boards(struct gathering *of, struct group_phase_seen *seen,
		      const struct run_record *run)
{
	size_t counts[GROUP_NAMES + 1] = {0}, at = 0;
	int r = 0;
	for (size_t i = 0; r == 0 && i < run->n_parts; i++) {
		if (!group_is_board(&run->parts[i]))
			continue;
		r = place_of_board(of, seen, &run->parts[i], &at);
		counts[at]++;
		if (r == 0)
			r = group_name_add(of, &seen->board_sensors, run->parts[i].sensor);
	}
	for (size_t i = 0; i < seen->n_boards; i++) {
		struct group_board *board = &seen->boards[i];
		if (counts[i] && (!board->least || counts[i] < board->least))
			board->least = counts[i];
		board->most = counts[i] > board->most ? counts[i] : board->most;
	}
	return r;
}

/* The first part of a machine is that of its processors. */
static int see_processor(struct gathering *of, struct group_phase_seen *seen,
			 const struct run_record *run)
{
	for (size_t i = 0; i < run->n_parts; i++) {
		const struct run_part *part = &run->parts[i];
		if (!part->is_check && strncmp(part->part, "gpu", 3) != 0)
			return group_name_add(of, &seen->cpu_sensors, part->sensor);
	}
	return 0;
}

int group_hardware_see(struct gathering *of, const struct run_record *run)
{
	struct group_phase_seen *seen = seen_of(of, run->phase ? run->phase : "");
	if (!seen)
		return 0;
	seen->runs++;
	int r = see_boards(of, seen, run);
	return r == 0 ? see_processor(of, seen, run) : r;
}

int group_hardware_keep(struct gathering *of)
{
	struct group_hardware *kept = arena_array(of->arena, of->n_phases + 1, sizeof(*kept));
	if (!kept)
		return error_nomem(of->reterr);
	for (size_t i = 0; i < of->n_phases; i++) {
		const struct group_phase_seen *seen = &of->phases[i];
		kept[i] = (struct group_hardware){
			.phase = seen->phase,
			.runs = seen->runs,
			.boards = seen->boards,
			.n_boards = seen->n_boards,
			.more_boards = seen->more_boards,
			.cpu_sensors = group_names_joined(of->arena, &seen->cpu_sensors, "; "),
			.board_sensors = group_names_joined(of->arena, &seen->board_sensors, "; "),
		};
		if (!kept[i].cpu_sensors || !kept[i].board_sensors)
			return error_nomem(of->reterr);
	}
	of->to->runs.hardware = kept;
	of->to->runs.n_hardware = of->n_phases;
	return 0;
}
