/* SPDX-License-Identifier: Apache-2.0 */
/* The question itself: read from a sentence, filled by answers, refused while something is open. */
#include <math.h>

#include "base/intl.h"
#include "base/num.h"
#include "insight/ask_inside.h"
#include "model/knowledge.h"

const char *const ask_keys[ASK_KEYS + 1] = {"about",  "model", "people",  "requests", "days",
					    "answer", "gpu",   "devices", "duration", "hardware",
					    "count",  "place", NULL};

static const char *const LABELS[ASK_KEYS] = {
	N_("about"),       N_("model"),    N_("people"),      N_("requests"),
	N_("days of use"), N_("answers"),  N_("accelerator"), N_("accelerators"),
	N_("duration"),    N_("hardware"), N_("number"),      N_("data centre"),
};

static const char *const QUESTIONS[ASK_KEYS] = {
	[KEY_ABOUT] = N_("what is it about? 1 using a model, 2 training, 3 adapting, 4 buying"),
	[KEY_MODEL] = N_("which model?"),
	[KEY_PEOPLE] = N_("how many people use it?"),
	[KEY_REQUESTS] = N_("how many requests does each of them make?"),
	[KEY_DAYS] = N_("how many days a year?"),
	[KEY_ANSWER] = N_("how many tokens has an answer?"),
	[KEY_GPU] = N_("which accelerator?"),
	[KEY_DEVICES] = N_("how many accelerators?"),
	[KEY_DURATION] = N_("for how long?"),
	[KEY_HARDWARE] = N_("which hardware?"),
	[KEY_COUNT] = N_("how many?"),
	[KEY_PLACE] = N_("where is the data centre?"),
};

static const char *const HELPS[ASK_KEYS] = {
	[KEY_ABOUT] = N_("1 to 4, or a word: use, train, fine-tune, buy"),
	[KEY_MODEL] = N_("a name (gpt-4o; `frugal factors llms` lists them), or its size (7B)"),
	[KEY_PEOPLE] =
		N_("a number; what follows may come with it: 2000 people, 30 requests a day"),
	[KEY_REQUESTS] = N_("a number of requests a day, or with its period: 100 requests a month"),
	[KEY_DAYS] = N_("days on which it is used: 220 days a year, 5 days a week, 6 months"),
	[KEY_ANSWER] = N_("a number of tokens: a page has some 500; reasoning writes more"),
	[KEY_GPU] = N_("a name: H100, A100 40GB, L40S (`frugal factors gpus` lists them)"),
	[KEY_DEVICES] = N_("how many accelerators work together: 8"),
	[KEY_DURATION] = N_("a time: 3 days, 36 hours; or the hours of all: 500 GPU hours"),
	[KEY_HARDWARE] = N_("an accelerator (H100), servers, laptops, screens, smartphones"),
	[KEY_COUNT] = N_("a number: 4 servers, 50"),
	[KEY_PLACE] = N_("a country or its code (Sweden, SE), or a cloud region (aws:eu-west-3)"),
};

/* The slot of a bare number. */
static const enum ask_slot BARE[ASK_KEYS] = {
	[KEY_ABOUT] = ASK_SLOTS,        [KEY_MODEL] = ASK_SLOTS,      [KEY_PEOPLE] = SLOT_PEOPLE,
	[KEY_REQUESTS] = SLOT_REQUESTS, [KEY_DAYS] = SLOT_DAYS,       [KEY_ANSWER] = SLOT_TOKENS,
	[KEY_GPU] = ASK_SLOTS,          [KEY_DEVICES] = SLOT_DEVICES, [KEY_DURATION] = ASK_SLOTS,
	[KEY_HARDWARE] = ASK_SLOTS,     [KEY_COUNT] = SLOT_SERVERS,   [KEY_PLACE] = ASK_SLOTS,
};

const char *ask_label(enum ask_key key)
{
	return _(LABELS[key]);
}

const char *ask_question(enum ask_key key)
{
	return _(QUESTIONS[key]);
}

const char *ask_help(enum ask_key key)
{
	return _(HELPS[key]);
}

