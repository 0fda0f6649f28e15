/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The forms for people, in their language: a sentence for a paper, the same for LaTeX, a badge. A
 * figure that some of the runs lack says of how many it is; one that all lack is unknown.
 */
#include "report/form_parts.h"

#include <string.h>

#include "base/intl.h"
#include "report/chart_inside.h"
#include "report/escape.h"
#include "report/sums.h"
#include "report/vocabulary.h"

static void add_quantity(struct buf *to, const struct form_subject *s, const struct form_amount *x,
			 double scale, enum kind kind)
{
	struct dimension dim = {{0}};
	dim.exponent[kind] = 1;
	print_quantity(to, x->value * scale, x->low * scale, x->high * scale, dim,
		       (struct unit){1, dim}, NULL, s->numbers);
}

/* The amount, and of how many runs it is where some lack it. */
static void add_known(struct buf *to, const struct form_subject *s, const struct form_amount *x,
		      double scale, enum kind kind)
{
	if (!x->runs) {
		buf_puts(to, _("an unknown amount"));
		return;
	}
	add_quantity(to, s, x, scale, kind);
	if (!form_is_whole(&s->all, x))
		buf_addf(to, _(" (from %zu of %zu runs)"), x->runs, s->all.runs);
}

/* The phases and the time, in the language of the user; form_add_covers is for programs. */
static void add_period(struct buf *to, const struct form_subject *s)
{
	struct buf phases = {0}, from = {0}, until = {0};
	for (size_t i = 0; i < s->n_phases; i++)
		buf_addf(&phases, "%s%s", i ? ", " : "",
			 s->phases[i].phase[0] ? vocabulary_word(s->phases[i].phase)
					       : _("not reported"));
	form_add_time(&from, s->from_us, "%Y-%m-%d");
	form_add_time(&until, s->to_us, "%Y-%m-%d");
	/* TRANSLATORS: training, inference; two dates */
	buf_addf(to, _("phases: %s; runs of %s to %s"), buf_text(&phases), buf_text(&from),
		 buf_text(&until));
	to->failed |= phases.failed || from.failed || until.failed;
	buf_release(&phases);
	buf_release(&from);
	buf_release(&until);
}

/* "The 4 runs of p used 80 µWh (84 % measured by counters, the rest modelled)" */
static void add_energy(struct buf *to, const struct form_subject *s)
{
	if (s->all.runs == 1)
		buf_addf(to, _("The run of %s used "), s->name);
	else
		buf_addf(to, _("The %zu runs of %s used "), s->all.runs, s->name);
	if (!s->all.energy_kwh.runs) {
		buf_puts(to, _("an unknown amount of energy"));
		return;
	}
	add_known(to, s, &s->all.energy_kwh, 1e3, KIND_ENERGY);
	buf_addf(to, _(" (%.0f %% measured by counters, the rest modelled)"),
		 form_measured_percent(&s->all));
}

static int sentence(const struct form_subject *s, bool latex, struct buf *to,
		    struct frugal_error *reterr)
{
	struct buf energy = {0}, carbon = {0}, embodied = {0}, text = {0}, period = {0},
		   zones = {0};
	add_period(&period, s);
	add_energy(&energy, s);
	add_known(&carbon, s, &s->all.carbon_g, 1, KIND_CO2E);
	add_known(&embodied, s, &s->all.embodied_g, 1, KIND_CO2E);
	sums_zones(&zones, s->zone, s->some_unzoned);
	/* TRANSLATORS: of a paper; runs and their energy, machines, zone, carbon, embodied carbon
	 */
	buf_addf(&text,
		 _("%s on %s; with the electricity of %s this emitted %s, to which the embodied "
		   "emissions of the machines add %s (frugal %s; %s; intervals: 90 %%)."),
		 buf_text(&energy), s->hardware, buf_text(&zones), buf_text(&carbon),
		 buf_text(&embodied), s->version, buf_text(&period));
	if (latex)
		escape_latex(to, buf_text(&text));
	else
		buf_add_clean(to, buf_text(&text));
	buf_putc(to, '\n');
	bool failed = text.failed || energy.failed || carbon.failed || embodied.failed ||
		      period.failed || zones.failed;
	buf_release(&zones);
	buf_release(&period);
	buf_release(&energy);
	buf_release(&carbon);
	buf_release(&embodied);
	buf_release(&text);
	return failed ? error_nomem(reterr) : 0;
}

