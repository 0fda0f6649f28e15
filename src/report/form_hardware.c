/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The machines and accelerators of the phases that a form is about, each once: those of other
 * phases drew none of the energy that it states.
 */
#include "report/form_parts.h"

#include <string.h>

#define MOST_MACHINES 16 /* that are named */

/* Adds one machine unless it is among the n of seen. */
static void add_machine(struct buf *to, const char *name, const char **seen, size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp(seen[i], name) == 0)
			return;
	if (*n == MOST_MACHINES)
		buf_puts(to, "; ...");
	else
		buf_addf(to, "%s%s", *n ? "; " : "", name);
	seen[(*n)++] = name;
}

static void add_machines(struct buf *to, const struct form_subject *s, form_covers *covers)
{
	const char *seen[MOST_MACHINES + 1];
	size_t n = 0;
	bool open = false;
	for (size_t i = 0; i < s->n_phases; i++)
		for (size_t k = 0; covers(s->phases[i].phase) && k < s->phases[i].n_machines; k++) {
			const char *name = s->phases[i].machines[k];
			open |= !name[0];
			if (name[0] && n <= MOST_MACHINES)
				add_machine(to, name, seen, &n);
		}
	if (open)
		buf_puts(to, n ? "; of some runs not reported" : "not reported");
}

/* Adds the model to the n of all; false: there are too many. */
static bool add_model(struct group_board *all, size_t *n, const struct group_board *board)
{
	size_t i = 0;
	while (i < *n && strcmp(all[i].name, board->name) != 0)
		i++;
	if (i == FORM_BOARDS)
		return false;
	if (i == *n) {
		all[(*n)++] = *board;
		return true;
	}
	all[i].least = board->least < all[i].least ? board->least : all[i].least;
	all[i].most = board->most > all[i].most ? board->most : all[i].most;
	return true;
}

size_t form_boards_of(const struct form_subject *s, form_covers *covers,
		      struct group_board ret[FORM_BOARDS], bool *ret_more)
{
	size_t n = 0;
	*ret_more = false;
	for (size_t i = 0; i < s->n_phases; i++) {
		const struct group_hardware *of = s->phases[i].hardware;
		if (!of || !covers(s->phases[i].phase))
			continue;
		*ret_more |= of->more_boards;
		for (size_t k = 0; k < of->n_boards; k++)
			*ret_more |= !add_model(ret, &n, &of->boards[k]);
	}
	return n;
}

/* Those of the other runs were not read. */
static void add_unread(struct buf *to, const struct form_subject *s, form_covers *covers)
{
	size_t read = 0, runs = 0;
	for (size_t i = 0; i < s->n_phases; i++) {
		const struct form_use *use = &s->phases[i];
		if (!covers(use->phase))
			continue;
		runs += use->runs;
		read += use->hardware ? use->hardware->runs : 0;
	}
	if (read < runs)
		buf_addf(to, "; accelerators as the newest %zu of %zu runs have them", read, runs);
}

void form_add_hardware(struct buf *to, const struct form_subject *s, form_covers *covers)
{
	struct group_board boards[FORM_BOARDS];
	bool more = false;
	size_t n = form_boards_of(s, covers, boards, &more);
	add_machines(to, s, covers);
	for (size_t i = 0; i < n; i++) {
		buf_puts(to, i ? "; " : to->n ? "; with " : "with ");
		if (boards[i].least < boards[i].most)
			buf_addf(to, "%zu to ", boards[i].least);
		buf_addf(to, "%zu × %s", boards[i].most, boards[i].name);
	}
	if (more)
		buf_puts(to, "; ...");
	add_unread(to, s, covers);
}