const char *ask_reason(enum ask_why why)
{
	static const char *const REASONS[] = {
		[UNCLEAR_UNKNOWN] = N_("was not understood"),
		[UNCLEAR_TWICE] = N_("is a second value of the same"),
		[UNCLEAR_RANGE] = N_("must be above 0"),
		[UNCLEAR_WHOLE] = N_("must be a whole number"),
		[UNCLEAR_MARK] = N_("may be read in two ways"),
		[UNCLEAR_DENIAL] = N_("excludes something: write what there is"),
		[UNCLEAR_ELSEWHERE] = N_("is not part of this question"),
	};
	return _(REASONS[why]);
}

int ask_key_of(struct str name, enum ask_key *ret, struct frugal_error *reterr)
{
	for (int i = 0; i < ASK_KEYS; i++)
		if (str_is(name, ask_keys[i])) {
			*ret = (enum ask_key)i;
			return 0;
		}
	const char *near = str_nearest(name, ask_keys);
	error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' is not a key of a question"), STR_ARG(name));
	if (near)
		return error_todo(reterr, _("did you mean %s?"), near);
	struct buf text = {0};
	for (int i = 0; i < ASK_KEYS; i++)
		buf_addf(&text, "%s%s", i ? ", " : "", ask_keys[i]);
	int r = error_todo(reterr, _("one of %s"), buf_text(&text));
	buf_release(&text);
	return r;
}

/* ---- reading ---- */

/* What a text says; the texts of *ret are in it, and must live. */
static int read_text(struct ask *ask, struct str text, struct ask_said *ret,
		     struct frugal_error *reterr)
{
	bool french = strcmp(ask->context->lang, "fr") == 0;
	struct ask_tokens *tokens = mem_zalloc(1, sizeof(*tokens));
	struct ask_pieces *pieces = mem_zalloc(1, sizeof(*pieces));
	int r = tokens && pieces ? 0 : error_nomem(reterr);
	if (r == 0)
		r = ask_cut(ask->words, text, french ? TONGUE_FR : TONGUE_EN, tokens, reterr);
	if (r == 0)
		r = ask_pieces_read(&ask->tables, ask->words, tokens, pieces, reterr);
	if (r == 0)
		r = ask_read(pieces, &ask->arena, ret, reterr);
	mem_free(tokens);
	mem_free(pieces);
	return r;
}

static bool misses(const struct ask *ask)
{
	for (int i = 0; i < ASK_KEYS; i++)
		if (ask->item[i].state == ASK_MISSING)
			return true;
	return false;
}

int ask_state(struct ask *ask, struct frugal_error *reterr)
{
	ask->model = ask->command = NULL;
	ask->n_warnings = 0;
	int r = ask_plan(ask, reterr);
	if (r == 0 && !ask->said.n_unclear && !misses(ask))
		r = ask_inputs(ask, reterr);
	return r;
}

int ask_new(struct context *context, const struct knowledge *knowledge, struct str sentence,
	    struct ask **ret, struct frugal_error *reterr)
{
	struct ask *ask = mem_zalloc(1, sizeof(*ask));
	if (!ask)
		return error_nomem(reterr);
	ask->context = context;
	ask->knowledge = knowledge;
	const char *text = arena_strndup(&ask->arena, sentence.n ? sentence.p : "", sentence.n);
	ask->words = arena_alloc(&ask->arena, sizeof(*ask->words));
	int r = text && ask->words ? ask_tables_get(knowledge->tables, &ask->tables, reterr)
				   : error_nomem(reterr);
	if (r == 0)
		r = ask_words_read(knowledge->tables, &ask->arena, ask->words, reterr);
	if (r == 0)
		r = read_text(ask, (struct str){text, sentence.n}, &ask->said, reterr);
	if (r == 0)
		r = ask_state(ask, reterr);
	if (r < 0) {
		ask_free(ask);
		return r;
	}
	*ret = ask;
	return 0;
}

void ask_free(struct ask *ask)
{
	if (!ask)
		return;
	if (ask->words)
		ask_words_release(ask->words);
	arena_release(&ask->arena);
	mem_free(ask);
}

/* ---- answers ---- */

/* A bare number is that of the question. */
static void take_bare(struct ask_said *said, enum ask_key key, double number, struct str text)
{
	enum ask_slot slot = BARE[key];
	said->amount[slot] = (struct ask_amount){
		.given = true,
		.value = number,
		.hours = slot == SLOT_REQUESTS ? DAY_HOURS : 0,
		.text = text,
	};
	said->n_unclear = 0;
}

