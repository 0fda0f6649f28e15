/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Builds the derivation of a run from the answer of models/run.model: each part of the machine
 * becomes a line under the input that it adds up to. Reads a stored derivation back from JSON, and
 * refuses one that was tampered with. It computes no figure.
 */
#include "insight/derivation.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "base/map.h"
#include "base/num.h"

/* Far above the size of any model; limits the memory that a manipulated ledger can take. */
#define MAX_BYTES ((size_t)8 << 20)
#define MAX_LINES 4096

/* ---- the parts of the machine --------------------------------------------------------------- */

static const char *describe(struct arena *arena, const struct run_part *part)
{
	struct buf text = {0};
	char gaps[NUM_TEXT];
	buf_puts(&text, part->sensor);
	if (part->state != SOURCE_OK)
		buf_addf(&text, ", %s", source_state_name(part->state));
	if (part->gaps.s > 0) {
		num_format(round(part->gaps.s * 1e3) / 1e3, gaps);
		buf_addf(&text, ", gaps of %s s", gaps);
	}
	if (!part->idle_known && part->energy.j > 0)
		buf_puts(&text, ", idle power not known yet");
	const char *kept = text.failed ? NULL : arena_strdup(arena, buf_text(&text));
	buf_release(&text);
	return kept;
}

static int part_line(struct answer *answer, const struct run_record *run,
		     const struct run_part *part, enum perimeter perimeter, struct answer_line *ret,
		     struct frugal_error *reterr)
{
	double joules = perimeter_of_part(part, run->share, perimeter).j;
	bool said = part->state == SOURCE_OK || part->energy.j > 0;
	*ret = (struct answer_line){
		.kind = ENTRY_INPUT,
		.name = arena_strdup(&answer->arena, part->part),
		.expression = "",
		.where = "",
		.source = describe(&answer->arena, part),
		.help_en = "",
		.help_fr = "",
		.unit_text = "J",
		.absent = said ? NULL : source_state_name(part->state),
		.quality = part->quality,
		.measured_share = part->quality == FRUGAL_MEASURED,
		.uses = NULL,
		.shifted_by = NO_ENTRY,
	};
	(void)unit_parse(STR("J"), &ret->unit, NULL);
	ret->value = said ? joules * ret->unit.scale : MISSING;
	ret->central = ret->mean = ret->median = ret->value;
	ret->low = ret->value * fmin(part->low_factor, 1);
	ret->high = ret->value * fmax(part->high_factor, 1);
	return ret->name && ret->source ? 0 : error_nomem(reterr);
}

/*
 * Moves the lines of the answer down by n, and makes the lines measured and modelled use the parts.
 */
static int move_lines(struct answer *answer, const struct run_record *run,
		      struct answer_line *lines, size_t n, struct frugal_error *reterr)
{
	for (size_t i = 0; i < answer->n_lines; i++) {
		struct answer_line *line = &lines[n + i];
		*line = answer->lines[i];
		line->shifted_by += line->shifted_by == NO_ENTRY ? 0 : (uint32_t)n;
		bool measured = strcmp(line->name, "measured") == 0;
		bool holds = measured || strcmp(line->name, "modelled") == 0;
		uint32_t *uses = arena_array(&answer->arena, line->n_uses + n + 1, sizeof(*uses));
		if (!uses)
			return error_nomem(reterr);
		for (size_t k = 0; k < line->n_uses; k++)
			uses[k] = line->uses[k] + (uint32_t)n;
		for (size_t k = 0; holds && k < n; k++)
			if ((run->parts[k].quality == FRUGAL_MEASURED) == measured)
				uses[line->n_uses++] = (uint32_t)k;
		line->uses = uses;
	}
	return 0;
}

