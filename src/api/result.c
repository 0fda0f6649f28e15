/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Results: the figures of an answer or of a metered run in the units of the model, and the texts
 * that explain them, which are written at their first use.
 */
#include "api/inside.h"

#include <math.h>

#include "report/answer.h"
#include "report/run.h"

#define SECTION "section"

frugal_result *result_new(const frugal_library *library, struct frugal_error *reterr)
{
	frugal_result *result = mem_zalloc(1, sizeof(*result));
	const char *lang = library->options.lang;
	if (result)
		result->lang = lang && strcmp(lang, "fr") == 0 ? "fr" : "en";
	else
		error_nomem(reterr);
	return result;
}

void frugal_result_free(frugal_result *result)
{
	if (!result)
		return;
	for (struct given_text *given = result->explained; given; given = given->next)
		mem_free(given->text);
	mem_free(result->json);
	answer_free(result->answer);
	figures_release(&result->metered);
	buf_release(&result->derivation);
	run_record_release(&result->run);
	arena_release(&result->arena);
	mem_free(result);
}

/* ---- figures -------------------------------------------------------------------------------- */

static struct frugal_figure figure_of_line(const struct answer_line *line)
{
	return (struct frugal_figure){
		.name = line->name,
		.unit = line->unit_text,
		.value = answer_in_unit(line, line->value),
		.low = answer_in_unit(line, line->low),
		.high = answer_in_unit(line, line->high),
		.quality = line->quality,
		.measured_share = line->measured_share,
	};
}

static struct frugal_figure figure_of_run(const struct run_figure *figure)
{
	return (struct frugal_figure){
		.name = figure->name,
		.perimeter = figure->perimeter,
		.unit = figure->unit,
		.value = figure->value,
		.low = figure->low,
		.high = figure->high,
		.quality = figure->quality,
		.measured_share = figure->measured_share,
	};
}

/* A section has the relative interval and the measured share of the run that it is a part of. */
static struct frugal_figure figure_of_section(const struct run_section *section,
					      const struct perimeter_energy *share)
{
	double kwh = energy_kwh(section->share);
	bool any = share->value.j > 0;
	return (struct frugal_figure){
		.name = section->name,
		.perimeter = SECTION,
		.unit = "kWh",
		.value = kwh,
		.low = any ? kwh * (share->low.j / share->value.j) : kwh,
		.high = any ? kwh * (share->high.j / share->value.j) : kwh,
		.quality = share->quality,
		.measured_share = any ? share->measured.j / share->value.j : 0,
	};
}

static void fill_from_answer(frugal_result *result)
{
	for (size_t i = 0; i < result->answer->n_lines; i++)
		if (result->answer->lines[i].figure)
			result->figures[result->n_figures++] =
				figure_of_line(&result->answer->lines[i]);
}

static void fill_from_run(frugal_result *result)
{
	const struct run_record *run = &result->run;
	struct perimeter_energy share;
	perimeter_of_run(run, PERIMETER_SHARE, &share);
	for (size_t i = 0; i < run->n_figures; i++)
		result->figures[result->n_figures++] = figure_of_run(&run->figures[i]);
	/* Without parts no energy can be divided. */
	for (size_t i = 0; run->n_figures && i < run->n_sections; i++)
		result->figures[result->n_figures++] = figure_of_section(&run->sections[i], &share);
}

int result_fill(frugal_result *result, struct frugal_error *reterr)
{
	size_t n = result->answer ? result->answer->n_lines
				  : result->run.n_figures + result->run.n_sections;
	result->figures = arena_array(&result->arena, n + 1, sizeof(*result->figures));
	if (!result->figures)
		return error_nomem(reterr);
	if (result->answer)
		fill_from_answer(result);
	else
		fill_from_run(result);
	return 0;
}

int result_of_answer(const frugal_library *library, struct answer *answer, frugal_result **ret,
		     struct frugal_error *reterr)
{
	frugal_result *result = result_new(library, reterr);
	if (!result) {
		answer_free(answer);
		return error_nomem(reterr);
	}
	result->answer = answer;
	int r = result_fill(result, reterr);
	if (r < 0) {
		frugal_result_free(result);
		return r;
	}
	*ret = result;
	return 0;
}

const struct answer *answer_of(const frugal_result *result)
{
	return result->answer;
}

