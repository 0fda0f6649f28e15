/* SPDX-License-Identifier: Apache-2.0 */
/* One run: what it used and how sure that is, its power, sections and parts, where it comes from.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "quantity/unit.h"
#include "report/run.h"
#include "report/run_words.h"
#include "report/stored_words.h"
#include "report/vocabulary.h"
#include "serve/page_run_inside.h"
#include "serve/routes.h"
#include "serve/web_curve.h"
#include "serve/web_why.h"

static struct web_quantity quantity_of(struct request *request, const struct run_figure *figure)
{
	if (!figure)
		return (struct web_quantity){_("not known"), "", "", false};
	return web_quantity(request, figure->value, figure->low, figure->high, figure->unit);
}

/* "Took 9.6 mWh (4.0 to 21), with its share of idle power, and 0.43 mgCO2e, in 10.0 s." */
static void add_lead(const struct shown_run *shown)
{
	struct request *request = shown->request;
	const struct run_record *run = shown->run;
	struct web_quantity energy = quantity_of(request, run_figure_find(run, "energy", "share"));
	struct web_quantity carbon = quantity_of(request, run_figure_find(run, "carbon", "share"));
	struct web_quantity time = web_quantity(request, run->duration.s, NAN, NAN, "s");
	struct buf *b = shown->b;
	html(b, "<p class=\"lead\">");
	if (!energy.known) {
		html(b, "%s</p>\n",
		     _("What this run used is not known: no source of power gave a reading."));
		return;
	}
	html_text(b, arena_printf(request->arena, _("In %s this run used "), time.value));
	html(b, "<a class=\"f\" href=\"#why-energy\">%s</a>",
	     *energy.wide ? energy.wide : energy.value);
	if (*energy.wide)
		html_text(b,
			  arena_printf(request->arena, _(", most likely near %s"), energy.value));
	else if (*energy.ends)
		html(b, " (%s)", energy.ends);
	if (carbon.known)
		html_text(b,
			  arena_printf(request->arena, _("; its electricity: %s"), carbon.value));
	html(b, ".</p>\n");
}

static void add_head(const struct shown_run *shown)
{
	const struct run_record *run = shown->run;
	struct buf *b = shown->b, words = {0}, end = {0}, machine = {0};
	add_command(&words, run, 200);
	add_end(&end, run);
	machine_words(&machine, run->machine);
	html(b, "<p class=\"s\"><span class=\"m\">%s</span> · %s · ", buf_text(&words),
	     buf_text(&end));
	web_moment(b, run->started_us);
	html(b, " UTC");
	if (*run->project)
		html(b, " · %s <a href=\"%s\">%s</a>", _("project"),
		     web_href(shown->request, "/runs?project=%s",
			      web_part(shown->request, run->project)),
		     run->project);
	if (*run->phase)
		html(b, " · %s", vocabulary_word(run->phase));
	html(b, " · %s", buf_text(&machine));
	if (*run->zone)
		html(b, ", %s", run->zone);
	if (*run->parent)
		html(b, " · %s <a href=\"%s\">%.4s</a>", _("within run"),
		     web_href(shown->request, "/runs/%s", run->parent), run->parent);
	html(b, "</p>\n");
	buf_release(&words);
	buf_release(&end);
	buf_release(&machine);
}

static void add_key_figures(const struct shown_run *shown)
{
	static const struct {
		const char *name, *label;
	} keys[] = {{"energy", N_("energy")},
		    {"carbon", N_("carbon of the electricity")},
		    {"embodied", N_("embodied carbon")},
		    {"water", N_("water")}};
	html(shown->b, "<dl class=\"kf\">\n");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct frugal_figure figure;
		const bool known =
			frugal_run_find(shown->handle, keys[i].name, "share", &figure) == 0;
		const char *href =
			shown->why ? arena_printf(shown->request->arena, "#why-%s", keys[i].name)
				   : NULL;
		web_key_figure(shown->request, shown->b, _(keys[i].label), known ? &figure : NULL,
			       href, known ? NULL : _("no factor is at hand for it"));
	}
	html(shown->b, "</dl>\n");
}

