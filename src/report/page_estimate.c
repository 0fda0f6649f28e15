/* SPDX-License-Identifier: Apache-2.0 */
/* Every figure and reason is of the answer (model/answer.h); here they only get places and words.
 */
#include "report/page_estimate.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "report/answer.h"
#include "report/methods.h"
#include "report/number.h"
#include "report/page.h"
#include "report/vocabulary.h"

#define LEAST_DOUBT 0.01

struct view {
	struct page page;
	const struct estimate_page *of;
};

static const char *in_lang(const struct view *v, const char *en, const char *fr)
{
	return strcmp(v->page.context->lang, "fr") == 0 && fr && fr[0] ? fr : en;
}

static void why_absent(struct view *v, const struct answer_line *line)
{
	const char *why = line->absent_stated ? line->absent_stated : line->absent;
	document_text(v->page.doc, why ? why : quality_word(line->quality));
}

static void figures(struct view *v)
{
	const struct answer *answer = v->of->answer;
	const struct document_head heads[] = {{"figure", _("figure")},
					      {"meaning", _("meaning")},
					      {"quality", _("quality")},
					      {"value", _("value [interval]")}};
	struct document *doc = v->page.doc;
	document_table(doc, "figures", _("footprint"), GROUP_LEVEL, heads, 4, 3);
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		if (!line->figure)
			continue;
		document_row(doc, line->name, vocabulary_word(line->name));
		document_text(doc, in_lang(v, line->help_en, line->help_fr));
		why_absent(v, line);
		if (isnan(line->value))
			page_dash(&v->page, line->unit_text,
				  line->absent ? line->absent : "absent");
		else
			page_line(&v->page, line, answer_place(answer, i));
	}
}

static void summary(struct view *v)
{
	struct document *doc = v->page.doc;
	const struct answer *answer = v->of->answer;
	document_section(doc, "summary", _("Summary"));
	document_paragraph(doc, "%s", in_lang(v, answer->title_en, answer->title_fr));
	if (v->of->about)
		document_paragraph(doc, "%s", v->of->about);
	figures(v);
	document_item(doc, "%s",
		      _("an interval contains nine of ten draws of the uncertain inputs; a default "
			"stands "
			"for a value that is not given"));
	if (answer_has_means(v->of->answer))
		document_item(doc, "%s", _("values are the mean of the draws"));
}

/* ---- inputs --------------------------------------------------------------------------------- */

/* What was not given is a default, also where a rule of the model makes it of other inputs. */
static bool is_default(const struct view *v, const struct answer_line *line)
{
	size_t n = strlen(line->name);
	for (size_t i = 0; i < v->of->n_given; i++)
		if (strncmp(v->of->given[i], line->name, n) == 0 && v->of->given[i][n] == '=')
			return false;
	return true;
}

static void inputs(struct view *v)
{
	const struct answer *answer = v->of->answer;
	const struct document_head heads[] = {{"input", _("input")},
					      {"meaning", _("meaning")},
					      {"by", _("given or default")},
					      {"source", _("source")},
					      {"value", _("value [interval]")}};
	struct document *doc = v->page.doc;
	size_t defaults = 0;
	document_section(doc, "inputs", _("Inputs"));
	document_table(doc, "inputs", _("inputs, the defaults marked with *"), GROUP_LEVEL, heads,
		       5, 4);
	for (size_t i = 0; i < answer->n_lines; i++) {
		const struct answer_line *line = &answer->lines[i];
		if (line->kind != ENTRY_INPUT)
			continue;
		defaults += is_default(v, line);
		buf_addf(&v->page.cell, "%s%s", line->name, is_default(v, line) ? " *" : "");
		document_row(doc, line->name, page_kept(&v->page));
		document_text(doc, in_lang(v, line->help_en, line->help_fr));
		document_text(doc, is_default(v, line) ? _("default") : _("given"));
		document_text(doc, line->source[0] ? line->source : "-");
		if (line->text)
			document_text(doc, line->text[0] ? line->text : "-");
		else
			page_line(&v->page, line, 0);
	}
	document_item(doc,
		      _("defaults: %zu; each that is replaced by a value of the case makes the "
			"estimate more certain"),
		      defaults);
}