size_t frugal_result_count(const frugal_result *result)
{
	return result ? result->n_figures : 0;
}

int frugal_result_figure(const frugal_result *result, size_t index,
			 struct frugal_figure *ret_figure)
{
	if (!result || !ret_figure || index >= result->n_figures)
		return FRUGAL_EUSAGE;
	*ret_figure = result->figures[index];
	return 0;
}

int frugal_result_find(const frugal_result *result, const char *name,
		       struct frugal_figure *ret_figure)
{
	if (!result || !name || !ret_figure)
		return FRUGAL_EUSAGE;
	for (size_t i = 0; i < result->n_figures; i++) {
		const struct frugal_figure *figure = &result->figures[i];
		bool main_one = !figure->perimeter || strcmp(figure->perimeter, "share") == 0 ||
				strcmp(figure->perimeter, SECTION) == 0;
		if (main_one && strcmp(figure->name, name) == 0) {
			*ret_figure = *figure;
			return 0;
		}
	}
	return FRUGAL_EUSAGE;
}

const char *frugal_result_absent(const frugal_result *result, const char *figure)
{
	const struct answer_line *line =
		result && result->answer && figure ? answer_find(result->answer, figure) : NULL;
	return line && line->figure ? line->absent : NULL;
}

int frugal_result_headline(const frugal_result *result, const char *figure,
			   struct frugal_headline *ret_headline)
{
	const struct answer_line *line =
		result && result->answer && figure ? answer_find(result->answer, figure) : NULL;
	if (!line || !line->figure || !ret_headline)
		return FRUGAL_EUSAGE;
	*ret_headline = (struct frugal_headline){
		.headline = headline_name(line->headline),
		.central = answer_in_unit(line, line->central),
		.mean = answer_in_unit(line, line->mean),
		.median = answer_in_unit(line, line->median),
		.widened = line->widened,
	};
	return 0;
}

const char *frugal_result_note(const frugal_result *result, size_t index)
{
	const struct answer *answer = result ? result->answer : NULL;
	return answer && index < answer->n_notes ? answer->notes[index].plain : NULL;
}

int frugal_result_doubt(const frugal_result *result, size_t index, struct frugal_doubt *ret_doubt)
{
	const struct answer *answer = result ? result->answer : NULL;
	if (!answer || !ret_doubt || index >= answer->n_doubts)
		return FRUGAL_EUSAGE;
	const struct answer_doubt *doubt = &answer->doubts[index];
	*ret_doubt = (struct frugal_doubt){
		.figure = answer->lines[doubt->figure].name,
		.input = answer->lines[doubt->line].name,
		.share = doubt->share,
	};
	return 0;
}

/* ---- texts ---------------------------------------------------------------------------------- */

static bool same_figure(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static char *explain(const frugal_result *result, const char *figure)
{
	const struct answer *answer =
		result->answer ? result->answer : result->metered.answers[PERIMETER_SHARE];
	const struct number_style *style =
		strcmp(result->lang, "fr") == 0 ? &NUMBERS_FR : &NUMBERS_EN;
	struct buf text = {0};
	if (answer && answer_tree(&text, answer, figure, result->lang, style))
		return buf_steal(&text);
	buf_release(&text);
	return NULL;
}

const char *frugal_explain(frugal_result *result, const char *figure)
{
	if (!result)
		return NULL;
	for (struct given_text *given = result->explained; given; given = given->next)
		if (same_figure(given->figure, figure))
			return given->text;
	char *text = explain(result, figure);
	struct given_text *given = text ? arena_alloc(&result->arena, sizeof(*given)) : NULL;
	const char *name = figure && given ? arena_strdup(&result->arena, figure) : NULL;
	if (!given || (figure && !name)) {
		mem_free(text);
		return NULL;
	}
	*given = (struct given_text){result->explained, name, text};
	result->explained = given;
	return text;
}

const char *frugal_result_json(frugal_result *result)
{
	if (!result || result->json)
		return result ? result->json : NULL;
	struct buf text = {0};
	struct jsonw json = {.out = &text, .pretty = true};
	if (result->answer)
		answer_json(&json, result->answer);
	else
		run_json(&json, &result->run, true);
	if (!text.failed)
		result->json = buf_steal(&text);
	buf_release(&text);
	return result->json;
}
