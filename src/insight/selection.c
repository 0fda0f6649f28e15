/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a group are read into a filter, which is then joined with the one given. */
#include "insight/selection.h"

#include <string.h>

#include "base/intl.h"
#include "record/words.h"

#define OUTCOME_TAG "outcome:"

/* Words that a run has one of. */
static const struct {
	const char *key;
	size_t offset; /* in struct run_filter */
} fields[] = {
	{"project", offsetof(struct run_filter, project)},
	{"service", offsetof(struct run_filter, service)},
	{"phase", offsetof(struct run_filter, phase)},
	{"name", offsetof(struct run_filter, name)},
};
#define FIELDS (sizeof(fields) / sizeof(fields[0]))

static const char **field_of(struct run_filter *filter, size_t i)
{
	return (const char **)(void *)((char *)filter + fields[i].offset);
}

static const char *field_in(const struct run_filter *filter, size_t i)
{
	return *(const char *const *)(const void *)((const char *)filter + fields[i].offset);
}

static int bad_words(const char *label, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a group of runs"), label);
	return error_todo(reterr, "%s", "project=digits,phase=training,tag=final,name=small");
}

static int exclude_each_other(const char *key, const char *a, const char *b,
			      struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("no run has both %s=%s and %s=%s"), key, a, key, b);
	return error_todo(reterr, "%s", _("keep one"));
}

static bool is_one_of(const char *word, const char *const *list)
{
	while (*list && strcmp(*list, word) != 0)
		list++;
	return *list != NULL;
}

int selection_check_word(const char *key, const char *value, const char *const *list,
			 struct frugal_error *reterr)
{
	struct buf names = {0};
	if (!value || is_one_of(value, list))
		return 0;
	for (size_t i = 0; list[i]; i++)
		buf_addf(&names, "%s%s", i ? ", " : "", list[i]);
	error_set(reterr, FRUGAL_EUSAGE, _("unknown %s '%s'"), key, value);
	int r = error_todo(reterr, "%s", buf_text(&names));
	buf_release(&names);
	return r;
}

/* A field that a run has once may be given once, or twice with the same value. */
static int put_field(struct run_filter *to, size_t i, const char *value,
		     struct frugal_error *reterr)
{
	const char **where = field_of(to, i);
	if (!value)
		return error_nomem(reterr);
	if (where == &to->phase &&
	    selection_check_word("phase", value[0] ? value : NULL, run_phases, reterr) < 0)
		return FRUGAL_EUSAGE;
	if (*where && strcmp(*where, value) != 0)
		return exclude_each_other(fields[i].key, *where, value, reterr);
	*where = value;
	return 0;
}

static bool has_tag(const struct run_filter *filter, const char *tag)
{
	for (size_t i = 0; i < filter->n_tags; i++)
		if (strcmp(filter->tags[i], tag) == 0)
			return true;
	return false;
}

/* A run has one outcome, which is kept as a tag. */
static int put_tag(struct run_filter *to, const char **tags, const char *tag,
		   struct frugal_error *reterr)
{
	size_t n = strlen(OUTCOME_TAG);
	if (!tag)
		return error_nomem(reterr);
	if (has_tag(to, tag))
		return 0;
	if (strncmp(tag, OUTCOME_TAG, n) == 0 &&
	    selection_check_word("outcome", tag + n, run_outcomes, reterr) < 0)
		return FRUGAL_EUSAGE;
	for (size_t i = 0; strncmp(tag, OUTCOME_TAG, n) == 0 && i < to->n_tags; i++)
		if (strncmp(tags[i], OUTCOME_TAG, n) == 0)
			return exclude_each_other("outcome", tags[i] + n, tag + n, reterr);
	tags[to->n_tags++] = tag;
	return 0;
}

/* ---- words ---------------------------------------------------------------------------------- */

static int read_word(struct arena *arena, struct str word, const char *label, struct run_filter *to,
		     const char **tags, struct frugal_error *reterr)
{
	struct str value;
	for (size_t i = 0; i < FIELDS; i++) {
		size_t n = strlen(fields[i].key);
		if (word.n > n && memcmp(word.p, fields[i].key, n) == 0 && word.p[n] == '=')
			return put_field(to, i,
					 arena_strndup(arena, word.p + n + 1, word.n - n - 1),
					 reterr);
	}
	if (to->n_tags == SELECTION_TAGS)
		return bad_words(label, reterr);
	if (str_after(word, "tag=", &value))
		return put_tag(to, tags, arena_strndup(arena, value.p, value.n), reterr);
	if (str_after(word, "outcome=", &value))
		return put_tag(to, tags, arena_printf(arena, OUTCOME_TAG "%.*s", STR_ARG(value)),
			       reterr);
	return bad_words(label, reterr);
}

static int read_words(struct arena *arena, const char *label, struct run_filter *to,
		      const char **tags, struct frugal_error *reterr)
{
	int r = 0;
	for (const char *p = label; r == 0 && *p;) {
		struct str word = {p, strcspn(p, ",")};
		p += word.n;
		p += *p == ',';
		r = read_word(arena, word, label, to, tags, reterr);
	}
	return r;
}

static const char *add_word(struct arena *arena, const char *words, const char *key,
			    const char *value)
{
	return words ? arena_printf(arena, "%s%s%s=%s", words, words[0] ? "," : "", key, value)
		     : NULL;
}