int derivation_add_parts(struct answer *answer, const struct run_record *run,
			 enum perimeter perimeter, struct frugal_error *reterr)
{
	size_t n = 0;
	while (n < run->n_parts && !run->parts[n].is_check) /* those stand last */
		n++;
	struct answer_line *lines =
		arena_array(&answer->arena, answer->n_lines + n + 1, sizeof(*lines));
	if (!lines)
		return error_nomem(reterr);
	int r = 0;
	for (size_t i = 0; r == 0 && i < n; i++)
		r = part_line(answer, run, &run->parts[i], perimeter, &lines[i], reterr);
	if (r == 0)
		r = move_lines(answer, run, lines, n, reterr);
	if (r < 0)
		return r;
	answer->lines = lines;
	answer->n_lines += n;
	for (size_t i = 0; i < answer->n_doubts; i++) {
		answer->doubts[i].figure += (uint32_t)n;
		answer->doubts[i].line += (uint32_t)n;
	}
	return 0;
}

/* ---- reading back --------------------------------------------------------------------------- */

static int damaged(const char *why, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EDATA, _("the stored derivation is damaged: %s"), why);
	return error_todo(reterr, "%s", _("`frugal runs show` still gives the figures"));
}

static const char *keep(struct answer *answer, const json_t *object, const char *key, bool *failed)
{
	const char *text = json_string_value(json_object_get(object, key));
	const char *copy = text ? arena_strdup(&answer->arena, text) : "";
	*failed |= copy == NULL;
	return copy ? copy : "";
}

/* Numbers are kept in the unit of the line; null is a missing one. */
static double number(const json_t *object, const char *key, double scale)
{
	const json_t *value = json_object_get(object, key);
	return json_is_number(value) ? json_number_value(value) * scale : MISSING;
}

