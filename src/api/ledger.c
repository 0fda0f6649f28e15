/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger handle: opens it, and lists, finds and changes runs. Names and filters of the caller
 * are converted to those of the room store; run.c reads the contents of a run.
 */
#include <string.h>

#include "api/inside.h"
#include "api/interrupted.h"
#include "base/clock.h"
#include "base/intl.h"
#include "insight/selection.h"
#include "quantity/moment.h"
#include "record/ranges.h"
#include "record/words.h"
#include "store/default.h"
#include "store/estimate.h"

#define OFFSET_MOST 10000000

/*
 * Runs whose meter was killed are interrupted, in every sum, for the first that looks; where the
 * ledger may only be read, in a copy of it.
 */
static void close_interrupted(const frugal_ledger *ledger, enum frugal_ledger_mode mode)
{
	const struct context *context = &ledger->library->context;
	struct frugal_error unread;
	struct ledger *writing = NULL;
	if (!interrupted_are_there(ledger->ledger))
		return;
	if (mode == FRUGAL_LEDGER_WRITE) {
		interrupted_close(context, ledger->ledger);
		return;
	}
	if (store_open(context, LEDGER_WRITE, &writing, &unread) == 0)
		interrupted_close(context, writing);
	ledger_close(writing);
	if (interrupted_are_there(ledger->ledger) && ledger_copy(ledger->ledger, &unread) == 0)
		interrupted_close(context, ledger->ledger);
}

int frugal_ledger_open(frugal_library *library, enum frugal_ledger_mode mode,
		       frugal_ledger **ret_ledger, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!ret_ledger)
		return missing_argument("ret_ledger", reterr);
	if (mode != FRUGAL_LEDGER_READ && mode != FRUGAL_LEDGER_WRITE)
		return error_set(reterr, FRUGAL_EUSAGE, _("%d is not a mode of a ledger"),
				 (int)mode);
	frugal_ledger *ledger = mem_zalloc(1, sizeof(*ledger));
	if (!ledger)
		return error_nomem(reterr);
	ledger->library = library;
	int r = store_open(&library->context,
			   mode == FRUGAL_LEDGER_WRITE ? LEDGER_WRITE : LEDGER_READ,
			   &ledger->ledger, reterr);
	if (r < 0) {
		mem_free(ledger);
		return r;
	}
	close_interrupted(ledger, mode);
	interrupted_complete(&library->context, ledger->ledger, &ledger->computing);
	*ret_ledger = ledger;
	return 0;
}

void frugal_ledger_close(frugal_ledger *ledger)
{
	if (!ledger)
		return;
	ledger_close(ledger->ledger);
	interrupted_release(ledger->computing);
	mem_free(ledger);
}

struct ledger *ledger_of(const frugal_ledger *ledger)
{
	return ledger->ledger;
}

int frugal_moment(const char *text, int64_t *ret_us, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!text)
		return missing_argument("text", reterr);
	if (!ret_us)
		return missing_argument("ret_us", reterr);
	return moment_parse(text, ret_us, reterr);
}

/* ---- filters -------------------------------------------------------------------------------- */

const char *const run_statuses[] = {"running", "finished", "interrupted", "ok", "failed", NULL};

static const struct {
	unsigned statuses;
	enum run_outcome outcome;
} status_meanings[] = {
	{RUN_STATUS_BIT(RUN_RUNNING), RUN_ANY_OUTCOME},
	{RUN_STATUS_BIT(RUN_FINISHED), RUN_ANY_OUTCOME},
	{RUN_STATUS_BIT(RUN_INTERRUPTED), RUN_ANY_OUTCOME},
	{0, RUN_OK},
	{0, RUN_FAILED},
};

/* An empty phase is that of runs without one. */
static const char *text_or_null(const char *text)
{
	return text && text[0] ? text : NULL;
}

static int set_status(const char *name, struct run_filter *to, struct frugal_error *reterr)
{
	for (size_t i = 0; run_statuses[i]; i++)
		if (strcmp(name, run_statuses[i]) == 0) {
			to->statuses = status_meanings[i].statuses;
			to->outcome = status_meanings[i].outcome;
			return 0;
		}
	return selection_check_word("status", name, run_statuses, reterr);
}