static void badge_box(struct buf *to, int x, int width, const char *colour, struct str text)
{
	buf_addf(to, "<rect x=\"%d\" width=\"%d\" height=\"20\" fill=\"%s\"/>", x, width, colour);
	buf_addf(to, "<text x=\"%d\" y=\"14\" text-anchor=\"middle\">%.*s</text>", x + width / 2,
		 STR_ARG(text));
}

/*
 * The value alone, with the digits that its interval deserves; at least that where it is of some
 * of the runs.
 */
static void add_short(struct buf *to, const struct form_subject *s, const struct form_amount *x,
		      double scale, enum kind kind)
{
	struct buf whole = {0};
	if (!x->runs) {
		buf_puts(to, kind == KIND_ENERGY ? "Wh: N/A" : "CO2e: N/A");
		return;
	}
	add_quantity(&whole, s, x, scale, kind);
	const char *text = buf_text(&whole), *bracket = strstr(text, " [");
	buf_addf(to, "%s%.*s", form_is_whole(&s->all, x) ? "" : "≥ ",
		 bracket ? (int)(bracket - text) : (int)strlen(text), text);
	to->failed |= whole.failed;
	buf_release(&whole);
}

/* Shows a value only: no grade, no colour that judges. */
static int badge(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	const struct form_amount *const both[] = {&s->all.energy_kwh, &s->all.carbon_g};
	struct buf energy = {0}, carbon = {0}, title = {0};
	add_short(&energy, s, both[0], 1e3, KIND_ENERGY);
	add_short(&carbon, s, both[1], 1, KIND_CO2E);
	for (size_t i = 0; i < 2; i++) {
		buf_addf(&title, "%s%s", i ? ", " : "", buf_text(i ? &carbon : &energy));
		if (both[i]->runs && !form_is_whole(&s->all, both[i]))
			buf_addf(&title, _(" (from %zu of %zu runs)"), both[i]->runs, s->all.runs);
	}
	buf_puts(&title, "; ");
	add_period(&title, s);
	buf_puts(to, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"260\" height=\"20\" "
		     "role=\"img\" "
		     "font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\" "
		     "fill=\"#fff\"><title>");
	chart_add_text(to, buf_text(&title));
	buf_puts(to, "</title>");
	badge_box(to, 0, 70, "#444", STR("frugal"));
	badge_box(to, 70, 85, "#00695c", buf_str(&energy));
	badge_box(to, 155, 105, "#37474f", buf_str(&carbon));
	buf_puts(to, "</svg>\n");
	bool failed = energy.failed || carbon.failed || title.failed;
	buf_release(&title);
	buf_release(&energy);
	buf_release(&carbon);
	return failed ? error_nomem(reterr) : 0;
}

static int citation(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	return sentence(s, false, to, reterr);
}

static int latex(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	return sentence(s, true, to, reterr);
}

const struct form citation_form = {
	.write = citation,
	.figures = FORM_OF_ENERGY | FORM_OF_CARBON | FORM_OF_EMBODIED | FORM_OF_HARDWARE |
		   FORM_OF_ZONE | FORM_OF_DAYS,
	.places = FORM_HAS_PUE | FORM_HAS_TITLE,
	.formats = {"text"},
};

const struct form latex_form = {
	.write = latex,
	.figures = FORM_OF_ENERGY | FORM_OF_CARBON | FORM_OF_EMBODIED | FORM_OF_HARDWARE |
		   FORM_OF_ZONE | FORM_OF_DAYS,
	.places = FORM_HAS_PUE | FORM_HAS_TITLE,
	.formats = {"text"},
};

const struct form badge_form = {
	.write = badge,
	.figures = FORM_OF_ENERGY | FORM_OF_CARBON | FORM_OF_DAYS,
	.places = FORM_HAS_PUE,
};