static int add_power(const struct shown_run *shown, struct frugal_error *reterr)
{
	struct request *request = shown->request;
	struct run_power power;
	const struct run_figure *energy = run_figure_find(shown->run, "energy", "machine");
	double low = 1, high = 1;
	int r = run_power_machine(shown->run, request->arena, &power, reterr);
	if (r < 0)
		return r;
	if (energy && energy->value > 0) {
		low = energy->low / energy->value;
		high = energy->high / energy->value;
	}
	html(shown->b, "<section class=\"w\" aria-labelledby=\"h-pow\"><h2 id=\"h-pow\">%s</h2>\n",
	     _("Power while it ran"));
	if (power.n)
		web_curve(request, shown->b, &power, low, high, shown->run->id);
	else
		html(shown->b, "<p class=\"s\">%s</p>\n",
		     _("No curve was kept: the run has not ended, was interrupted, was shorter "
		       "than "
		       "0.2 s, or was measured by a frugal that kept none."));
	html(shown->b, "</section>\n");
	return 0;
}

/* All figures in three perimeters. */
static void add_perimeters(const struct shown_run *shown)
{
	static const char *const perimeters[] = {"marginal", "share", "machine"};
	struct buf *b = shown->b;
	html(b,
	     "<section class=\"w\" aria-labelledby=\"h-per\"><h2 id=\"h-per\">%s</h2>\n<table "
	     "class=\"r\" role=\"table\"><caption class=\"vh\">%s</caption><thead "
	     "role=\"rowgroup\"><tr role=\"row\">",
	     _("The same figures in three perimeters"), _("Figures in three perimeters"));
	const char *heads[] = {
		_("item"),     _("added by this run"), _("interval"), _("with its share of idle"),
		_("interval"), _("whole machine"),     _("interval")};
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		html(b, "<th role=\"columnheader\" scope=\"col\" class=\"%s\">%s</th>",
		     i ? "n" : "", heads[i]);
	html(b, "</tr></thead><tbody role=\"rowgroup\">\n");
	for (size_t i = 0; i < shown->run->n_figures; i++) {
		const struct run_figure *figure = &shown->run->figures[i];
		bool first = true;
		for (size_t k = 0; k < i; k++)
			first &= strcmp(shown->run->figures[k].name, figure->name) != 0;
		if (!first)
			continue;
		html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s ",
		     vocabulary_word(figure->name));
		web_quality(b, figure->quality);
		html(b, "</th>");
		for (size_t p = 0; p < 3; p++) {
			struct web_quantity q = quantity_of(
				shown->request,
				run_figure_find(shown->run, figure->name, perimeters[p]));
			web_cells(shown->request, b, &q, NULL);
		}
		html(b, "</tr>\n");
	}
	html(b, "</tbody></table></section>\n");
}

static void add_why(const struct shown_run *shown, const struct answer *why)
{
	struct buf *b = shown->b;
	html(b,
	     "<section class=\"w\" aria-labelledby=\"h-why\"><h2 id=\"h-why\">%s</h2><p "
	     "class=\"s\">%s <span class=\"m\">frugal explain %.4s</span></p>\n",
	     _("Where these figures come from"),
	     _("Each opens down to the row of a table, its source and year. In a terminal:"),
	     shown->run->id);
	if (why)
		web_derivation(shown->request, b, why);
	else
		html(b, "<p class=\"no\">%s</p>", _("Its derivation was not stored."));
	html(b, "<ul class=\"lnk\"><li><a href=\"%s\">%s</a></li>",
	     web_href(shown->request, "/api/v1/runs/%s", shown->run->id), _("As JSON"));
	html(b, "<li><a href=\"%s\">%s</a></li></ul></section>\n",
	     web_href(shown->request, "/api/v1/runs/%s/derivation", shown->run->id),
	     _("The derivation as JSON"));
}

