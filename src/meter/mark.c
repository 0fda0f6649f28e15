/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads one line word by word, without allocation. A word that is not understood refuses the whole
 * line: a half-read mark would give a wrong section.
 */
#include "meter/mark.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"

static const struct {
	const char *word;
	enum mark_kind kind;
} kinds[] = {
	{"begin", MARK_BEGIN}, {"end", MARK_END},       {"epoch", MARK_EPOCH},
	{"step", MARK_STEP},   {"metric", MARK_METRIC},
};

static struct str next_word(struct str *line)
{
	*line = str_trim(*line);
	struct str word = {line->p, 0};
	while (word.n < line->n && !strchr(" \t\r\n", line->p[word.n]))
		word.n++;
	line->p += word.n;
	line->n -= word.n;
	return word;
}

/* Letters, digits and ". _ - / : + #": valid in a table, a file name and a shell. */
static bool is_name(struct str word)
{
	static const char others[] = "._-/:+#%@";
	if (!word.n || word.n >= MARK_NAME)
		return false;
	for (size_t i = 0; i < word.n; i++) {
		unsigned char c = (unsigned char)word.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			      (c >= '0' && c <= '9') || c >= 0x80;
		if (!letter && (c == '\0' || !strchr(others, c)))
			return false;
	}
	return str_utf8_valid(word) == word.n;
}

static int take_name(struct str word, char to[MARK_NAME], struct frugal_error *reterr)
{
	if (!is_name(word)) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' is not a name"), STR_ARG(word));
		return error_todo(reterr, "%s", _("write at most 63 letters, digits and . _ - /"));
	}
	(void)snprintf(to, MARK_NAME, "%.*s", STR_ARG(word));
	return 0;
}

/* "3" or "3/20". */
static int take_number(struct str word, struct mark *mark, struct frugal_error *reterr)
{
	const char *slash = word.n ? memchr(word.p, '/', word.n) : NULL;
	struct str number = {word.p, slash ? (size_t)(slash - word.p) : word.n};
	bool good = num_parse_int(number, 0, INT64_C(1) << 53, &mark->number);
	if (good && slash) {
		struct str total = {slash + 1, word.n - number.n - 1};
		good = num_parse_int(total, 1, INT64_C(1) << 53, &mark->total);
	}
	if (good)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' is not a count"), STR_ARG(word));
	return error_todo(reterr, "%s",
			  _("write the number that has ended: epoch 3, or epoch 3/20"));
}

static int take_metric(struct str word, struct mark *mark, struct frugal_error *reterr)
{
	const char *equals = memchr(word.p, '=', word.n);
	struct str key = {word.p, equals ? (size_t)(equals - word.p) : 0};
	struct mark_metric *metric = &mark->metrics[mark->n_metrics];
	if (mark->n_metrics == MARK_METRICS)
		return error_set(reterr, FRUGAL_EUSAGE, _("more than %d values in one line"),
				 MARK_METRICS);
	struct str value = {equals ? equals + 1 : word.p, equals ? word.n - key.n - 1 : 0};
	if (!equals || !is_name(key) || !value.n || num_parse(value, &metric->value) != value.n ||
	    !isfinite(metric->value)) {
		error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' is not a value"), STR_ARG(word));
		return error_todo(reterr, "%s", _("write name=NUMBER, as accuracy=0.93"));
	}
	(void)snprintf(metric->key, sizeof(metric->key), "%.*s", STR_ARG(key));
	mark->n_metrics++;
	return 0;
}

int mark_parse(struct str line, struct mark *ret, struct frugal_error *reterr)
{
	struct str rest = line, word = next_word(&rest);
	int r = 0;
	*ret = (struct mark){.kind = MARK_POINT};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (str_is(word, kinds[i].word))
			ret->kind = kinds[i].kind;
	switch (ret->kind) {
	case MARK_POINT:
		r = take_name(word, ret->name, reterr);
		break;
	case MARK_BEGIN:
	case MARK_END:
		r = take_name(next_word(&rest), ret->name, reterr);
		break;
	case MARK_EPOCH:
	case MARK_STEP:
		r = take_number(next_word(&rest), ret, reterr);
		break;
	case MARK_METRIC:
		break;
	}
	while (r == 0 && (word = next_word(&rest)).n)
		r = take_metric(word, ret, reterr);
	if (r == 0 && ret->kind == MARK_METRIC && !ret->n_metrics)
		return error_set(reterr, FRUGAL_EUSAGE, "%s", _("the metric has no name=NUMBER"));
	return r;
}
