/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes answers as JSON and CSV: values in the unit of the model, 17 digits, no locale. Keys and
 * words are the same in every language.
 */
#include <math.h>

#include "base/csv.h"
#include "base/num.h"
#include "report/answer.h"

static double in_unit(const struct answer_line *line, double base)
{
	return isnan(base) ? base : answer_in_unit(line, base);
}

/* An absent figure has the quality "absent". */
static const char *quality_name(const struct answer_line *line)
{
	return line->absent ? "absent" : frugal_quality_name(line->quality);
}

/* What the value is, and what else it could have been. */
static void headline_json(struct jsonw *json, const struct answer_line *line)
{
	jsonw_string(json, "headline", headline_name(line->headline));
	jsonw_number(json, "central", in_unit(line, line->central));
	jsonw_number(json, "mean", in_unit(line, line->mean));
	jsonw_number(json, "median", in_unit(line, line->median));
	if (line->widened)
		jsonw_bool(json, "widened", true);
}

static void figure_json(struct jsonw *json, const struct answer_line *line)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "name", line->name);
	jsonw_number(json, "value", in_unit(line, line->value));
	jsonw_string(json, "unit", line->unit_text);
	jsonw_number(json, "low", in_unit(line, line->low));
	jsonw_number(json, "high", in_unit(line, line->high));
	headline_json(json, line);
	jsonw_string(json, "quality", quality_name(line));
	jsonw_number(json, "measured_share", line->measured_share);
	if (line->absent)
		jsonw_string(json, "absent", line->absent);
	jsonw_object_end(json);
}

void answer_figures_json(struct jsonw *json, const char *key, const struct answer *answer)
{
	jsonw_array(json, key);
	for (size_t i = 0; i < answer->n_lines; i++)
		if (answer->lines[i].figure)
			figure_json(json, &answer->lines[i]);
	jsonw_array_end(json);
}

static const char *kind_name(enum entry_kind kind)
{
	static const char *const names[] = {"input", "field", "constant", "let", "out"};
	return names[kind];
}

static void line_json(struct jsonw *json, const struct answer *answer,
		      const struct answer_line *line)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "name", line->name);
	jsonw_string(json, "kind", kind_name(line->kind));
	if (line->expression[0])
		jsonw_string(json, "expression", line->expression);
	if (line->text) {
		jsonw_string(json, "text", line->text);
	} else {
		jsonw_number(json, "value", in_unit(line, line->value));
		jsonw_string(json, "unit", line->unit_text);
		jsonw_number(json, "low", in_unit(line, line->low));
		jsonw_number(json, "high", in_unit(line, line->high));
	}
	if (line->figure)
		headline_json(json, line);
	if (line->shifted_by != NO_ENTRY)
		jsonw_string(json, "shifted_by", answer->lines[line->shifted_by].name);
	jsonw_string(json, "quality", quality_name(line));
	jsonw_number(json, "measured_share", line->measured_share);
	if (line->source[0])
		jsonw_string(json, "source", line->source);
	if (line->where[0])
		jsonw_string(json, "where", line->where);
	if (line->absent)
		jsonw_string(json, "absent", line->absent);
	if (line->n_uses) {
		jsonw_array(json, "uses");
		for (size_t i = 0; i < line->n_uses; i++)
			jsonw_string(json, NULL, answer->lines[line->uses[i]].name);
		jsonw_array_end(json);
	}
	jsonw_object_end(json);
}

void answer_derivation_json(struct jsonw *json, const char *key, const struct answer *answer)
{
	jsonw_object(json, key);
	jsonw_string(json, "model", answer->model);
	jsonw_string(json, "title", answer->title_en);
	jsonw_string(json, "version", answer->version);
	jsonw_string(json, "source", answer->sources);
	jsonw_string(json, "boundary", answer->boundary_en);
	jsonw_int(json, "seed", (int64_t)answer->seed);
	jsonw_int(json, "draws", answer->draws);
	jsonw_array(json, "lines");
	for (size_t i = 0; i < answer->n_lines; i++)
		line_json(json, answer, &answer->lines[i]);
	jsonw_array_end(json);
	jsonw_object_end(json);
}

/* The name that was taken for the row, and the rows that it means too. */
static void taken_json(struct jsonw *json, const struct answer_line *line)
{
	if (!line->asked)
		return;
	jsonw_string(json, "taken_for", line->asked);
	jsonw_array(json, "also");
	for (size_t i = 0; line->others && line->others[i]; i++)
		jsonw_string(json, NULL, line->others[i]);
	jsonw_array_end(json);
}

/* The inputs as they were taken: numbers with unit, or the key of a row. */
static void inputs_json(struct jsonw *json, const struct answer *answer)
{
	jsonw_object(json, "inputs");
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		if (line->kind != ENTRY_INPUT)
			continue;
		jsonw_object(json, line->name);
		if (line->text) {
			jsonw_string(json, "key", line->text);
			taken_json(json, line);
		} else {
			jsonw_number(json, "value", in_unit(line, line->value));
			jsonw_string(json, "unit", line->unit_text);
		}
		jsonw_string(json, "quality", quality_name(line));
		jsonw_object_end(json);
	}
	jsonw_object_end(json);
}

static void doubts_json(struct jsonw *json, const struct answer *answer)
{
	jsonw_array(json, "sensitivity");
	for (size_t i = 0; i < answer->n_doubts; i++) {
		const struct answer_doubt *doubt = &answer->doubts[i];
		jsonw_object(json, NULL);
		jsonw_string(json, "figure", answer->lines[doubt->figure].name);
		jsonw_string(json, "input", answer->lines[doubt->line].name);
		jsonw_number(json, "share", doubt->share);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void notes_json(struct jsonw *json, const struct answer *answer)
{
	jsonw_array(json, "notes");
	for (size_t i = 0; i < answer->n_notes; i++)
		jsonw_string(json, NULL, answer->notes[i].plain);
	jsonw_array_end(json);
}

void answer_json(struct jsonw *json, const struct answer *answer)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "frugal", frugal_version());
	jsonw_string(json, "kind", "estimate");
	jsonw_string(json, "model", answer->model);
	inputs_json(json, answer);
	answer_figures_json(json, "figures", answer);
	if (answer->n_notes)
		notes_json(json, answer);
	if (answer->n_doubts)
		doubts_json(json, answer);
	answer_derivation_json(json, "derivation", answer);
	jsonw_object_end(json);
}

static void csv_number(struct buf *to, double x)
{
	char text[NUM_TEXT];
	if (!isnan(x))
		buf_add(to, text, num_format(x, text));
}

/* One line a figure; before each, the name of its method if that is not NULL. */
void answer_figures_csv(struct buf *to, const char *method, const struct answer *answer)
{
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		if (!line->figure)
			continue;
		if (method)
			buf_addf(to, "%s,", method);
		buf_addf(to, "%s,", line->name);
		csv_number(to, in_unit(line, line->value));
		buf_putc(to, ',');
		csv_put(to, str_of(line->unit_text));
		buf_putc(to, ',');
		csv_number(to, in_unit(line, line->low));
		buf_putc(to, ',');
		csv_number(to, in_unit(line, line->high));
		buf_addf(to, ",%s,", quality_name(line));
		csv_number(to, line->measured_share);
		buf_putc(to, ',');
		csv_put(to, str_of(line->absent ? line->absent : ""));
		buf_putc(to, '\n');
	}
}

void answer_csv(struct buf *to, const struct answer *answer)
{
	buf_puts(to, "name,value,unit,low,high,quality,measured_share,absent\n");
	answer_figures_csv(to, NULL, answer);
}
