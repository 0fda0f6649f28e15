/* SPDX-License-Identifier: Apache-2.0 */
/* The derivation is stored as that of a run is, and read by the same reader. */
#include "report/estimated.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "insight/derivation.h"
#include "report/answer.h"
#include "report/layout.h"
#include "report/page_estimate.h"

#define SHOWN_DIGITS 8 /* of an id, with "e-" */

/* ---- writing -------------------------------------------------------------------------------- */

static void words_json(struct jsonw *json, const struct answer *answer)
{
	jsonw_object(json, "words");
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		if (!line->figure && line->kind != ENTRY_INPUT)
			continue;
		jsonw_array(json, line->name);
		jsonw_string(json, NULL, line->help_en);
		jsonw_string(json, NULL, line->help_fr);
		jsonw_array_end(json);
	}
	jsonw_object_end(json);
}

static void doubts_json(struct jsonw *json, const struct answer *answer)
{
	jsonw_array(json, "doubts");
	for (size_t i = 0; i < answer->n_doubts; i++) {
		jsonw_array(json, NULL);
		jsonw_int(json, NULL, answer->doubts[i].figure);
		jsonw_int(json, NULL, answer->doubts[i].line);
		jsonw_number(json, NULL, answer->doubts[i].share);
		jsonw_array_end(json);
	}
	jsonw_array_end(json);
}

void estimated_json(const struct answer *answer, struct buf *to)
{
	struct jsonw json = {.out = to};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "frugal", FRUGAL_VERSION);
	jsonw_string(&json, "title_fr", answer->title_fr);
	jsonw_string(&json, "boundary_fr", answer->boundary_fr);
	answer_derivation_json(&json, "derivation", answer);
	words_json(&json, answer);
	jsonw_array(&json, "notes");
	for (size_t i = 0; i < answer->n_notes; i++)
		jsonw_string(&json, NULL, answer->notes[i].plain);
	jsonw_array_end(&json);
	doubts_json(&json, answer);
	jsonw_object_end(&json);
}

void estimated_inputs(const char *const *inputs, size_t n, struct buf *to)
{
	struct jsonw json = {.out = to};
	jsonw_array(&json, NULL);
	for (size_t i = 0; i < n; i++)
		jsonw_string(&json, NULL, inputs[i]);
	jsonw_array_end(&json);
}

/* ---- reading -------------------------------------------------------------------------------- */

static const char *keep(struct answer *answer, const json_t *text, bool *failed)
{
	const char *given = json_string_value(text);
	const char *kept = given ? arena_strdup(&answer->arena, given) : "";
	*failed |= !kept;
	return kept ? kept : "";
}

static void read_words(struct answer *answer, const json_t *root, bool *failed)
{
	const json_t *words = json_object_get(root, "words");
	for (size_t i = 0; i < answer->n_lines; i++) {
		struct answer_line *line = &answer->lines[i];
		const json_t *pair = json_object_get(words, line->name);
		line->help_en = keep(answer, json_array_get(pair, 0), failed);
		line->help_fr = keep(answer, json_array_get(pair, 1), failed);
		/* Figures are the outputs that had words. */
		line->figure = line->kind == ENTRY_OUT && pair;
	}
}

static void read_notes(struct answer *answer, const json_t *notes, bool *failed)
{
	size_t n = json_array_size(notes);
	answer->notes = arena_array(&answer->arena, n + 1, sizeof(*answer->notes));
	*failed |= !answer->notes;
	for (size_t i = 0; answer->notes && i < n; i++) {
		const char *text = keep(answer, json_array_get(notes, i), failed);
		answer->notes[answer->n_notes++] = (struct answer_note){text, text};
	}
}

static void read_doubts(struct answer *answer, const json_t *doubts, bool *failed)
{
	size_t n = json_array_size(doubts);
	answer->doubts = arena_array(&answer->arena, n + 1, sizeof(*answer->doubts));
	*failed |= !answer->doubts;
	for (size_t i = 0; answer->doubts && i < n; i++) {
		const json_t *one = json_array_get(doubts, i);
		json_int_t figure = json_integer_value(json_array_get(one, 0)),
			   line = json_integer_value(json_array_get(one, 1));
		if (figure < 0 || line < 0 || (size_t)figure >= answer->n_lines ||
		    (size_t)line >= answer->n_lines)
			continue;
		answer->doubts[answer->n_doubts++] =
			(struct answer_doubt){(uint32_t)figure, (uint32_t)line,
					      json_number_value(json_array_get(one, 2))};
	}
}

