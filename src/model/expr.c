/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expressions, by precedence: if, or, and, not, comparison, sum, product, sign, power.
 * A number takes the unit that follows it on its line ("700 W", "0.45 kgCO2e/kWh"), which is
 * unambiguous because no declared name may be the name of a unit.
 */
#include <math.h>

#include "base/intl.h"
#include "model/parse.h"

#define MAX_DEPTH 120 /* of parentheses, calls, signs and powers */
#define MAX_TREE 1000 /* a + b + c ... is as deep as it has terms */

/* Not "model": it is a word of the language at the head of a file alone, and a usual input. */
static const char *const reserved[] = {
	"family", "title", "source", "boundary", "differs", "headline", "in",   "let",   "out",
	"use",    "check", "where",  "row",      "of",      "one",      "if",   "then",  "else",
	"and",    "or",    "not",    "optional", "en",      "fr",       "true", "false", NULL};

static const char *const functions[] = {"min",   "max",   "clamp",  "abs", "floor", "ceil",
					"round", "trunc", "exp",    "ln",  "log2",  "sqrt",
					"known", "only",  "chosen", NULL};

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

/* Completes the node; its source ends where the last token ended. */
static int node_close(struct parser *parser, struct node *node, struct node **ret)
{
	node->source.n = (size_t)(parser->last_end - node->source.p);
	node->depth = 1;
	for (size_t i = 0; i < node->n_args; i++)
		if (node->args[i]->depth >= node->depth)
			node->depth = node->args[i]->depth + 1;
	if (node->depth > MAX_TREE)
		return parser_fail_at(parser, node->place, "%s",
				      _("this expression is nested too deeply"));
	*ret = node;
	return 0;
}

/* "700 W * min(a, b)": that min is the function, not the minute. Returns the bytes of the unit. */
static size_t unit_without_function(struct str text, size_t n, struct unit *unit)
{
	size_t next = n;
	while (next < text.n && (text.p[next] == ' ' || text.p[next] == '\t'))
		next++;
	if (!n || next == text.n || text.p[next] != '(')
		return n;
	while (n && text.p[n - 1] != '*' && text.p[n - 1] != '/')
		n--;
	return n ? unit_parse_prefix((struct str){text.p, n - 1}, unit) : 0;
}

/* A unit on the same line, right after the number. */
static int read_unit(struct parser *parser, struct node *node, double *ret_scale)
{
	const char *p = parser->last_end;
	const char *end = parser->lexer.end;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	struct str left = {p, (size_t)(end - p)};
	struct unit unit;
	size_t n = p < end && *p != '1' ? unit_parse_prefix(left, &unit) : 0;
	n = unit_without_function(left, n, &unit);
	if (!n)
		return 0;
	*ret_scale = unit.scale;
	node->number *= unit.scale;
	node->dim = unit.dim;
	node->bare = false;
	lexer_jump(&parser->lexer, p + n);
	return parser_advance(parser);
}

/* A number and its unit; *ret_scale is the scale of that, 1 without. */
static int read_number(struct parser *parser, struct node **ret, double *ret_scale)
{
	if (parser->token.kind != TOKEN_NUMBER)
		return parser_fail(parser, _("a number is expected here"));
	struct node *node = node_new(parser, NODE_NUMBER, 0);
	if (!node)
		return error_nomem(parser->reterr);
	node->number = parser->token.number;
	node->bare = true;
	*ret_scale = 1;
	int r = parser_advance(parser);
	if (r == 0)
		r = read_unit(parser, node, ret_scale);
	if (r < 0)
		return r;
	if (!isfinite(node->number))
		return parser_fail_at(parser, node->place, "%s", _("this number is too large"));
	node->low = node->high = node->number;
	return node_close(parser, node, ret);
}

int parse_plain_number(struct parser *parser, struct node **ret)
{
	const char *start = parser->token.start;
	bool minus;
	double scale;
	int r = parser_accept(parser, "-", &minus);
	if (r == 0)
		r = read_number(parser, ret, &scale);
	if (r < 0 || !minus)
		return r;
	struct node *node = *ret;
	node->source.p = start;
	node->number = node->low = node->high = -node->number;
	return node_close(parser, node, ret);
}

static int check_interval(struct parser *parser, struct place place, const struct node *node)
{
	if (!isfinite(node->number) || !isfinite(node->low) || !isfinite(node->high))
		return parser_fail_at(parser, node->place, "%s", _("this number is too large"));
	if (node->low <= node->number && node->number <= node->high)
		return 0;
	return parser_fail_at(parser, place, "%s",
			      node->low > node->high
				      ? _("the low end of this interval is above its high end")
				      : _("this interval does not contain its own value"));
}