/* ---- methods side by side ------------------------------------------------------------------- */

static const char *const shown[] = {"energy", "carbon"};
#define SHOWN (sizeof(shown) / sizeof(*shown))

static void method_row(struct view *v, const struct method *method)
{
	struct document *doc = v->page.doc;
	buf_addf(&v->page.cell, "%s%s", method->name,
		 strcmp(method->name, v->of->answer->model) == 0 ? _(" (this page)") : "");
	document_row(doc, method->name, page_kept(&v->page));
	methods_traits_words(&v->page.cell, method->answer, v->page.context->numbers);
	document_words(doc, &v->page.cell);
	for (size_t i = 0; i < SHOWN; i++) {
		const struct answer_line *line = answer_find(method->answer, shown[i]);
		if (line && line->figure && !isnan(line->value))
			page_line(&v->page, line, 0);
		else
			page_dash(&v->page, i ? "gCO2e" : "Wh", "not_in_this_method");
	}
}

static void method_bars(struct view *v)
{
	const struct estimate_page *of = v->of;
	const char **labels = arena_array(v->page.arena, of->n_methods + 1, sizeof(*labels));
	struct page_value *values = arena_array(v->page.arena, of->n_methods + 1, sizeof(*values));
	for (size_t f = 0; labels && values && f < SHOWN; f++) {
		size_t n = 0;
		for (size_t i = 0; i < of->n_methods; i++) {
			const struct answer_line *line =
				of->methods[i].answer ? answer_find(of->methods[i].answer, shown[f])
						      : NULL;
			if (!line || !(line->value > 0))
				continue;
			labels[n] = of->methods[i].name;
			values[n++] = (struct page_value){line->value, line->low, line->high};
		}
		if (n > 1)
			page_bars(&v->page, f ? _("carbon by method") : _("energy by method"),
				  labels, values, n, f ? KIND_CO2E : KIND_ENERGY);
	}
	v->page.doc->failed |= !labels || !values;
}

static void methods(struct view *v)
{
	const struct estimate_page *of = v->of;
	const struct document_head heads[] = {{"method", _("method")},
					      {"counts", _("what it counts")},
					      {"energy", _("energy")},
					      {"carbon", _("carbon")}};
	struct document *doc = v->page.doc;
	size_t answers = 0;
	for (size_t i = 0; i < of->n_methods; i++)
		answers += of->methods[i].answer != NULL;
	document_section(doc, "methods", _("Methods side by side"));
	if (answers < 2) {
		document_paragraph(doc, "%s", _("No other method answers with these inputs."));
	} else {
		document_table(doc, "methods", _("the same inputs by every method"), GROUP_LEVEL,
			       heads, 4, 2);
		for (size_t i = 0; i < of->n_methods; i++)
			if (of->methods[i].answer)
				method_row(v, &of->methods[i]);
		method_bars(v);
	}
	for (size_t i = 0; i < of->n_methods; i++) {
		const struct method *method = &of->methods[i];
		const char *differs = method->answer ? in_lang(v, method->answer->differs_en,
							       method->answer->differs_fr)
						     : "";
		if (method->answer && answers > 1 && differs[0])
			document_item(doc, _("%s: %s"), method->name, differs);
		else if (!method->answer)
			document_item(doc, _("no answer by %s: %s"), method->name,
				      method->reason_told ? method->reason_told : "");
	}
}

/* ---- uncertainty, limits, command ----------------------------------------------------------- */