static int set_about(struct ask *ask, struct str text, struct ask_said *said)
{
	int64_t choice;
	if (num_parse_int(text, ABOUT_USE, ABOUT_BUY, &choice))
		said->abouts = 1u << choice;
	else if (!said->abouts)
		return FRUGAL_EUSAGE;
	else
		ask->said.abouts = 0;
	said->n_unclear = 0;
	return 0;
}

/* A name that is given alone: the look-up's own errors are the best. */
static int set_name(struct ask *ask, enum ask_key key, struct str text, struct ask_said *said,
		    struct frugal_error *reterr)
{
	static const struct {
		enum ask_name name;
		enum ask_table table;
		const char *what;
	} NAMES[] = {
		[KEY_MODEL] = {NAME_LLM, ASK_LLM, "llm"},
		[KEY_GPU] = {NAME_GPU, ASK_GPU, "gpu"},
		[KEY_HARDWARE] = {NAME_GPU, ASK_GPU, "gpu"},
		[KEY_PLACE] = {NAME_PLACE, ASK_ZONE, "zone"},
	};
	struct ask_named *to = &said->name[NAMES[key].name];
	enum ask_table table = key == KEY_MODEL ? ask_table_of_model(ask) : NAMES[key].table;
	struct ask_found found = {.table = table, .n = 1};
	int r = table_search(ask->tables.table[table],
			     table == NAMES[key].table ? NAMES[key].what : "model", text,
			     &found.search, reterr);
	if (r == FRUGAL_EUSAGE && key == KEY_PLACE &&
	    table_search(ask->tables.table[ASK_REGION], "region", text, &found.search,
			 &(struct frugal_error){0}) == 0) {
		found.table = ASK_REGION;
		r = 0;
	}
	if (r == 0)
		*to = (struct ask_named){text, found};
	said->place_of_machines |= r == 0 && key == KEY_PLACE;
	return r;
}

static bool takes_name(enum ask_key key)
{
	return key == KEY_MODEL || key == KEY_GPU || key == KEY_HARDWARE || key == KEY_PLACE;
}

/* The slots that answer a key, beside that of a bare number. */
static const unsigned ANSWERS[ASK_KEYS] = {
	[KEY_MODEL] = 1u << SLOT_SIZE,
	[KEY_DAYS] = 1u << SLOT_DURATION,
	[KEY_DURATION] = 1u << SLOT_DURATION | 1u << SLOT_DEVICE_HOURS | 1u << SLOT_TOKENS,
	[KEY_COUNT] = 1u << SLOT_DEVICES | 1u << SLOT_THINGS,
};

/* Whether the sentence's reading of an answer has what the key asks for. */
static bool has_key(const struct ask_said *said, enum ask_key key)
{
	const struct ask_named *llm = &said->name[NAME_LLM];
	if (key == KEY_MODEL && llm->text.n)
		return llm->found.search.row != TABLE_NO_ROW;
	if (key == KEY_DAYS && said->week != WEEK_OPEN)
		return true;
	if (key == KEY_HARDWARE)
		return said->thing || said->servers;
	for (int i = 0; i < ASK_SLOTS; i++)
		if (said->amount[i].given &&
		    ((ANSWERS[key] & 1u << i) || BARE[key] == (enum ask_slot)i))
			return true;
	return false;
}

static void merge(struct ask_said *to, const struct ask_said *from)
{
	to->abouts = from->abouts ? from->abouts : to->abouts;
	for (int i = 0; i < ASK_SLOTS; i++)
		if (from->amount[i].given)
			to->amount[i] = from->amount[i];
	for (int i = 0; i < ASK_NAMES; i++)
		if (from->name[i].text.n)
			to->name[i] = from->name[i];
	to->place_of_machines |= from->place_of_machines;
	if (from->amount[SLOT_REQUESTS].given && from->made != MADE_ANSWERS)
		to->made = from->made;
	to->total |= from->total;
	to->each |= from->each;
	to->workdays |= from->workdays;
	if (from->week != WEEK_OPEN) {
		to->week = from->week;
		to->week_text = from->week_text;
	}
	for (size_t i = 0; i < from->n_bounds && to->n_bounds < ASK_MAX_TEXTS; i++)
		to->bounds[to->n_bounds++] = from->bounds[i];
	to->servers |= from->servers;
	to->accelerated |= from->accelerated;
	if (from->cloud.n)
		to->cloud = from->cloud;
	if (from->days_usual > 0)
		to->days_usual = from->days_usual;
	if (from->thing) {
		to->thing = from->thing;
		to->thing_text = from->thing_text;
	}
}

