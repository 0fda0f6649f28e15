/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expressions, by precedence: if, or, and, not, comparison, sum, product, sign, power.
 * A number takes the unit that follows it on its line ("700 W", "0.45 kgCO2e/kWh"), which is
 * unambiguous because no declared name may be the name of a unit.
 */
#include <math.h>

#include "base/intl.h"
#include "model/parse.h"

#define MAX_DEPTH 120

static const char *const reserved[] = {
	"model", "family", "title", "source",   "boundary", "differs", "in",   "let",   "out",
	"use",   "check",  "where", "row",      "of",       "one",     "if",   "then",  "else",
	"and",   "or",     "not",   "optional", "en",       "fr",      "true", "false", NULL};

static const char *const functions[] = {"min",   "max", "clamp", "abs",  "floor", "ceil",  "round",
					"trunc", "exp", "ln",    "log2", "sqrt",  "known", NULL};

static bool is_in(struct str name, const char *const *list)
{
	for (; *list; list++)
		if (str_is(name, *list))
			return true;
	return false;
}

bool is_function(struct str name)
{
	return is_in(name, functions);
}

bool is_reserved(struct str name)
{
	return is_in(name, reserved) || is_function(name);
}

static struct node *node_new(struct parser *parser, enum node_kind kind, size_t n_args)
{
	struct node *node = arena_alloc(parser->arena, sizeof(*node));
	if (!node)
		return NULL;
	node->kind = kind;
	node->place = parser->token.place;
	node->source = (struct str){parser->token.start, 0};
	node->text = parser->token.text;
	node->n_args = n_args;
	node->args = arena_array(parser->arena, n_args + 1, sizeof(struct node *));
	return node->args ? node : NULL;
}

/* The node ends where the last token taken ended. */
static void node_close(struct parser *parser, struct node *node)
{
	node->source.n = (size_t)(parser->last_end - node->source.p);
}

/* A unit on the same line, right after the number. */
static int read_unit(struct parser *parser, struct node *node, bool *ret_found)
{
	const char *p = parser->last_end;
	const char *end = parser->lexer.end;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	*ret_found = false;
	struct unit unit;
	size_t n = p < end && *p != '1'
			   ? unit_parse_prefix((struct str){p, (size_t)(end - p)}, &unit)
			   : 0;
	if (!n)
		return 0;
	node->number *= unit.scale;
	node->dim = unit.dim;
	node->bare = false;
	*ret_found = true;
	lexer_jump(&parser->lexer, p + n);
	parser->last_end = p + n;
	int r = lexer_next(&parser->lexer, &parser->token, parser->reterr);
	return r;
}

static int parse_signed_number(struct parser *parser, struct node **ret)
{
	bool minus;
	int r = parser_accept(parser, "-", &minus);
	if (r == 0)
		r = parse_expression_number(parser, ret);
	if (r == 0 && minus)
		(*ret)->number = -(*ret)->number;
	return r;
}

/* "[lo, hi]" after a number; bounds without unit take the number's. */
static int read_interval(struct parser *parser, struct node *node, double written)
{
	struct node *bounds[2];
	struct place place = parser->token.place;
	int r = parser_expect(parser, "[");
	for (int i = 0; r == 0 && i < 2; i++) {
		r = parse_signed_number(parser, &bounds[i]);
		if (r == 0)
			r = parser_expect(parser, i ? "]" : ",");
	}
	bool found = false;
	if (r == 0 && node->bare)
		r = read_unit(parser, node, &found); /* "10 [8, 12] h" */
	if (r < 0)
		return r;
	double scale = fabs(written) > 0 ? node->number / written : 1;
	double ends[2];
	for (int i = 0; i < 2; i++) {
		if (!bounds[i]->bare && !dimension_eq(bounds[i]->dim, node->dim))
			return parser_fail_at(parser, bounds[i]->place, "%s",
					      _("this end of the interval has another unit"));
		ends[i] = bounds[i]->bare ? bounds[i]->number * scale : bounds[i]->number;
	}
	if (!(ends[0] <= node->number && node->number <= ends[1]))
		return parser_fail_at(
			parser, place, "%s",
			ends[0] > ends[1] ? _("a bad interval: its low end is above its high end")
					  : _("a bad interval: it does not hold its own value"));
	node->low = ends[0];
	node->high = ends[1];
	node->uncertain = ends[0] < ends[1];
	return 0;
}