static int write_page(struct shown_run *shown, struct http_reply *reply, const struct answer *why,
		      struct frugal_error *reterr)
{
	const struct run_record *run = shown->run;
	struct buf name = {0};
	add_clean_text(&name, run->name, 60);
	const char *title = *run->name
				    ? arena_printf(shown->request->arena, _("Run %.4s: %s"),
						   run->id, buf_text(&name))
				    : arena_printf(shown->request->arena, _("Run %.4s"), run->id);
	buf_release(&name);
	web_begin(shown->request, reply, title ? title : run->id, "/runs");
	add_lead(shown);
	add_head(shown);
	add_key_figures(shown);
	html(shown->b, "<div class=\"g g2\">\n");
	int r = add_power(shown, reterr);
	if (r < 0)
		return r;
	run_add_parts(shown);
	run_add_sections(shown);
	run_add_metrics(shown);
	add_perimeters(shown);
	add_why(shown, why);
	run_add_form(shown);
	html(shown->b, "</div>\n");
	web_end(shown->request, reply);
	return 0;
}

int page_run_page(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	frugal_library *library = NULL;
	frugal_ledger *ledger;
	frugal_run *run = NULL;
	frugal_result *why = NULL;
	struct frugal_error without;
	int r = request_ledger(request, &ledger, reterr);
	if (r == 0)
		r = request_library(request, &library, reterr);
	if (r == 0)
		r = frugal_ledger_run(ledger, request->rest, &run, reterr);
	if (r == FRUGAL_EUSAGE)
		return request_refused(request, 404, reterr);
	if (r < 0)
		return r;
	/* A run without one is shown all the same. */
	if (frugal_run_derivation(library, run, &why, &without) < 0)
		why = NULL;
	struct shown_run shown = {.request = request,
				  .b = &reply->body,
				  .run = record_of(run),
				  .handle = run,
				  .why = why != NULL};
	r = write_page(&shown, reply, why ? answer_of(why) : NULL, reterr);
	frugal_result_free(why);
	frugal_run_free(run);
	return r;
}

/* ---- changes -------------------------------------------------------------------------------- */

/* "project=digits", of the field of a form that was sent, be it empty. */
static bool add_word(struct request *request, const char *name, const char **words, size_t *n)
{
	for (size_t i = 0; i < request->http->n_form; i++)
		if (strcmp(request->http->form[i].name, name) == 0) {
			words[*n] = arena_printf(request->arena, "%s=%s", name,
						 request->http->form[i].value);
			return words[(*n)++] != NULL;
		}
	return true;
}

int run_change(struct request *request, const char *run, const char *const *words, size_t n,
	       struct frugal_error *reterr)
{
	frugal_library *library = NULL;
	frugal_ledger *ledger = NULL;
	int r = request_library(request, &library, reterr);
	if (r == 0)
		r = frugal_ledger_open(library, FRUGAL_LEDGER_WRITE, &ledger, reterr);
	if (r == 0)
		r = frugal_ledger_set(ledger, run, words, n, reterr);
	frugal_ledger_close(ledger);
	return r;
}

int page_run_change(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	const char *words[8];
	size_t n = 0;
	const char *outcome = request_field(request, "outcome");
	const char *add = request_field(request, "add"), *drop = request_field(request, "drop");
	bool kept = add_word(request, "project", words, &n) &&
		    add_word(request, "phase", words, &n) && add_word(request, "name", words, &n);
	if (outcome)
		kept &= add_word(request, "outcome", words, &n);
	if (add)
		kept &= (words[n++] = arena_printf(request->arena, "+%s", add)) != NULL;
	if (drop)
		kept &= (words[n++] = arena_printf(request->arena, "-%s", drop)) != NULL;
	if (!kept)
		return error_nomem(reterr);
	int r = run_change(request, request->rest, words, n, reterr);
	if (r < 0)
		return r;
	const char *path = arena_printf(request->arena, "/runs/%s", request->rest);
	if (!path)
		return error_nomem(reterr);
	reply_elsewhere(request, reply, path);
	return 0;
}
