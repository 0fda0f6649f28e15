/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parses the head and the statements of a model; expr.c parses expressions. Each kind of statement
 * is a row of the table at the end.
 */
#include "model/parse.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/intl.h"

#define MAX_LINES 2000
#define MAX_CHOICES 64
#define MAX_BOUNDS 4
#define MAX_ARGUMENTS 64

int parser_fail_at(struct parser *parser, struct place place, const char *fmt, ...)
{
	char what[400];
	va_list ap;
	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	error_set(parser->reterr, FRUGAL_EDATA, "%s", what);
	error_where(parser->reterr, "%s:%u:%u", parser->lexer.file, place.line, place.column);
	return FRUGAL_EDATA;
}

int parser_fail(struct parser *parser, const char *what)
{
	return parser_fail_at(parser, parser->token.place,
			      parser->token.kind == TOKEN_TEXT ? "%s: \"%.*s\"" : "%s: '%.*s'",
			      what, STR_ARG(parser->token.text));
}

int parser_advance(struct parser *parser)
{
	parser->last_end = parser->lexer.p;
	return lexer_next(&parser->lexer, &parser->token, parser->reterr);
}

bool parser_at(const struct parser *parser, const char *word_or_mark)
{
	return (parser->token.kind == TOKEN_NAME || parser->token.kind == TOKEN_MARK) &&
	       str_is(parser->token.text, word_or_mark);
}

int parser_accept(struct parser *parser, const char *word_or_mark, bool *ret_taken)
{
	*ret_taken = parser_at(parser, word_or_mark);
	return *ret_taken ? parser_advance(parser) : 0;
}

int parser_expect(struct parser *parser, const char *word_or_mark)
{
	if (parser_at(parser, word_or_mark))
		return parser_advance(parser);
	char what[64];
	(void)snprintf(what, sizeof(what), _("'%s' is expected here"), word_or_mark);
	return parser_fail(parser, what);
}

static int expect_text(struct parser *parser, struct str *ret)
{
	if (parser->token.kind != TOKEN_TEXT)
		return parser_fail(parser, _("a text in quotes is expected here"));
	*ret = parser->token.text;
	return parser_advance(parser);
}

static int expect_name(struct parser *parser, struct str *ret)
{
	if (parser->token.kind != TOKEN_NAME)
		return parser_fail(parser, _("a name is expected here"));
	*ret = parser->token.text;
	return parser_advance(parser);
}

/* Takes a new name, which is not a word of the language, a unit or declared already. */
static int expect_new_name(struct parser *parser, struct model *model, struct str *ret)
{
	struct token token = parser->token;
	int r = expect_name(parser, ret);
	if (r < 0)
		return r;
	if (is_reserved(*ret))
		return parser_fail_at(parser, token.place, _("'%.*s' is a word of the language"),
				      STR_ARG(*ret));
	if (unit_is_name(*ret))
		return parser_fail_at(parser, token.place,
				      _("'%.*s' is the name of a unit: choose another name"),
				      STR_ARG(*ret));
	for (size_t i = 0; i < model->n_lines; i++)
		if (str_eq(model->lines[i].name, *ret))
			return parser_fail_at(parser, token.place,
					      _("'%.*s' is already declared on line %u"),
					      STR_ARG(*ret), model->lines[i].words.place.line);
	return 0;
}

/* en "..." or fr "..." or "..." (English). */
static int parse_words(struct parser *parser, struct words *words)
{
	bool en, fr = false;
	int r = parser_accept(parser, "en", &en);
	if (r == 0 && !en)
		r = parser_accept(parser, "fr", &fr);
	return r == 0 ? expect_text(parser, fr ? &words->fr : &words->en) : r;
}

/* Parses the end of a line: source "...", a help text, fr "...". */
static int parse_tail(struct parser *parser, struct line *line)
{
	for (;;) {
		bool source;
		int r = parser_accept(parser, "source", &source);
		if (r < 0)
			return r;
		if (source)
			r = expect_text(parser, &line->words.source);
		else if (parser->token.kind == TOKEN_TEXT || parser_at(parser, "fr") ||
			 parser_at(parser, "en"))
			r = parse_words(parser, &line->words.help);
		else
			return 0;
		if (r < 0)
			return r;
	}
}