int parse_expression_number(struct parser *parser, struct node **ret)
{
	if (parser->token.kind != TOKEN_NUMBER)
		return parser_fail(parser, _("a number is wanted here"));
	struct node *node = node_new(parser, NODE_NUMBER, 0);
	if (!node)
		return error_nomem(parser->reterr);
	double written = parser->token.number;
	node->number = written;
	node->bare = true;
	int r = parser_advance(parser);
	if (r < 0)
		return r;
	/* parser_advance has moved past the unit's first word if one follows: look from last_end.
	 */
	bool found;
	r = read_unit(parser, node, &found);
	if (r < 0)
		return r;
	node->low = node->high = node->number;
	if (parser_at(parser, "["))
		r = read_interval(parser, node, written);
	if (!isfinite(node->number))
		return parser_fail_at(parser, node->place, "%s", _("this number is too large"));
	node_close(parser, node);
	*ret = node;
	return r;
}

static int parse_call(struct parser *parser, struct node **ret)
{
	struct node *args[NODE_MAX_ARGS];
	size_t n = 0;
	struct node *node = node_new(parser, NODE_CALL, NODE_MAX_ARGS);
	if (!node)
		return error_nomem(parser->reterr);
	int r = parser_advance(parser);
	if (r == 0)
		r = parser_expect(parser, "(");
	bool more = true;
	while (r == 0 && more) {
		if (n == NODE_MAX_ARGS)
			return parser_fail(parser, _("too many arguments"));
		r = parse_expression(parser, &args[n]);
		n += r == 0;
		if (r == 0)
			r = parser_accept(parser, ",", &more);
	}
	if (r == 0)
		r = parser_expect(parser, ")");
	if (r < 0)
		return r;
	memcpy(node->args, args, n * sizeof(args[0]));
	node->n_args = n;
	node_close(parser, node);
	*ret = node;
	return 0;
}

static int parse_name(struct parser *parser, struct node **ret)
{
	if (is_function(parser->token.text))
		return parse_call(parser, ret);
	bool is_bool = str_is(parser->token.text, "true") || str_is(parser->token.text, "false");
	if (is_reserved(parser->token.text) && !is_bool)
		return parser_fail(parser, _("a value is wanted here"));
	struct node *node = node_new(parser, NODE_NAME, 0);
	if (!node)
		return error_nomem(parser->reterr);
	int r = parser_advance(parser);
	bool dot = false;
	if (r == 0)
		r = parser_accept(parser, ".", &dot);
	if (r == 0 && dot) {
		if (parser->token.kind != TOKEN_NAME)
			return parser_fail(parser, _("the name of a field is wanted after '.'"));
		node->kind = NODE_FIELD;
		node->field = parser->token.text;
		r = parser_advance(parser);
	}
	node_close(parser, node);
	*ret = node;
	return r;
}

static int parse_primary(struct parser *parser, struct node **ret)
{
	if (parser->token.kind == TOKEN_NUMBER)
		return parse_expression_number(parser, ret);
	if (parser->token.kind == TOKEN_NAME)
		return parse_name(parser, ret);
	if (parser->token.kind == TOKEN_TEXT) {
		struct node *node = node_new(parser, NODE_TEXT, 0);
		if (!node)
			return error_nomem(parser->reterr);
		int r = parser_advance(parser);
		node_close(parser, node);
		*ret = node;
		return r;
	}
	const char *start = parser->token.start;
	bool open;
	int r = parser_accept(parser, "(", &open);
	if (r < 0)
		return r;
	if (!open)
		return parser_fail(parser, _("a value is wanted here"));
	r = parse_expression(parser, ret);
	if (r == 0)
		r = parser_expect(parser, ")");
	if (r == 0) {
		(*ret)->source.p = start;
		node_close(parser, *ret);
	}
	return r;
}

static int make_binary(struct parser *parser, const struct token *op, struct node *left,
		       struct node *right, struct node **ret)
{
	struct node *node = node_new(parser, NODE_BINARY, 2);
	if (!node)
		return error_nomem(parser->reterr);
	node->place = op->place;
	node->text = op->text;
	node->source = left->source;
	node->args[0] = left;
	node->args[1] = right;
	node_close(parser, node);
	*ret = node;
	return 0;
}