static int refuse_answer(const struct ask_said *said, enum ask_key key, struct str text,
			 struct frugal_error *reterr)
{
	if (said->n_unclear)
		error_set(reterr, FRUGAL_EUSAGE, "'%s' %s", said->unclear[0].text,
			  ask_reason(said->unclear[0].why));
	else
		error_set(reterr, FRUGAL_EUSAGE, _("'%.*s' was not understood"), STR_ARG(text));
	return error_todo(reterr, "%s", ask_help(key));
}

/* Reads an answer into *said. */
static int read_answer(struct ask *ask, enum ask_key key, struct str text, struct ask_said *said,
		       struct frugal_error *reterr)
{
	double number;
	size_t n = num_parse(text, &number);
	int r = read_text(ask, text, said, reterr);
	if (r < 0)
		return r;
	if (key == KEY_ABOUT && set_about(ask, text, said) == 0)
		return 0;
	if (n == text.n && number > 0 && BARE[key] < ASK_SLOTS) {
		take_bare(said, key, number, text);
		if (key == KEY_COUNT && ask->said.thing) {
			said->amount[SLOT_THINGS] = said->amount[SLOT_SERVERS];
			said->amount[SLOT_SERVERS].given = false;
		}
		return 0;
	}
	if (has_key(said, key) && !said->n_unclear)
		return 0;
	if (takes_name(key) && !(key == KEY_MODEL && said->amount[SLOT_SIZE].given)) {
		said->n_unclear = 0;
		return set_name(ask, key, text, said, reterr);
	}
	return refuse_answer(said, key, text, reterr);
}

/* ---- answers that differ from the question ---- */

static bool is_other_amount(const struct ask_amount *a, const struct ask_amount *b)
{
	bool rates = a->hours > 0 && b->hours > 0;
	return (rates && fabs(a->hours - b->hours) > 0.5) ||
	       fabs(a->value - b->value) > 1e-9 * fabs(b->value);
}

static bool is_other_row(const struct ask_found *a, const struct ask_found *b)
{
	return a->search.row != TABLE_NO_ROW && b->search.row != TABLE_NO_ROW &&
	       (a->table != b->table || a->search.row != b->search.row);
}

/* What the question says of something of which an answer says something else; n 0: nothing. */
static struct str differs(const struct ask_said *said, const struct ask_said *more)
{
	for (int i = 0; i < ASK_SLOTS; i++) {
		struct ask_amount a = said->amount[i], b = more->amount[i];
		if (i == SLOT_DURATION) /* in hours; the others are of a period */
			a.hours = b.hours = 0;
		if (a.given && b.given && is_other_amount(&a, &b))
			return a.text;
	}
	for (int i = 0; i < ASK_NAMES; i++)
		if (said->name[i].text.n && more->name[i].text.n &&
		    is_other_row(&said->name[i].found, &more->name[i].found))
			return said->name[i].text;
	bool machines = more->servers || more->name[NAME_GPU].text.n;
	if (said->thing && (machines || (more->thing && strcmp(said->thing, more->thing) != 0)))
		return said->thing_text;
	if (more->thing && said->name[NAME_GPU].text.n)
		return said->name[NAME_GPU].text;
	return (struct str){0};
}