/* Reads a unit by hand from the source, since it is not an expression. */
static int parse_unit(struct parser *parser, struct line *line)
{
	const char *p = parser->token.start;
	struct str left = {p, (size_t)(parser->lexer.end - p)};
	size_t n = unit_parse_prefix(left, &line->unit);
	if (!n) {
		struct frugal_error why = {0};
		(void)unit_parse(parser->token.text, &line->unit, &why);
		int r = parser_fail(parser, _("a unit is expected here"));
		if (why.todo[0])
			error_todo(parser->reterr, "%s", why.todo);
		return r;
	}
	line->unit_text = (struct str){p, n};
	lexer_jump(&parser->lexer, p + n);
	return parser_advance(parser);
}

static int parse_choices(struct parser *parser, struct line *line)
{
	line->choices = arena_array(parser->arena, MAX_CHOICES, sizeof(struct str));
	if (!line->choices)
		return error_nomem(parser->reterr);
	int r = parser_expect(parser, "of");
	if (r == 0)
		r = parser_expect(parser, "(");
	bool more = true;
	while (r == 0 && more) {
		if (line->n_choices == MAX_CHOICES)
			return parser_fail(parser, _("too many choices"));
		struct str *choice = &line->choices[line->n_choices++];
		r = parser->token.kind == TOKEN_TEXT ? expect_text(parser, choice)
						     : expect_name(parser, choice);
		if (r == 0)
			r = parser_accept(parser, ",", &more);
	}
	return r == 0 ? parser_expect(parser, ")") : r;
}

static int parse_type(struct parser *parser, struct line *line)
{
	bool row, one = false;
	int r = parser_accept(parser, "row", &row);
	if (r == 0 && row) {
		line->input = INPUT_ROW;
		r = parser_expect(parser, "of");
		return r == 0 ? expect_name(parser, &line->table) : r;
	}
	if (r == 0)
		r = parser_accept(parser, "one", &one);
	if (r < 0)
		return r;
	if (one) {
		line->input = INPUT_CHOICE;
		return parse_choices(parser, line);
	}
	line->input = INPUT_NUMBER;
	return parse_unit(parser, line);
}

static int add_bound(struct parser *parser, struct line *line, struct str op, struct node *value)
{
	if (line->n_bounds == MAX_BOUNDS)
		return parser_fail(parser, _("too many conditions"));
	line->bounds[line->n_bounds++] = (struct bound){op, value};
	return 0;
}

/*
 * where 0..1, or where > 0 and <= 10. The values are numbers, not expressions, so that
 * "0..1 = 0.65" and "<= 1 and > 0" end where they should.
 */
static int parse_where(struct parser *parser, struct line *line)
{
	static const char *const ops[] = {">=", ">", "<=", "<"};
	bool more;
	int r = parser_accept(parser, "where", &more);
	if (r < 0 || !more)
		return r;
	line->bounds = arena_array(parser->arena, MAX_BOUNDS, sizeof(struct bound));
	if (!line->bounds)
		return error_nomem(parser->reterr);
	while (r == 0 && more) {
		struct node *value;
		struct str op = {0};
		for (size_t i = 0; i < 4 && !op.n; i++)
			if (parser_at(parser, ops[i]))
				op = parser->token.text;
		if (op.n)
			r = parser_advance(parser);
		if (r == 0)
			r = parse_plain_number(parser, &value);
		if (r == 0)
			r = add_bound(parser, line, op.n ? op : STR(">="), value);
		if (r == 0 && !op.n) {
			r = parser_expect(parser, "..");
			if (r == 0)
				r = parse_plain_number(parser, &value);
			if (r == 0)
				r = add_bound(parser, line, STR("<="), value);
		}
		if (r == 0)
			r = parser_accept(parser, "and", &more);
	}
	return r;
}

