/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines below the figures of a run: energy of the machine during the run, sections, results,
 * the check against a meter of the whole machine, gaps, unknown idle powers.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "record/perimeter.h"
#include "report/run_words.h"

/* Most lines of sections in the text. */
#define MOST_LINES 12

/* Smallest gap that is reported, as a share of the run: less is within every interval. */
#define SMALL_GAP 0.002

static bool part_gave(const struct run_part *part)
{
	return !part->is_check && (part->state == SOURCE_OK || part->energy.j > 0);
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
	return part->state == SOURCE_DENIED && !part->is_check;
}

bool part_is_silent(const struct run_part *part)
{
	return part->state == SOURCE_ABSENT && !part_gave(part) && !part->is_check;
}

bool part_is_asleep(const struct run_part *part)
{
	return part->state == SOURCE_ASLEEP && !part_gave(part) && !part->is_check;
}

bool part_is_still(const struct run_part *part)
{
	return !part_gave(part) && !part_is_denied(part) && !part_is_silent(part) &&
	       !part_is_asleep(part) && !part->is_check;
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

/* Adds the energy of the machine: ours, idle within it, that of others. */
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
		 _("  the machine used %s %s during the run: %s by this command (of which %s is "
		   "its share of idle), %s by others\n"),
		 buf_text(&n[0]), unit.text, buf_text(&n[1]), buf_text(&n[2]), buf_text(&n[3]));
	for (size_t i = 0; i < 4; i++)
		buf_release(&n[i]);
}

static void add_gaps(struct buf *to, const struct run_record *run, const struct run_view *view)
{
	for (size_t i = 0; i < run->n_parts; i++) {
		const struct run_part *part = &run->parts[i];
		/*
		 * A board that was found during the command misses the first moments of a long run.
		 */
		if (!part_gave(part) || !(part->gaps.s > SMALL_GAP * run->duration.s))
			continue;
		struct buf time = {0};
		print_duration(&time, part->gaps.s, view->numbers);
		buf_addf(to, _("  %s: no valid reading for %s, not compensated\n"), part->part,
			 buf_text(&time));
		buf_release(&time);
	}
}

/* Compares the meter of the whole machine with the sum of its parts. */
static void add_check(struct buf *to, const struct run_record *run, const struct run_view *view)
{
	struct perimeter_energy machine;
	struct energy whole = {0};
	struct buf names = {0};
	perimeter_of_run(run, PERIMETER_MACHINE, &machine);
	for (size_t i = 0; i < run->n_parts; i++) {
		const struct run_part *part = &run->parts[i];
		if (!part->is_check && strcmp(part->part, "rest") == 0 &&
		    part->quality == FRUGAL_MEASURED)
			break; /* it is the truth: nothing to check */
		if (!part->is_check || part->state != SOURCE_OK)
			continue;
		whole = energy_add(whole, part->energy);
		buf_addf(&names, "%s%s", names.n ? " + " : "", part->sensor);
	}
	if (whole.j > 0 && machine.value.j > 0) {
		struct display_unit unit;
		const struct dimension energy = {{[KIND_ENERGY] = 1}};
		struct buf n[2] = {{0}};
		display_unit_for(energy_kwh(whole) * 1e3, energy, (struct unit){0}, NULL, &unit);
		add_wh(&n[0], whole, &unit, view);
		print_number(&n[1], whole.j / machine.value.j, 2, view->numbers);
		/* TRANSLATORS: "check: hwmon power_meter read 268 Wh, 1.31 times the parts above"
		 */
		buf_addf(to, _("  check: %s read %s %s, %s times the parts above\n"),
			 buf_text(&names), buf_text(&n[0]), unit.text, buf_text(&n[1]));
		buf_release(&n[0]);
		buf_release(&n[1]);
	}
	buf_release(&names);
}

static void add_idle_note(struct buf *to, const struct run_record *run)
{
	struct buf parts = {0};
	if (add_part_names(&parts, run, part_is_without_idle, false))
		buf_addf(to,
			 _("  idle power of %s is unknown, so it is not counted separately; to "
			   "measure it: frugal run sleep 10\n"),
			 buf_text(&parts));
	buf_release(&parts);
}

/* Decimals for four significant digits, without zeros at the end. */
static int decimals_of(double x)
{
	int decimals = 0;
	double size = fabs(x);
	while (decimals < 6 && size < 1000 &&
	       fabs(round(x * pow(10, decimals)) - x * pow(10, decimals)) >
		       1e-9 * (size + 1) * pow(10, decimals)) {
		decimals++;
		if (size * pow(10, decimals) >= 1000)
			break;
	}
	return decimals;
}