static void read_rest(struct answer *answer, const json_t *root, bool *failed)
{
	const json_t *derivation = json_object_get(root, "derivation");
	const char *version = json_string_value(json_object_get(derivation, "version"));
	if (version && strlen(version) < sizeof(answer->version))
		memcpy(answer->version, version, strlen(version));
	answer->title_fr = keep(answer, json_object_get(root, "title_fr"), failed);
	answer->boundary_fr = keep(answer, json_object_get(root, "boundary_fr"), failed);
	answer->seed = (uint64_t)json_integer_value(json_object_get(derivation, "seed"));
	answer->draws = (uint32_t)json_integer_value(json_object_get(derivation, "draws"));
	read_words(answer, root, failed);
	read_notes(answer, json_object_get(root, "notes"), failed);
	read_doubts(answer, json_object_get(root, "doubts"), failed);
}

int estimated_read(const struct kept_estimate *estimate, struct answer **ret,
		   struct frugal_error *reterr)
{
	json_t *root = json_loads(estimate->answer, JSON_REJECT_DUPLICATES, NULL);
	char *derivation = json_dumps(json_object_get(root, "derivation"), JSON_COMPACT);
	struct answer *answer = NULL;
	bool failed = false;
	int r = derivation ? derivation_read(derivation, &answer, reterr)
			   : error_set(reterr, FRUGAL_EDATA,
				       _("the stored answer of %s is damaged"), estimate->id);
	free(derivation);
	if (r == 0)
		read_rest(answer, root, &failed);
	json_decref(root);
	if (failed) {
		answer_free(answer);
		return error_nomem(reterr);
	}
	*ret = answer;
	return r;
}

/* ---- a page --------------------------------------------------------------------------------- */

/* The texts that were given; NULL: memory ran out, or they are damaged, which must not fail a view.
 */
static const char **inputs_of(const struct kept_estimate *estimate, struct arena *arena,
			      size_t *ret_n)
{
	json_t *list = json_loads(estimate->inputs, 0, NULL);
	size_t n = json_array_size(list);
	const char **inputs = arena_array(arena, n + 1, sizeof(*inputs));
	*ret_n = 0;
	for (size_t i = 0; inputs && i < n; i++) {
		const char *text = json_string_value(json_array_get(list, i));
		const char *kept = text ? arena_strdup(arena, text) : NULL;
		if (kept)
			inputs[(*ret_n)++] = kept;
	}
	json_decref(list);
	return inputs;
}

static void about(const struct kept_estimate *estimate, struct buf *to)
{
	const struct {
		const char *value, *word;
	} given[] = {{estimate->project, N_("project")},
		     {estimate->service, N_("service")},
		     {estimate->name, N_("name")}};
	char at[CLOCK_TEXT];
	clock_utc_text(estimate->at_us, at);
	buf_addf(to, _("kept as %s on %.10s"), estimate->id, at);
	for (size_t i = 0; i < sizeof(given) / sizeof(*given); i++)
		if (given[i].value[0]) {
			buf_puts(to, _("; "));
			buf_addf(to, _("%s: %s"), _(given[i].word), given[i].value);
		}
}

int estimated_page(struct context *context, const struct kept_estimate *estimate, const char *title,
		   const char *format, struct buf *to, struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct answer *answer = NULL;
	struct buf words = {0}, command = {0};
	int r = estimated_read(estimate, &answer, reterr);
	if (r < 0)
		return r;
	struct estimate_page page = {.answer = answer,
				     .is_kept = true,
				     .title = title               ? title
					      : estimate->name[0] ? estimate->name
								  : NULL,
				     .at_s = estimate->at_us / US_PER_SECOND};
	page.given = inputs_of(estimate, &arena, &page.n_given);
	about(estimate, &words);
	page_estimate_command(estimate->model, page.given, page.n_given, &command);
	page.about = buf_text(&words);
	page.command = buf_text(&command);
	estimate_page_write(context, &page, format, to);
	bool failed = words.failed || command.failed || !page.given;
	answer_free(answer);
	buf_release(&words);
	buf_release(&command);
	arena_release(&arena);
	return failed ? error_nomem(reterr) : 0;
}