static int parse_in(struct parser *parser, struct model *model, struct line *line)
{
	int r = expect_new_name(parser, model, &line->name);
	if (r == 0)
		r = parser_expect(parser, ":");
	if (r == 0)
		r = parse_type(parser, line);
	if (r == 0)
		r = parser_accept(parser, "optional", &line->optional);
	if (r == 0)
		r = parse_where(parser, line);
	if (r == 0 && !line->optional)
		r = parser_accept(parser, "optional", &line->optional);
	bool given = false;
	if (r == 0)
		r = parser_accept(parser, "=", &given);
	if (r == 0 && given)
		r = parse_expression(parser, &line->expr);
	if (r == 0 && given && line->input == INPUT_ROW)
		r = parse_else(parser, &line->expr);
	return r == 0 ? parse_tail(parser, line) : r;
}

static int parse_let(struct parser *parser, struct model *model, struct line *line)
{
	int r = expect_new_name(parser, model, &line->name);
	if (r == 0)
		r = parser_expect(parser, ":");
	if (r == 0)
		r = parse_unit(parser, line);
	if (r == 0)
		r = parser_expect(parser, "=");
	if (r == 0)
		r = parse_expression(parser, &line->expr);
	return r == 0 ? parse_tail(parser, line) : r;
}

static int parse_use(struct parser *parser, struct model *model, struct line *line)
{
	int r = expect_new_name(parser, model, &line->name);
	if (r == 0)
		r = parser_expect(parser, "=");
	if (r == 0)
		r = expect_name(parser, &line->model);
	if (r == 0)
		r = parser_expect(parser, "(");
	line->arguments = arena_array(parser->arena, MAX_ARGUMENTS, sizeof(struct argument));
	if (!line->arguments)
		return error_nomem(parser->reterr);
	bool more = r == 0 && !parser_at(parser, ")");
	while (r == 0 && more) {
		if (line->n_arguments == MAX_ARGUMENTS)
			return parser_fail(parser, _("too many arguments"));
		struct argument *argument = &line->arguments[line->n_arguments++];
		argument->place = parser->token.place;
		r = expect_name(parser, &argument->name);
		if (r == 0)
			r = parser_expect(parser, "=");
		if (r == 0)
			r = parse_expression(parser, &argument->value);
		if (r == 0)
			r = parser_accept(parser, ",", &more);
	}
	return r == 0 ? parser_expect(parser, ")") : r;
}

static int parse_check(struct parser *parser, struct model *model, struct line *line)
{
	(void)model;
	int r = parse_expression(parser, &line->expr);
	if (r == 0 && parser->token.kind != TOKEN_TEXT)
		return parser_fail(parser,
				   line->kind == LINE_NOTE
					   ? _("a note must end with its message in quotes")
					   : _("a check must end with its message in quotes"));
	return r == 0 ? parse_tail(parser, line) : r;
}

static const struct statement {
	const char *word;
	enum line_kind kind;
	int (*parse)(struct parser *, struct model *, struct line *);
} statements[] = {
	{"in", LINE_IN, parse_in},          {"let", LINE_LET, parse_let},
	{"out", LINE_OUT, parse_let},       {"use", LINE_USE, parse_use},
	{"check", LINE_CHECK, parse_check}, {"note", LINE_NOTE, parse_check},
};

static int parse_line(struct parser *parser, struct model *model, const struct statement *statement)
{
	if (model->n_lines == MAX_LINES)
		return parser_fail(parser, _("this model has too many lines"));
	struct line line = {.kind = statement->kind, .words.place = parser->token.place};
	int r = parser_advance(parser);
	if (r == 0 && statement->kind != LINE_CHECK && statement->kind != LINE_NOTE)
		line.words.place = parser->token.place;
	if (r == 0)
		r = statement->parse(parser, model, &line);
	if (r < 0)
		return r;
	if (model->n_lines == model->lines_cap) {
		size_t cap = model->lines_cap ? model->lines_cap * 2 : 16;
		struct line *lines = arena_array(parser->arena, cap, sizeof(struct line));
		if (!lines)
			return error_nomem(parser->reterr);
		if (model->n_lines)
			memcpy(lines, model->lines, model->n_lines * sizeof(struct line));
		model->lines = lines;
		model->lines_cap = cap;
	}
	model->lines[model->n_lines++] = line;
	return 0;
}

static int parse_family(struct parser *parser, struct model *model)
{
	if (model->n_families == sizeof(model->families) / sizeof(model->families[0]))
		return parser_fail(parser, _("too many families"));
	return expect_name(parser, &model->families[model->n_families++]);
}