static enum entry_kind kind_of(const char *name)
{
	static const char *const names[] = {"input", "field", "constant", "let", "out"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return (enum entry_kind)i;
	return ENTRY_LET;
}

static enum frugal_quality quality_of(const char *name)
{
	for (int i = FRUGAL_MEASURED; i <= FRUGAL_DEFAULT; i++)
		if (strcmp(name, frugal_quality_name((enum frugal_quality)i)) == 0)
			return (enum frugal_quality)i;
	return FRUGAL_DEFAULT;
}

/* Turns names into indexes; a use of a later line would be a circle. */
static int read_uses(struct answer *answer, const json_t *object, size_t index,
		     const struct map *before, struct frugal_error *reterr)
{
	const json_t *names = json_object_get(object, "uses");
	size_t n = json_array_size(names);
	uint32_t *uses = arena_array(&answer->arena, n + 1, sizeof(*uses));
	if (!uses)
		return error_nomem(reterr);
	for (size_t i = 0; i < n; i++) {
		const char *name = json_string_value(json_array_get(names, i));
		if (!name || !map_get(before, str_of(name), &uses[i]))
			return damaged(_("a line uses another that does not precede it"), reterr);
	}
	answer->lines[index].uses = uses;
	answer->lines[index].n_uses = n;
	return 0;
}

/* A derivation of an earlier version has the central value alone: its mean and median are missing.
 */
static void read_headline(struct answer_line *line, const json_t *object)
{
	const char *word = json_string_value(json_object_get(object, "headline"));
	double scale = line->unit.scale, central = number(object, "central", scale);
	line->headline = word && strcmp(word, headline_name(HEADLINE_MEAN)) == 0 ? HEADLINE_MEAN
										 : HEADLINE_CENTRAL;
	line->central = isnan(central) ? line->value : central;
	line->mean = number(object, "mean", scale);
	line->median = number(object, "median", scale);
	line->widened = json_is_true(json_object_get(object, "widened"));
	line->shifted_by = NO_ENTRY;
}

static int read_line(struct answer *answer, const json_t *object, size_t index, struct map *before,
		     struct frugal_error *reterr)
{
	struct answer_line *line = &answer->lines[index];
	const char *unit = json_string_value(json_object_get(object, "unit"));
	bool failed = false;
	line->name = keep(answer, object, "name", &failed);
	line->kind = kind_of(keep(answer, object, "kind", &failed));
	line->expression = keep(answer, object, "expression", &failed);
	line->where = keep(answer, object, "where", &failed);
	line->source = keep(answer, object, "source", &failed);
	line->unit_text = unit ? keep(answer, object, "unit", &failed) : "1";
	line->help_en = line->help_fr = "";
	line->quality = quality_of(keep(answer, object, "quality", &failed));
	if (json_is_string(json_object_get(object, "text")))
		line->text = keep(answer, object, "text", &failed);
	if (json_is_string(json_object_get(object, "absent")))
		line->absent = keep(answer, object, "absent", &failed);
	if (failed)
		return error_nomem(reterr);
	if (!line->name[0])
		return damaged(_("a line has no name"), reterr);
	if (unit_parse(str_of(line->unit_text), &line->unit, NULL) < 0)
		return damaged(_("a line has an unknown unit"), reterr);
	line->value = number(object, "value", line->unit.scale);
	line->low = number(object, "low", line->unit.scale);
	line->high = number(object, "high", line->unit.scale);
	line->measured_share = number(object, "measured_share", 1);
	read_headline(line, object);
	line->figure = line->kind == ENTRY_OUT && !strchr(line->name, '.');
	int r = read_uses(answer, object, index, before, reterr);
	if (r == 0 && !map_put(before, str_of(line->name), (uint32_t)index, NULL))
		r = error_nomem(reterr);
	return r;
}

static int read_answer(struct answer *answer, const json_t *root, struct frugal_error *reterr)
{
	const json_t *lines = json_object_get(root, "lines");
	size_t n = json_array_size(lines);
	bool failed = false;
	answer->model = keep(answer, root, "model", &failed);
	answer->title_en = keep(answer, root, "title", &failed);
	answer->boundary_en = keep(answer, root, "boundary", &failed);
	answer->sources = keep(answer, root, "source", &failed);
	answer->title_fr = answer->boundary_fr = answer->differs_en = answer->differs_fr = "";
	if (n == 0 || n > MAX_LINES)
		return damaged(_("it has no lines"), reterr);
	answer->lines = arena_array(&answer->arena, n, sizeof(*answer->lines));
	answer->n_lines = n;
	if (failed || !answer->lines)
		return error_nomem(reterr);
	struct map before = {0};
	int r = 0;
	for (size_t i = 0; r == 0 && i < n; i++)
		r = read_line(answer, json_array_get(lines, i), i, &before, reterr);
	map_release(&before);
	return r;
}

int derivation_read(const char *json, struct answer **ret, struct frugal_error *reterr)
{
	json_error_t at;
	size_t n = json ? strnlen(json, MAX_BYTES) : 0;
	if (n == 0) {
		error_set(reterr, FRUGAL_EDATA, "%s", _("this run has no derivation"));
		return error_todo(reterr, "%s",
				  _("the run was interrupted early, or its model gave no answer"));
	}
	if (n == MAX_BYTES)
		return damaged(_("it is too long"), reterr);
	json_t *root = json_loadb(json, n, JSON_REJECT_DUPLICATES, &at);
	if (!root)
		return damaged(at.text, reterr);
	struct answer *answer = mem_zalloc(1, sizeof(*answer));
	int r = answer ? read_answer(answer, root, reterr) : error_nomem(reterr);
	json_decref(root);
	if (r < 0) {
		answer_free(answer);
		return r;
	}
	*ret = answer;
	return 0;
}

static bool french_of(struct answer *answer, const struct words *words, const char *english,
		      const char **french)
{
	struct str fr = words_in(words, "fr");
	if (!str_is(words_in(words, "en"), english))
		return true;
	char *copy = arena_strndup(&answer->arena, fr.p, fr.n);
	*french = copy ? copy : *french;
	return copy != NULL;
}

int derivation_words(struct answer *answer, struct catalogue *catalogue,
		     struct frugal_error *reterr)
{
	const struct model *model;
	/* An unknown model, or one that is damaged now, still was the model of the run. */
	if (catalogue_model(catalogue, str_of(answer->model), &model, NULL) < 0)
		return 0;
	bool kept = french_of(answer, &model->title, answer->title_en, &answer->title_fr) &&
		    french_of(answer, &model->boundary, answer->boundary_en, &answer->boundary_fr);
	return kept ? 0 : error_nomem(reterr);
}