static int read_order(const struct frugal_filter *f, struct run_filter *to,
		      struct frugal_error *reterr)
{
	static const char *const orders[] = {"start", "energy", "carbon", "duration", NULL};
	int r = selection_check_word("sort", f->sort, orders, reterr);
	for (size_t i = 0; r == 0 && f->sort && orders[i]; i++)
		if (strcmp(f->sort, orders[i]) == 0)
			to->order = (enum run_order)i;
	to->offset = f->offset;
	to->after_id = f->after_id;
	to->after_us = f->after_us;
	if (r < 0 || f->offset <= OFFSET_MOST)
		return r;
	return error_set(reterr, FRUGAL_EUSAGE, _("offset is %zu, and must be at most %d"),
			 f->offset, OFFSET_MOST);
}

static int check_filter(const struct frugal_filter *f, struct frugal_error *reterr)
{
	int r = check_texts(f->tags, f->n_tags, "tags", reterr);
	if (r == 0)
		r = check_moment(f->since_us / US_PER_SECOND, "since_us", reterr);
	if (r == 0)
		r = check_moment(f->until_us / US_PER_SECOND, "until_us", reterr);
	if (r == 0 && f->limit > LIST_MOST)
		r = error_set(reterr, FRUGAL_EUSAGE, _("limit is %zu, and must be at most %d"),
			      f->limit, LIST_MOST);
	return r;
}

int filter_read(const struct frugal_filter *from, struct arena *arena, struct run_filter *ret,
		struct frugal_error *reterr)
{
	struct frugal_filter f = {.size = sizeof(f)};
	*ret = (struct run_filter){0};
	if (!from)
		return 0;
	int r = copy_sized(from, &f, sizeof(f), "filter", reterr);
	if (r < 0)
		return r;
	r = check_filter(&f, reterr);
	const char **tags = r == 0 ? arena_array(arena, f.n_tags + 2, sizeof(*tags)) : NULL;
	if (r < 0)
		return r;
	if (!tags)
		return error_nomem(reterr);
	for (size_t i = 0; i < f.n_tags; i++)
		tags[ret->n_tags++] = f.tags[i];
	r = selection_check_word("outcome", f.outcome, run_outcomes, reterr);
	if (r == 0)
		r = selection_check_word("phase", text_or_null(f.phase), run_phases, reterr);
	if (r < 0)
		return r;
	if (f.outcome) {
		tags[ret->n_tags] = arena_printf(arena, "outcome:%s", f.outcome);
		if (!tags[ret->n_tags++])
			return error_nomem(reterr);
	}
	ret->project = f.project;
	ret->service = f.service;
	ret->phase = f.phase;
	ret->name = f.name;
	ret->host = f.host;
	ret->tags = tags;
	ret->since_us = f.since_us;
	ret->until_us = f.until_us;
	ret->limit = f.limit;
	ret->oldest_first = f.oldest_first;
	r = read_order(&f, ret, reterr);
	if (r < 0)
		return r;
	r = f.status ? set_status(f.status, ret, reterr) : 0;
	if (r < 0 || !f.words)
		return r;
	const struct run_filter within = *ret;
	return selection_join(f.words, &within, arena, ret, reterr);
}

const char *filter_words(const struct frugal_filter *from, struct arena *arena,
			 struct frugal_error *reterr)
{
	struct run_filter filter;
	struct buf words = {0};
	if (filter_read(from, arena, &filter, reterr) < 0)
		return NULL;
	const char *chosen = selection_words(&filter, arena);
	buf_puts(&words, chosen ? chosen : "");
	if (from->status)
		buf_addf(&words, "%sstatus=%s", words.n ? "," : "", from->status);
	if (from->host)
		buf_addf(&words, "%shost=%s", words.n ? "," : "", from->host);
	const char *kept = chosen && !words.failed ? arena_strdup(arena, buf_text(&words)) : NULL;
	buf_release(&words);
	if (!kept)
		error_nomem(reterr);
	return kept;
}