/* Of filter what before does not ask for, after the words. */
static const char *add_words(struct arena *arena, const char *words,
			     const struct run_filter *filter, const struct run_filter *before)
{
	size_t n = strlen(OUTCOME_TAG);
	for (size_t i = 0; i < FIELDS; i++)
		if (field_in(filter, i) && !field_in(before, i))
			words = add_word(arena, words, fields[i].key, field_in(filter, i));
	for (size_t i = 0; i < filter->n_tags; i++) {
		const char *tag = filter->tags[i];
		if (has_tag(before, tag))
			continue;
		words = strncmp(tag, OUTCOME_TAG, n) == 0
				? add_word(arena, words, "outcome", tag + n)
				: add_word(arena, words, "tag", tag);
	}
	return words;
}

const char *selection_words(const struct run_filter *filter, struct arena *arena)
{
	const struct run_filter nothing = {0};
	return add_words(arena, "", filter, &nothing);
}

bool selection_is_subject(const struct run_filter *filter)
{
	return !filter->project != !filter->service && !filter->id && !filter->phase &&
	       !filter->name && !filter->host && !filter->n_tags && !filter->since_us &&
	       !filter->until_us && filter->outcome == RUN_ANY_OUTCOME &&
	       (!filter->statuses || filter->statuses == SELECTION_ENDED);
}

/* ---- words and a filter --------------------------------------------------------------------- */

/* The moments and the order of the filter, and the words of both. */
static int join(const struct run_filter *words, const struct run_filter *within,
		struct arena *arena, struct run_filter *ret, struct frugal_error *reterr)
{
	const char **tags = arena_array(arena, words->n_tags + within->n_tags + 1, sizeof(*tags));
	int r = tags ? 0 : error_nomem(reterr);
	*ret = *within;
	ret->tags = tags;
	ret->n_tags = 0;
	for (size_t i = 0; i < FIELDS; i++)
		*field_of(ret, i) = field_in(words, i);
	for (size_t i = 0; r == 0 && i < FIELDS; i++)
		if (field_in(within, i))
			r = put_field(ret, i, field_in(within, i), reterr);
	for (size_t i = 0; r == 0 && i < words->n_tags; i++)
		r = put_tag(ret, tags, words->tags[i], reterr);
	for (size_t i = 0; r == 0 && i < within->n_tags; i++)
		r = put_tag(ret, tags, within->tags[i], reterr);
	return r;
}

static int found(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	(void)run;
	(void)reterr;
	*(bool *)context = true;
	return FRUGAL_VISIT_STOP;
}

/* One run, which the filter must have. */
static int take_run(struct ledger *ledger, const char *label, const struct run_filter *within,
		    struct arena *arena, struct selection *ret, struct frugal_error *reterr)
{
	const char *words = selection_words(within, arena);
	bool is_there = !words || !words[0];
	ret->filter = *within;
	ret->filter.id = ret->id;
	ret->label = label;
	int r = words ? ledger_find_run(ledger, label, ret->id, reterr) : error_nomem(reterr);
	if (r == 0 && !is_there)
		r = ledger_list(ledger, &ret->filter, RUN_HEAD, found, &is_there, reterr);
	if (r < 0)
		return r;
	ret->filter.outermost = true;
	if (is_there)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, _("the run '%s' is not in '%s'"), label, words);
	return error_todo(reterr, "%s", "frugal runs");
}

int selection_join(const char *words, const struct run_filter *within, struct arena *arena,
		   struct run_filter *ret, struct frugal_error *reterr)
{
	const char *tags[SELECTION_TAGS];
	struct run_filter read = {.tags = tags};
	int r = read_words(arena, words, &read, tags, reterr);
	return r == 0 ? join(&read, within, arena, ret, reterr) : r;
}

int selection_read(struct ledger *ledger, const char *label, const struct run_filter *within,
		   struct arena *arena, struct selection *ret, struct frugal_error *reterr)
{
	const struct run_filter every = {0};
	const char *tags[SELECTION_TAGS];
	struct run_filter words = {.tags = tags};
	*ret = (struct selection){.label = ""};
	within = within ? within : &every;
	if (label && !strchr(label, '='))
		return take_run(ledger, label, within, arena, ret, reterr);
	int r = label ? read_words(arena, label, &words, tags, reterr) : 0;
	if (r == 0)
		r = join(&words, within, arena, &ret->filter, reterr);
	if (r < 0)
		return r;
	ret->label = add_words(arena, label ? label : "", &ret->filter, &words);
	ret->filter.outermost = true;
	if (!ret->filter.statuses)
		ret->filter.statuses = RUN_STATUS_BIT(RUN_FINISHED);
	return ret->label ? 0 : error_nomem(reterr);
}

int selection_is_empty(const char *label, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' has no finished run"), label);
	return error_todo(reterr, "%s", "frugal runs");
}

struct counting {
	run_visit *visit;
	void *context;
	size_t n;
};

static int count(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct counting *of = context;
	of->n++;
	return of->visit(of->context, run, reterr);
}

int selection_visit(struct ledger *ledger, const char *label, const struct run_filter *within,
		    enum run_detail detail, run_visit *visit, void *context,
		    struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct counting of = {.visit = visit, .context = context};
	struct selection group;
	int r = selection_read(ledger, label, within, &arena, &group, reterr);
	if (r == 0)
		r = ledger_list(ledger, &group.filter, detail, count, &of, reterr);
	if (r == 0 && of.n == 0)
		r = selection_is_empty(group.label, reterr);
	arena_release(&arena);
	return r;
}