/* "[lo, hi]" after a number; ends without a unit take the number's. */
static int read_interval(struct parser *parser, struct node *node, double scale)
{
	struct node *bounds[2];
	struct place place = parser->token.place;
	int r = parser_expect(parser, "[");
	for (int i = 0; r == 0 && i < 2; i++) {
		r = parse_plain_number(parser, &bounds[i]);
		if (r == 0)
			r = parser_expect(parser, i ? "]" : ",");
	}
	if (r == 0 && node->bare)
		r = read_unit(parser, node, &scale); /* "10 [8, 12] h" */
	if (r < 0)
		return r;
	double *ends[] = {&node->low, &node->high};
	for (int i = 0; i < 2; i++) {
		if (!bounds[i]->bare && !dimension_eq(bounds[i]->dim, node->dim))
			return parser_fail_at(
				parser, bounds[i]->place, "%s",
				_("this end of the interval does not have the unit of its value"));
		*ends[i] = bounds[i]->bare ? bounds[i]->number * scale : bounds[i]->number;
	}
	node->uncertain = node->low < node->high;
	return check_interval(parser, place, node);
}

static int parse_number(struct parser *parser, struct node **ret)
{
	double scale;
	int r = read_number(parser, ret, &scale);
	if (r < 0 || !parser_at(parser, "["))
		return r;
	struct node *node = *ret;
	r = read_interval(parser, node, scale);
	return r == 0 ? node_close(parser, node, ret) : r;
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
	return node_close(parser, node, ret);
}

static int parse_name(struct parser *parser, struct node **ret)
{
	if (is_function(parser->token.text))
		return parse_call(parser, ret);
	bool is_bool = str_is(parser->token.text, "true") || str_is(parser->token.text, "false");
	if (is_reserved(parser->token.text) && !is_bool)
		return parser_fail(parser, _("a value is expected here"));
	struct node *node = node_new(parser, NODE_NAME, 0);
	if (!node)
		return error_nomem(parser->reterr);
	int r = parser_advance(parser);
	bool dot = false;
	if (r == 0)
		r = parser_accept(parser, ".", &dot);
	if (r == 0 && dot) {
		if (parser->token.kind != TOKEN_NAME)
			return parser_fail(parser, _("the name of a field is expected after '.'"));
		node->kind = NODE_FIELD;
		node->field = parser->token.text;
		r = parser_advance(parser);
	}
	return r == 0 ? node_close(parser, node, ret) : r;
}

static int parse_primary(struct parser *parser, struct node **ret)
{
	if (parser->token.kind == TOKEN_NUMBER)
		return parse_number(parser, ret);
	if (parser->token.kind == TOKEN_NAME)
		return parse_name(parser, ret);
	if (parser->token.kind == TOKEN_TEXT) {
		struct node *node = node_new(parser, NODE_TEXT, 0);
		if (!node)
			return error_nomem(parser->reterr);
		int r = parser_advance(parser);
		return r == 0 ? node_close(parser, node, ret) : r;
	}
	const char *start = parser->token.start;
	bool open;
	int r = parser_accept(parser, "(", &open);
	if (r < 0)
		return r;
	if (!open)
		return parser_fail(parser, _("a value is expected here"));
	r = parse_expression(parser, ret);
	if (r == 0)
		r = parser_expect(parser, ")");
	if (r < 0)
		return r;
	(*ret)->source.p = start;
	return node_close(parser, *ret, ret);
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
	return node_close(parser, node, ret);
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
	if (++parser->depth > MAX_DEPTH)
		return parser_fail(parser, _("this expression is nested too deeply"));
	r = parser_advance(parser);
	if (r == 0)
		r = parse_unary(parser, &exponent);
	parser->depth--;
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
	return node_close(parser, node, ret);
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
	return node_close(parser, node, ret);
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
			return parser_fail(
				parser, _("comparisons cannot be chained: write a < b and b < c"));
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
	return node_close(parser, node, ret);
}

int parse_expression(struct parser *parser, struct node **ret)
{
	if (++parser->depth > MAX_DEPTH)
		return parser_fail(parser, _("this expression is nested too deeply"));
	int r = parser_at(parser, "if") ? parse_if(parser, ret) : parse_level(parser, 0, ret);
	parser->depth--;
	return r;
}

int parse_else(struct parser *parser, struct node **node)
{
	bool more;
	struct node *other = NULL;
	int r = parser_accept(parser, "else", &more);
	if (r < 0 || !more)
		return r;
	r = parse_expression(parser, &other);
	if (r < 0)
		return r;
	struct node *both = arena_alloc(parser->arena, sizeof(*both));
	struct node **args = arena_array(parser->arena, 2, sizeof(struct node *));
	if (!both || !args)
		return error_nomem(parser->reterr);
	args[0] = *node;
	args[1] = other;
	const char *start = (*node)->source.p, *end = other->source.p + other->source.n;
	*both = (struct node){
		.kind = NODE_BINARY,
		.place = (*node)->place,
		.source = {start, (size_t)(end - start)},
		.text = STR("else"),
		.args = args,
		.n_args = 2,
	};
	*node = both;
	return 0;
}