/* What a sum of runs that have ended cannot heed is refused. */
static int check_ended(const struct run_filter *filter, struct frugal_error *reterr)
{
	const char *refused = filter->statuses == RUN_STATUS_BIT(RUN_RUNNING) ? "status=running"
			      : filter->limit                                 ? "limit"
			      : filter->oldest_first                          ? "oldest_first"
									      : NULL;
	if (!refused)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE,
		  _("a group is of all runs that have ended and match, and cannot have %s"),
		  refused);
	return error_todo(reterr, _("omit %s, or list the runs"), refused);
}

int filter_read_group(const struct frugal_filter *from, struct arena *arena, struct run_filter *ret,
		      struct frugal_error *reterr)
{
	int r = filter_read(from, arena, ret, reterr);
	return r == 0 ? check_ended(ret, reterr) : r;
}

/* ---- reading -------------------------------------------------------------------------------- */

struct listing {
	frugal_run_visit *visit;
	void *context;
};

static int visit_run(void *context, const struct run_record *record, struct frugal_error *reterr)
{
	const struct listing *list = context;
	const frugal_run run = {.record = *record};
	return list->visit(list->context, &run, reterr);
}

int frugal_ledger_list(frugal_ledger *ledger, const struct frugal_filter *filter,
		       enum frugal_detail detail, frugal_run_visit *visit, void *context,
		       struct frugal_error *reterr)
{
	static const enum run_detail details[] = {RUN_HEAD, RUN_FIGURES, RUN_WHOLE};
	struct frugal_error unread;
	struct listing list = {visit, context};
	struct arena arena = {0};
	struct run_filter wanted;
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	if (!visit)
		return missing_argument("visit", reterr);
	if (detail < FRUGAL_RUN_HEAD || detail > FRUGAL_RUN_WHOLE)
		return error_set(reterr, FRUGAL_EUSAGE, _("%d is not a level of detail"),
				 (int)detail);
	int r = filter_read(filter, &arena, &wanted, reterr);
	if (r == 0)
		r = ledger_list(ledger->ledger, &wanted, details[detail], visit_run, &list, reterr);
	arena_release(&arena);
	return r < 0 ? r : 0;
}

int frugal_ledger_run(frugal_ledger *ledger, const char *name, frugal_run **ret_run,
		      struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	if (!name)
		return missing_argument("name", reterr);
	if (!ret_run)
		return missing_argument("ret_run", reterr);
	frugal_run *run = mem_zalloc(1, sizeof(*run));
	if (!run)
		return error_nomem(reterr);
	int r = ledger_load_run(ledger->ledger, name, &run->record, reterr);
	if (r < 0) {
		frugal_run_free(run);
		return r;
	}
	*ret_run = run;
	return 0;
}

/* ---- changing ------------------------------------------------------------------------------- */

struct settings {
	struct run_place place;
	const char *outcome; /* NULL: do not change it */
};

/* Parses "key=value" into to; *ret_tag is set if the word is a tag instead. */
static int read_word(const char *word, struct settings *to, bool *ret_tag,
		     struct frugal_error *reterr)
{
	struct {
		const char *begins;
		const char **value;
	} keys[] = {
		{"project=", &to->place.project}, {"service=", &to->place.service},
		{"name=", &to->place.name},       {"phase=", &to->place.phase},
		{"outcome=", &to->outcome},
	};
	struct str value;
	*ret_tag = word[0] == '+' || word[0] == '-';
	if (*ret_tag)
		return 0;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (!str_after(str_of(word), keys[i].begins, &value))
			continue;
		*keys[i].value = value.p;
		if (keys[i].value == &to->place.phase)
			return selection_check_word("phase", text_or_null(value.p), run_phases,
						    reterr);
		if (keys[i].value == &to->outcome)
			return selection_check_word("outcome", value.p, run_outcomes, reterr);
		return 0;
	}
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a field of a run"), word);
	return error_todo(reterr, "%s", "project= service= phase= name= outcome= +TAG -TAG");
}