static void doubts(struct view *v)
{
	const struct answer *answer = v->of->answer;
	struct document *doc = v->page.doc;
	document_section(doc, "uncertainty", _("What the intervals come from"));
	if (!answer->n_doubts)
		document_paragraph(doc, "%s", _("No uncertain input was examined."));
	for (size_t f = 0; f < answer->n_lines; f++) {
		struct buf *cell = &v->page.cell;
		for (size_t i = 0; i < answer->n_doubts; i++) {
			const struct answer_doubt *doubt = &answer->doubts[i];
			if (doubt->figure != f || doubt->share < LEAST_DOUBT)
				continue;
			buf_addf(cell, "%s%s ", cell->n ? ", " : "",
				 answer->lines[doubt->line].name);
			buf_addf(cell, _("%s %%"),
				 number_fixed(NUMBER_OWN, 100 * doubt->share, 0,
					      v->page.context->numbers));
		}
		if (cell->n)
			document_item(doc, _("%s: %s"), vocabulary_word(answer->lines[f].name),
				      buf_text(cell));
		buf_clear(cell);
	}
}

static void limits(struct view *v)
{
	const struct answer *answer = v->of->answer;
	struct document *doc = v->page.doc;
	document_section(doc, "limits", _("Limits"));
	const char *boundary = in_lang(v, answer->boundary_en, answer->boundary_fr);
	if (boundary[0])
		document_item(doc, _("%s: %s"), _("boundary"), boundary);
	for (size_t i = 0; i < answer->n_notes; i++)
		document_item(doc, "%s", answer->notes[i].stated);
	for (size_t i = 0; i < answer->n_lines; i++)
		if (answer->lines[i].figure && answer->lines[i].absent)
			document_item(
				doc, _("%s is missing: %s"), vocabulary_word(answer->lines[i].name),
				answer->lines[i].absent_stated ? answer->lines[i].absent_stated
							       : answer->lines[i].absent);
	page_not_computed(doc);
	document_item(doc, "%s",
		      _("an estimate is not a measurement: frugal run measures the work itself"));
	document_item(doc, _("this is a report: no label, no grade, no claim of conformity"));
}

static void again(struct view *v)
{
	const struct answer *answer = v->of->answer;
	struct document *doc = v->page.doc;
	document_section(doc, "command", _("The same answer again"));
	document_paragraph(doc, "%s", v->of->command);
	document_item(doc, _("model %s (version %s), seed %llu, draws %u, frugal %s"),
		      answer->model, answer->version, (unsigned long long)answer->seed,
		      answer->draws, FRUGAL_VERSION);
	if (answer->sources[0])
		document_item(doc, _("%s: %s"), _("sources"), answer->sources);
}

static void add_word(struct buf *to, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-=.,:/@%+";
	buf_putc(to, ' ');
	if (word[0] && strspn(word, plain) == strlen(word)) {
		buf_puts(to, word);
		return;
	}
	buf_putc(to, '\'');
	for (; *word; word++)
		if (*word == '\'')
			buf_puts(to, "'\\''");
		else
			buf_putc(to, *word);
	buf_putc(to, '\'');
}

void page_estimate_command(const char *model, const char *const *inputs, size_t n, struct buf *to)
{
	buf_puts(to, "frugal estimate");
	add_word(to, model);
	for (size_t i = 0; i < n; i++)
		add_word(to, inputs[i]);
}

void estimate_page_write(struct context *context, const struct estimate_page *of,
			 const char *format, struct buf *to)
{
	struct arena arena = {0};
	struct document doc = {0};
	struct view v = {.page = {.context = context, .arena = &arena, .doc = &doc}, .of = of};
	const struct answer *answer = of->answer;
	buf_addf(&v.page.cell, _("Estimate: %s"),
		 of->title ? of->title : in_lang(&v, answer->title_en, answer->title_fr));
	const char *title = page_kept(&v.page);
	buf_addf(&v.page.cell, _("frugal %s, %s"), FRUGAL_VERSION,
		 page_moment(&v.page, of->at_s * US_PER_SECOND));
	const char *subtitle = page_kept(&v.page);
	document_init(&doc, &arena, title, subtitle, context->lang);
	summary(&v);
	inputs(&v);
	if (!of->is_kept)
		methods(&v);
	doubts(&v);
	limits(&v);
	again(&v);
	document_write(&doc, format, to);
	to->failed |= doc.failed || v.page.cell.failed;
	document_release(&doc);
	buf_release(&v.page.cell);
	arena_release(&arena);
}
