/* SPDX-License-Identifier: Apache-2.0 */
/* Under the figures: which parts stand for what, what the machine did meanwhile, what is unknown.
 */
#include <string.h>

#include "base/intl.h"
#include "meter/perimeter.h"
#include "report/run_words.h"

static bool part_gave(const struct run_part *part)
{
	return part->state == SOURCE_OK || part->energy.j > 0;
}

bool part_is_measured(const struct run_part *part)
{
	return part_gave(part) && part->quality == FRUGAL_MEASURED;
}

bool part_is_modelled(const struct run_part *part)
{
	return part_gave(part) && part->quality != FRUGAL_MEASURED;
}

bool part_is_denied(const struct run_part *part)
{
	return part->state == SOURCE_DENIED;
}

bool part_is_still(const struct run_part *part)
{
	return !part_gave(part) && !part_is_denied(part);
}

static bool part_is_without_idle(const struct run_part *part)
{
	return part_is_measured(part) && !part->idle_known;
}

size_t add_part_names(struct buf *to, const struct run_record *run, part_test *test, bool sensors)
{
	size_t n = 0;
	for (size_t i = 0; i < run->n_parts; i++) {
		const struct run_part *part = &run->parts[i];
		const char *text = sensors ? part->sensor : part->part;
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again |= test(&run->parts[k]) && sensors &&
				 strcmp(run->parts[k].sensor, text) == 0;
		if (!test(part) || again)
			continue;
		buf_addf(to, "%s%s", n++ ? ", " : "", text);
	}
	return n;
}

static void add_wh(struct buf *to, struct energy energy, const struct display_unit *unit,
		   const struct run_view *view)
{
	double x = energy_kwh(energy) * 1e3 / unit->scale;
	print_number(to, x, print_decimals(x, x, x), view->numbers);
}

/* Parts add up to the whole: what the machine used, ours, idle within it, everybody else's. */
static void add_machine(struct buf *to, const struct run_record *run, const struct run_view *view)
{
	struct perimeter_energy machine, share, marginal;
	struct display_unit unit;
	const struct dimension energy = {{[KIND_ENERGY] = 1}};
	perimeter_of_run(run, PERIMETER_MACHINE, &machine);
	perimeter_of_run(run, PERIMETER_SHARE, &share);
	perimeter_of_run(run, PERIMETER_MARGINAL, &marginal);
	if (!(machine.value.j > 0))
		return;
	display_unit_for(energy_kwh(machine.value) * 1e3, energy, (struct unit){0}, NULL, &unit);
	struct buf n[4] = {{0}};
	add_wh(&n[0], machine.value, &unit, view);
	add_wh(&n[1], share.value, &unit, view);
	add_wh(&n[2], energy_sub(share.value, marginal.value), &unit, view);
	add_wh(&n[3], energy_sub(machine.value, share.value), &unit, view);
	/* TRANSLATORS: 268 Wh, then numbers of the same unit */
	buf_addf(to,
		 _("  of the machine's %s %s meanwhile: %s this command (of which %s its share of "
		   "idle), %s others\n"),
		 buf_text(&n[0]), unit.text, buf_text(&n[1]), buf_text(&n[2]), buf_text(&n[3]));
	for (size_t i = 0; i < 4; i++)
		buf_release(&n[i]);
}

static void add_gaps(struct buf *to, const struct run_record *run, const struct run_view *view)
{
	for (size_t i = 0; i < run->n_parts; i++) {
		const struct run_part *part = &run->parts[i];
		if (!part_gave(part) || !(part->gaps.s > 0))
			continue;
		struct buf time = {0};
		print_duration(&time, part->gaps.s, view->numbers);
		buf_addf(to, _("  %s: no valid reading for %s, not made up for\n"), part->part,
			 buf_text(&time));
		buf_release(&time);
	}
}

static void add_idle_note(struct buf *to, const struct run_record *run)
{
	struct buf parts = {0};
	if (add_part_names(&parts, run, part_is_without_idle, false))
		buf_addf(to,
			 _("  idle power of %s is not known yet, so none is set apart; a rest "
			   "teaches it: frugal run sleep 10\n"),
			 buf_text(&parts));
	buf_release(&parts);
}

void add_notes(struct buf *to, const struct run_record *run, const struct run_view *view)
{
	add_machine(to, run, view);
	add_gaps(to, run, view);
	add_idle_note(to, run);
}

/* The meter writes its own words, which it has marked for translation, with "; " at their end. */
void run_left_out(struct buf *to, const struct run_record *run)
{
	struct str rest = str_of(run->left_out ? run->left_out : "");
	while (rest.n) {
		char word[128];
		const char *end = memmem(rest.p, rest.n, "; ", 2);
		size_t n = end ? (size_t)(end - rest.p) + 2 : rest.n;
		if (n < sizeof(word)) {
			memcpy(word, rest.p, n);
			word[n] = '\0';
			add_clean_text(to, _(word), sizeof(word));
		}
		rest = (struct str){rest.p + n, rest.n - n};
	}
}