static int parse_unary(struct parser *parser, struct node **ret);

/* Right associative; a sign may stand in the exponent: 10 ^ -3. */
static int parse_power(struct parser *parser, struct node **ret)
{
	int r = parse_primary(parser, ret);
	if (r < 0 || !parser_at(parser, "^"))
		return r;
	struct token op = parser->token;
	struct node *exponent;
	r = parser_advance(parser);
	if (r == 0)
		r = parse_unary(parser, &exponent);
	return r == 0 ? make_binary(parser, &op, *ret, exponent, ret) : r;
}

static int parse_unary(struct parser *parser, struct node **ret)
{
	if (!parser_at(parser, "-"))
		return parse_power(parser, ret);
	if (++parser->depth > MAX_DEPTH)
		return parser_fail(parser, _("this expression is nested too deeply"));
	struct node *node = node_new(parser, NODE_UNARY, 1);
	if (!node)
		return error_nomem(parser->reterr);
	int r = parser_advance(parser);
	if (r == 0)
		r = parse_unary(parser, &node->args[0]);
	parser->depth--;
	if (r < 0)
		return r;
	node_close(parser, node);
	*ret = node;
	return 0;
}

/* One level of left-associative operators; the table goes from weak to strong. */
static const char *const levels[][7] = {
	{"or", NULL},
	{"and", NULL},
	{NULL}, /* not */
	{"==", "!=", "<", "<=", ">", ">=", NULL},
	{"+", "-", NULL},
	{"*", "/", NULL},
};
#define LEVEL_NOT 2
#define LEVEL_COMPARE 3
#define N_LEVELS (sizeof(levels) / sizeof(levels[0]))

static int parse_level(struct parser *parser, size_t level, struct node **ret);

static int parse_not(struct parser *parser, struct node **ret)
{
	if (!parser_at(parser, "not"))
		return parse_level(parser, LEVEL_NOT + 1, ret);
	if (++parser->depth > MAX_DEPTH)
		return parser_fail(parser, _("this expression is nested too deeply"));
	struct node *node = node_new(parser, NODE_UNARY, 1);
	if (!node)
		return error_nomem(parser->reterr);
	int r = parser_advance(parser);
	if (r == 0)
		r = parse_not(parser, &node->args[0]);
	parser->depth--;
	if (r < 0)
		return r;
	node_close(parser, node);
	*ret = node;
	return 0;
}

static bool at_operator(const struct parser *parser, size_t level)
{
	for (size_t i = 0; levels[level][i]; i++)
		if (parser_at(parser, levels[level][i]))
			return true;
	return false;
}

static int parse_level(struct parser *parser, size_t level, struct node **ret)
{
	if (level == N_LEVELS)
		return parse_unary(parser, ret);
	if (level == LEVEL_NOT)
		return parse_not(parser, ret);
	int r = parse_level(parser, level + 1, ret);
	size_t taken = 0;
	while (r == 0 && at_operator(parser, level)) {
		struct token op = parser->token;
		struct node *right;
		if (level == LEVEL_COMPARE && taken++)
			return parser_fail(parser,
					   _("comparisons do not chain: write a < b and b < c"));
		r = parser_advance(parser);
		if (r == 0)
			r = parse_level(parser, level + 1, &right);
		if (r == 0)
			r = make_binary(parser, &op, *ret, right, ret);
	}
	return r;
}

static int parse_if(struct parser *parser, struct node **ret)
{
	static const char *const words[] = {"if", "then", "else"};
	struct node *node = node_new(parser, NODE_IF, 3);
	if (!node)
		return error_nomem(parser->reterr);
	for (size_t i = 0; i < 3; i++) {
		int r = parser_expect(parser, words[i]);
		if (r == 0)
			r = parse_expression(parser, &node->args[i]);
		if (r < 0)
			return r;
	}
	node_close(parser, node);
	*ret = node;
	return 0;
}

int parse_expression(struct parser *parser, struct node **ret)
{
	if (++parser->depth > MAX_DEPTH)
		return parser_fail(parser, _("this expression is nested too deeply"));
	int r = parser_at(parser, "if") ? parse_if(parser, ret) : parse_level(parser, 0, ret);
	parser->depth--;
	return r;
}