/* The same of the days of use, which a duration says too, and of the subject. */
static struct str differs_of(const struct ask *ask, enum ask_key key, const struct ask_said *more)
{
	const struct ask_amount *days = &ask->said.amount[SLOT_DAYS];
	const struct ask_amount *duration = &ask->said.amount[SLOT_DURATION];
	bool other_about = key == KEY_ABOUT && ask->about != ABOUT_NONE && more->abouts &&
			   !(more->abouts & 1u << ask->about);
	if (other_about)
		return str_of(ask->item[KEY_ABOUT].value);
	if (ask->said.week != WEEK_OPEN &&
	    (more->amount[SLOT_DAYS].given ||
	     (more->week != WEEK_OPEN && more->week != ask->said.week)))
		return ask->said.week_text;
	if (ask->about == ABOUT_USE && duration->given && more->amount[SLOT_DAYS].given)
		return duration->text;
	if (ask->about == ABOUT_USE && days->given && more->amount[SLOT_DURATION].given)
		return days->text;
	return differs(&ask->said, more);
}

static int refuse_other(struct str said, enum ask_key key, struct str text,
			struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("the question states '%.*s', which is not %s=%.*s"),
		  STR_ARG(said), ask_keys[key], STR_ARG(text));
	return error_todo(reterr, "%s", _("leave one of them out"));
}

/* Days of use are said as days of a year or as a duration: one takes the place of the other. */
static void replace_days(struct ask_said *to, const struct ask_said *from)
{
	bool days = from->amount[SLOT_DAYS].given, duration = from->amount[SLOT_DURATION].given;
	if (days || duration)
		to->amount[SLOT_DAYS].given = to->amount[SLOT_DURATION].given = false;
	if (days)
		to->week = WEEK_OPEN;
}

static int answer_key(struct ask *ask, enum ask_key key, struct str text, bool replaces,
		      struct frugal_error *reterr)
{
	struct str trimmed = str_trim(text);
	if (!trimmed.n)
		return 0;
	const char *kept = arena_strndup(&ask->arena, trimmed.p, trimmed.n);
	struct ask_said *said = mem_zalloc(1, sizeof(*said));
	int r = kept && said ? 0 : error_nomem(reterr);
	if (r == 0)
		r = read_answer(ask, key, (struct str){kept, trimmed.n}, said, reterr);
	struct str other = r < 0 || replaces ? (struct str){0} : differs_of(ask, key, said);
	if (other.n)
		r = refuse_other(other, key, trimmed, reterr);
	if (r == 0) {
		replace_days(&ask->said, said);
		merge(&ask->said, said);
		r = ask_state(ask, reterr);
	}
	mem_free(said);
	return r;
}

int ask_set(struct ask *ask, enum ask_key key, struct str text, struct frugal_error *reterr)
{
	return answer_key(ask, key, text, true, reterr);
}

int ask_add(struct ask *ask, enum ask_key key, struct str text, struct frugal_error *reterr)
{
	return answer_key(ask, key, text, false, reterr);
}

/* ---- refusing ---- */

static int refuse_unclear(const struct ask *ask, struct frugal_error *reterr)
{
	struct buf text = {0};
	const struct ask_said *said = &ask->said;
	for (size_t i = 0; i < said->n_unclear; i++)
		buf_addf(&text, "%s'%s' %s", i ? "; " : "", said->unclear[i].text,
			 ask_reason(said->unclear[i].why));
	error_set(reterr, FRUGAL_EUSAGE, "%s", buf_text(&text));
	buf_release(&text);
	return error_todo(reterr, "%s", _("write it otherwise, or leave it out"));
}

static int refuse_missing(const struct ask *ask, struct frugal_error *reterr)
{
	struct buf keys = {0}, notes = {0};
	for (int i = 0; i < ASK_KEYS; i++) {
		const struct ask_item *item = &ask->item[i];
		if (item->state != ASK_MISSING)
			continue;
		buf_addf(&keys, "%s%s", keys.n ? ", " : "", ask_keys[i]);
		buf_addf(&notes, "%s%s", notes.n ? "; " : "",
			 item->note ? item->note : ask_help((enum ask_key)i));
	}
	error_set(reterr, FRUGAL_EUSAGE, _("the question misses: %s"), buf_text(&keys));
	int r = error_todo(reterr, "%s", buf_text(&notes));
	buf_release(&keys);
	buf_release(&notes);
	return r;
}

int ask_refuse(const struct ask *ask, struct frugal_error *reterr)
{
	if (ask->said.n_unclear)
		return refuse_unclear(ask, reterr);
	return ask_is_whole(ask) ? 0 : refuse_missing(ask, reterr);
}