static int parse_source(struct parser *parser, struct model *model)
{
	if (model->n_sources == sizeof(model->sources) / sizeof(model->sources[0]))
		return parser_fail(parser, _("too many sources"));
	return expect_text(parser, &model->sources[model->n_sources++]);
}

static const char *const headline_words[] = {"central", "mean"};

const char *headline_name(enum headline headline)
{
	return headline_words[headline];
}

static int parse_headline(struct parser *parser, struct model *model)
{
	if (model->has_headline)
		return parser_fail(parser, _("headline is given twice"));
	for (size_t i = 0; i < 2; i++) {
		if (!parser_at(parser, headline_words[i]))
			continue;
		model->headline = (enum headline)i;
		model->has_headline = true;
		return parser_advance(parser);
	}
	return parser_fail(parser, _("headline is central or mean"));
}

/* Parses a statement of the head; *ret_taken is set when there was one. */
static int parse_head(struct parser *parser, struct model *model, bool *ret_taken)
{
	static const char *const words[] = {"family", "source",   "headline",
					    "title",  "boundary", "differs"};
	struct words *targets[] = {NULL,           NULL, NULL, &model->title, &model->boundary,
				   &model->differs};
	*ret_taken = false;
	for (size_t i = 0; i < 6; i++) {
		int r = parser_accept(parser, words[i], ret_taken);
		if (r < 0)
			return r;
		if (!*ret_taken)
			continue;
		if (i == 0)
			return parse_family(parser, model);
		if (i == 1)
			return parse_source(parser, model);
		return i == 2 ? parse_headline(parser, model) : parse_words(parser, targets[i]);
	}
	return 0;
}

static int parse_statement(struct parser *parser, struct model *model)
{
	bool taken;
	int r = parse_head(parser, model, &taken);
	if (r < 0 || taken)
		return r;
	for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++)
		if (parser_at(parser, statements[i].word))
			return parse_line(parser, model, &statements[i]);
	return parser_fail(parser, _("a statement is expected here (in, let, out, use, check, "
				     "note, family, title, source, headline, boundary, differs)"));
}

static int parse_model(struct parser *parser, struct model *model)
{
	struct str name = {0};
	int r = parser_advance(parser);
	if (r == 0 && parser->token.kind == TOKEN_END)
		return parser_fail_at(parser, parser->token.place, "%s",
				      _("this file contains no model"));
	if (r == 0)
		r = parser_expect(parser, "model");
	if (r == 0)
		r = expect_name(parser, &name);
	if (r == 0)
		r = parser_expect(parser, "{");
	while (r == 0 && !parser_at(parser, "}"))
		r = parse_statement(parser, model);
	if (r == 0)
		r = parser_advance(parser);
	if (r == 0 && parser->token.kind != TOKEN_END)
		r = parser_fail(parser,
				_("a file contains only one model: remove what follows it"));
	if (r < 0)
		return r;
	model->name = arena_strndup(parser->arena, name.p, name.n);
	return model->name ? 0 : error_nomem(parser->reterr);
}

int model_parse(const char *file, struct str text, struct model **ret, struct frugal_error *reterr)
{
	struct model *model = mem_zalloc(1, sizeof(*model));
	if (!model)
		return error_nomem(reterr);
	model->text = text;
	model->hash = hash_bytes(HASH_BEGIN, text.p, text.n);
	model->file = arena_strdup(&model->arena, file);
	if (!model->file) {
		model_free(model);
		return error_nomem(reterr);
	}
	struct parser parser = {.arena = &model->arena, .reterr = reterr};
	lexer_init(&parser.lexer, model->file, text, &model->arena);
	parser.last_end = parser.lexer.p;
	int r = parse_model(&parser, model);
	if (r < 0) {
		model_free(model);
		return r;
	}
	*ret = model;
	return 0;
}

void model_free(struct model *model)
{
	if (!model)
		return;
	arena_release(&model->arena);
	mem_free(model);
}

struct str words_in(const struct words *words, const char *lang)
{
	if (lang && strcmp(lang, "fr") == 0 && words->fr.n)
		return words->fr;
	return words->en.n ? words->en : words->fr;
}