static int set_outcome(frugal_ledger *ledger, const char *run, const char *outcome,
		       struct frugal_error *reterr)
{
	struct buf tag = {0};
	buf_addf(&tag, "outcome:%s", outcome);
	int r = tag.failed ? error_nomem(reterr)
			   : ledger_tag(ledger->ledger, run, buf_text(&tag), TAG_ADD, reterr);
	buf_release(&tag);
	return r;
}

/* In one transaction: what only the ledger can check, as a tag to remove, undoes the words before.
 */
static int set_all(frugal_ledger *ledger, const char *run, const struct settings *settings,
		   const char *const *words, size_t n_words, struct frugal_error *reterr)
{
	const struct run_place *place = &settings->place;
	int r = 0;
	if (place->project || place->service || place->phase || place->name)
		r = ledger_place(ledger->ledger, run, place, reterr);
	if (r == 0 && settings->outcome)
		r = set_outcome(ledger, run, settings->outcome, reterr);
	for (size_t i = 0; r == 0 && i < n_words; i++)
		if (words[i][0] == '+' || words[i][0] == '-')
			r = ledger_tag(ledger->ledger, run, words[i] + 1,
				       words[i][0] == '-' ? TAG_REMOVE : TAG_ADD, reterr);
	return r;
}

int frugal_ledger_set(frugal_ledger *ledger, const char *run, const char *const *words,
		      size_t n_words, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct settings settings = {0};
	bool is_tag;
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	if (!run)
		return missing_argument("run", reterr);
	int r = check_texts(words, n_words, "words", reterr);
	for (size_t i = 0; r == 0 && i < n_words; i++)
		r = read_word(words[i], &settings, &is_tag, reterr);
	if (r == 0)
		r = ledger_batch(ledger->ledger, reterr);
	if (r < 0)
		return r;
	r = set_all(ledger, run, &settings, words, n_words, reterr);
	return ledger_batch_end(ledger->ledger, r, reterr);
}

/* The whole id of a run or of a kept estimate. */
static int find_any(struct ledger *ledger, const char *text, struct arena *arena,
		    char ret_id[ESTIMATE_ID_SIZE], struct frugal_error *reterr)
{
	struct kept_estimate estimate;
	if (!estimate_is_id(text))
		return ledger_find_run(ledger, text, ret_id, reterr);
	int r = ledger_find_estimate(ledger, text, arena, &estimate, reterr);
	if (r == 0)
		memcpy(ret_id, estimate.id, ESTIMATE_ID_SIZE);
	return r;
}

static int remove_any(struct ledger *ledger, const char *id, struct frugal_error *reterr)
{
	return estimate_is_id(id) ? ledger_remove_estimate(ledger, id, reterr)
				  : ledger_remove(ledger, id, reterr);
}

int frugal_ledger_remove(frugal_ledger *ledger, const char *const *runs, size_t n_runs,
			 struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct arena arena = {0};
	int r = 0;
	reterr = reterr ? reterr : &unread;
	if (!ledger)
		return missing_argument("ledger", reterr);
	r = check_texts(runs, n_runs, "runs", reterr);
	if (r < 0)
		return r;
	char(*ids)[ESTIMATE_ID_SIZE] = arena_array(&arena, n_runs + 1, sizeof(*ids));
	if (!ids)
		return error_nomem(reterr);
	for (size_t i = 0; r == 0 && i < n_runs; i++)
		r = find_any(ledger->ledger, runs[i], &arena, ids[i], reterr);
	if (r == 0)
		r = ledger_batch(ledger->ledger, reterr);
	if (r == 0) {
		for (size_t i = 0; r == 0 && i < n_runs; i++) {
			bool again = false;
			for (size_t k = 0; k < i; k++)
				again |= strcmp(ids[k], ids[i]) == 0;
			if (!again)
				r = remove_any(ledger->ledger, ids[i], reterr);
		}
		r = ledger_batch_end(ledger->ledger, r, reterr);
	}
	arena_release(&arena);
	return r;
}