/* ---- lists ---------------------------------------------------------------------------------- */

struct listing {
	struct columns columns;
	struct buf cell;
	const struct number_style *numbers;
	struct jsonw json;
	size_t n;
};

static const struct answer_line *figure_named(const struct answer *answer, const char *name)
{
	const struct answer_line *line = answer_find(answer, name);
	return line && line->figure && !isnan(line->value) ? line : NULL;
}

static void put_figure(struct listing *to, const struct answer *answer, const char *name)
{
	const struct answer_line *line = figure_named(answer, name);
	if (line)
		answer_figure(&to->cell, answer, (size_t)(line - answer->lines), to->numbers);
	else
		buf_putc(&to->cell, '-');
	columns_take(&to->columns, &to->cell);
}

static int add_row(void *context, const struct kept_estimate *estimate, struct frugal_error *reterr)
{
	struct listing *to = context;
	struct answer *answer = NULL;
	char at[CLOCK_TEXT];
	int r = estimated_read(estimate, &answer, reterr);
	if (r < 0)
		return r;
	clock_utc_text(estimate->at_us, at);
	buf_addf(&to->cell, "%.*s", SHOWN_DIGITS, estimate->id);
	columns_take(&to->columns, &to->cell);
	buf_addf(&to->cell, "%.10s", at);
	columns_take(&to->columns, &to->cell);
	columns_add(&to->columns, estimate->project[0]   ? estimate->project
				  : estimate->service[0] ? estimate->service
							 : "-");
	columns_add(&to->columns, estimate->model);
	put_figure(to, answer, "energy");
	put_figure(to, answer, "carbon");
	columns_add(&to->columns, estimate->name);
	to->n++;
	answer_free(answer);
	return FRUGAL_VISIT_ON;
}

int estimated_list_text(struct ledger *ledger, const struct number_style *numbers, struct buf *to,
			struct frugal_error *reterr)
{
	const char *const heads[] = {_("id"),     _("day"),    _("for"), _("model"),
				     _("energy"), _("carbon"), _("name")};
	struct arena arena = {0};
	struct listing list = {.numbers = numbers};
	columns_init(&list.columns, &arena, sizeof(heads) / sizeof(*heads));
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		columns_add(&list.columns, heads[i]);
	int r = ledger_estimates(ledger, add_row, &list, reterr);
	if (r == 0 && list.n)
		columns_print(&list.columns, to, 0);
	to->failed |= list.columns.failed || list.cell.failed;
	columns_release(&list.columns);
	buf_release(&list.cell);
	arena_release(&arena);
	return r;
}

static int add_json(void *context, const struct kept_estimate *estimate,
		    struct frugal_error *reterr)
{
	struct listing *to = context;
	struct jsonw *json = &to->json;
	struct answer *answer = NULL;
	char at[CLOCK_TEXT];
	int r = estimated_read(estimate, &answer, reterr);
	if (r < 0)
		return r;
	clock_utc_text(estimate->at_us, at);
	jsonw_object(json, NULL);
	jsonw_string(json, "id", estimate->id);
	jsonw_string(json, "at", at);
	jsonw_string(json, "project", estimate->project[0] ? estimate->project : NULL);
	jsonw_string(json, "service", estimate->service[0] ? estimate->service : NULL);
	jsonw_string(json, "name", estimate->name[0] ? estimate->name : NULL);
	jsonw_string(json, "model", estimate->model);
	jsonw_raw(json, "inputs", str_of(estimate->inputs));
	answer_figures_json(json, "figures", answer);
	jsonw_object_end(json);
	answer_free(answer);
	return FRUGAL_VISIT_ON;
}

int estimated_list_json(struct ledger *ledger, struct buf *to, struct frugal_error *reterr)
{
	struct listing list = {.json = {.out = to, .pretty = true}};
	jsonw_array(&list.json, NULL);
	int r = ledger_estimates(ledger, add_json, &list, reterr);
	jsonw_array_end(&list.json);
	buf_putc(to, '\n');
	return r;
}
