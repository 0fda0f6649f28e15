/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The model language in one screen and a half: an example, then the kinds of line of a model,
 * expressions, units and intervals. `frugal help models` prints it, and the man page includes it.
 * docs/language.md is the reference.
 */
#include "base/intl.h"
#include "cli/help.h"
#include "cli/wrap.h"

const char help_model_example[] =
	"model my_training {\n"
	"  title en \"Training run, from accelerator-hours\"\n"
	"  title fr \"Entraînement, à partir des heures d'accélérateur\"\n"
	"  family training\n"
	"  boundary \"accelerators and site overhead; no host CPU, no network\"\n"
	"\n"
	"  in  gpu         : row of gpus                          \"accelerator\"\n"
	"  in  gpu_hours   : h    where >= 0                      \"accelerator-hours\"\n"
	"  in  utilization : 1    where 0..1  = 0.65 [0.5, 0.9]   \"mean over rated power\"\n"
	"  in  zone        : row of zones     = \"WOR\"\n"
	"  in  pue         : 1    where >= 1  = 1.56 [1.1, 2.0]   source \"Uptime 2024\"\n"
	"\n"
	"  let board_energy : kWh             = gpu_hours * gpu.tdp * utilization\n"
	"  out energy       : kWh             = board_energy * pue\n"
	"  out carbon       : kgCO2e          = energy * zone.intensity\n"
	"}\n";

static const struct help_note statements[] = {
	{"in NAME : UNIT",
	 N_("an input; `row of TABLE` takes a row of a factor table, `one of (a, b)` "
	    "a word; then `where` bounds, `= default`, `[low, high]`, source, help")},
	{"let NAME : UNIT = ...", N_("an intermediate line")},
	{"out NAME : UNIT = ...", N_("an answer")},
	{"use X = MODEL(a = ...)", N_("another model; read its answers as X.energy")},
	{"check EXPR \"message\"", N_("must be true, or the answer is a finding (exit 1)")},
	{"note EXPR \"message\"", N_("is printed with the answer where it is true")},
	{NULL, NULL},
};

static const char *const paragraphs[] = {
	N_("Expressions: + - * / ^, comparisons, and or not, if c then a else b, min max clamp "
	   "abs floor ceil round trunc exp ln log2 sqrt, a field of a row (gpu.tdp), "
	   "quantities with their unit (700 W, 0.45 kgCO2e/kWh). known(x): x is given; only(c, "
	   "x): x where c is true, else absent."),
	N_("Units are checked when the file is read: adding watts to joules, or an answer whose "
	   "unit "
	   "does not fit, is an error with its line and column."),
	N_("Intervals: [low, high] is the support of a triangular distribution; the value is "
	   "its mode. The interval of an answer contains nine in ten of the seeded draws."),
	NULL,
};

void help_model_language(struct buf *to)
{
	wrap_text(to,
		  _("A method is a text file NAME.model: named inputs, lines and answers, each "
		    "with its unit. It has no loops and no side effects: a method from any "
		    "source is safe to run."),
		  0, 0);
	buf_putc(to, '\n');
	buf_puts(to, help_model_example);
	buf_putc(to, '\n');
	for (const struct help_note *s = statements; s->name; s++)
		wrap_row(to, s->name, _(s->brief), 27);
	for (const char *const *p = paragraphs; *p; p++) {
		buf_putc(to, '\n');
		wrap_text(to, _(*p), 0, 0);
	}
	buf_puts(to, "\n");
	buf_puts(to, _("Example:"));
	buf_puts(to, "\n  frugal estimate my_training --models . gpu=\"A100 SXM4 80GB\" "
		     "gpu_hours=100h\n  ");
	wrap_text(to,
		  _("frugal models NAME shows a built-in model; frugal models --help explains "
		    "the command."),
		  2, 2);
}