/* Adds the last value of each key: the result. */
static void add_metrics(struct buf *to, const struct run_record *run, const struct run_view *view)
{
	size_t said = 0;
	for (size_t i = 0; i < run->n_metrics; i++) {
		const struct run_metric *metric = &run->metrics[i];
		bool last = true;
		for (size_t k = i + 1; k < run->n_metrics; k++)
			last &= strcmp(run->metrics[k].key, metric->key) != 0;
		if (!last)
			continue;
		/* TRANSLATORS: "reached: accuracy 0.93" */
		buf_puts(to, said++ ? ", " : _("  reached: "));
		add_clean_text(to, metric->key, 40);
		buf_putc(to, ' ');
		print_number(to, metric->value, decimals_of(metric->value), view->numbers);
		if (metric->epoch > 0)
			buf_addf(to, _(" (epoch %lld)"), (long long)metric->epoch);
	}
	if (said)
		buf_putc(to, '\n');
}

static void add_section(struct buf *to, const struct run_section *section, size_t times,
			struct energy energy, struct duration length, const struct run_view *view)
{
	struct display_unit unit;
	const struct dimension dim = {{[KIND_ENERGY] = 1}};
	buf_puts(to, "  ");
	add_clean_text(to, section->name, 40);
	if (times > 1)
		/* TRANSLATORS: "epoch x 20": twenty of them */
		buf_addf(to, _(" x %zu"), times);
	buf_puts(to, "  ");
	if (energy.j >= 0) {
		display_unit_for(energy_kwh(energy) * 1e3, dim, (struct unit){0}, NULL, &unit);
		add_wh(to, energy, &unit, view);
		buf_addf(to, " %s", unit.text);
		if (times > 1) {
			struct energy each = {energy.j / (double)times};
			display_unit_for(energy_kwh(each) * 1e3, dim, (struct unit){0}, NULL,
					 &unit);
			buf_puts(to, ", ");
			add_wh(to, each, &unit, view);
			/* TRANSLATORS: "25 Wh each" */
			buf_addf(to, _(" %s each"), unit.text);
		}
	} else {
		buf_puts(to, _("too short to measure"));
	}
	buf_puts(to, "  ");
	print_duration(to, length.s, view->numbers);
	buf_putc(to, '\n');
}

/* Adds one line for all sections of a name. */
static void add_sections(struct buf *to, const struct run_record *run, const struct run_view *view)
{
	size_t lines = 0;
	for (size_t i = 0; i < run->n_sections; i++) {
		const struct run_section *section = &run->sections[i];
		struct energy energy = {0};
		struct duration length = {0};
		size_t times = 0;
		bool first = true;
		for (size_t k = 0; k < run->n_sections; k++) {
			const struct run_section *other = &run->sections[k];
			if (strcmp(other->name, section->name) != 0 ||
			    strcmp(other->kind, section->kind) != 0)
				continue;
			first &= k >= i;
			energy = energy_add(energy, other->share);
			length = duration_add(length, other->duration);
			times++;
		}
		if (first && lines++ < MOST_LINES)
			add_section(to, section, times, energy, length, view);
	}
	if (lines > MOST_LINES)
		buf_addf(to, _("  and %zu more sections, listed in JSON\n"), lines - MOST_LINES);
}

/* The memory of a machine of which the command may use a part only. */
static void add_limit_note(struct buf *to, const struct run_record *run)
{
	for (size_t i = 0; i < run->n_parts; i++)
		if (strstr(run->parts[i].sensor, "limit here"))
			buf_addf(to, _("  %s: %s, shared by CPU time\n"), run->parts[i].part,
				 run->parts[i].sensor);
}

void add_notes(struct buf *to, const struct run_record *run, const struct run_view *view)
{
	add_machine(to, run, view);
	add_sections(to, run, view);
	add_metrics(to, run, view);
	add_check(to, run, view);
	add_gaps(to, run, view);
	add_idle_note(to, run);
	add_limit_note(to, run);
}

/* Behind a number: see fill_left_out in meter/. */
#define STILL_RUN " processes of it still run; "

/* Translates the texts of the meter, which end with "; " and are marked there for translation. */
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
			size_t digits = strspn(word, "0123456789");
			if (digits && strcmp(word + digits, STILL_RUN) == 0)
				/* TRANSLATORS: the argument is a number above 1 */
				buf_addf(to, _("%.*s processes of it still run; "), (int)digits,
					 word);
			else
				add_clean_text(to, _(word), sizeof(word));
		}
		rest = (struct str){rest.p + n, rest.n - n};
	}
}
