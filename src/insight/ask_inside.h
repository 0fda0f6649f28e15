/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files that read a sentence share: its words (factors/ask_words.csv), its tokens, and the
 * pieces that tokens make: a number, a name of a table, a known word, or something else.
 */
#ifndef INSIGHT_ASK_INSIDE_H
#define INSIGHT_ASK_INSIDE_H

#include "base/map.h"
#include "insight/ask.h"

#define YEAR_DAYS 365.0
#define DAY_HOURS 24.0

/* ---- ask_words.c: the table of words ---- */

enum ask_means {
	MEANS_NOTHING,
	MEANS_FILLER,
	MEANS_ABOUT, /* gives: use, train, adapt, buy */
	MEANS_PEOPLE,
	MEANS_REQUEST, /* gives: times, of a word that also counts trainings */
	MEANS_TOKEN,
	MEANS_INPUT, /* of a prompt, which no model of a service asks for */
	MEANS_PARAMETER,
	MEANS_PERIOD, /* gives: hour to year; value: its hours */
	MEANS_RATE,   /* "daily"; gives: a period */
	MEANS_PER,
	MEANS_DURING,
	MEANS_OF,
	MEANS_TOTAL,
	MEANS_WEEK_PART, /* gives: weekends, every, or nothing of other days */
	MEANS_PLACE,
	MEANS_HOST, /* the place that follows is that of the machines; gives: cloud */
	MEANS_DEVICE,
	MEANS_DEVICE_HOUR,
	MEANS_SERVER,
	MEANS_THING, /* gives: a row of impactco2 */
	MEANS_NUMBER,
	MEANS_MULTIPLIER,
	MEANS_ARTICLE,
	MEANS_OFTEN, /* "twice" */
	MEANS_DENY,  /* "without": what follows must not be taken for what is there */
	MEANS_BOUND, /* "at least" */
	MEANS_AND,   /* also within numbers */
	MEANS_PART,  /* "half", "several": of a number, or none */
	MEANS_TIMES, /* "x" */
	MEANS_EACH,
	MEANS_SUFFIX, /* "7B"; gives: size where it may be that of a model */
	MEANS_COUNT
};

struct ask_word {
	enum ask_means means;
	const char *gives; /* "" when it has none */
	double value;      /* NaN when it has none */
	const char *text;  /* of a suffix */
};

enum ask_tongue { TONGUE_EN, TONGUE_FR, TONGUES };

struct ask_words {
	struct arena *arena;
	struct map map[TONGUES]; /* normalised phrase -> word */
	struct ask_word *word;
	size_t n, cap;
};

/* FRUGAL_EDATA: the table has an unknown meaning. Texts are those of the table. */
int ask_words_read(struct tables *tables, struct arena *arena, struct ask_words *ret,
		   struct frugal_error *reterr);
void ask_words_release(struct ask_words *words);

/* The word in one language; NULL: not known. */
const struct ask_word *ask_word_of(const struct ask_words *words, enum ask_tongue tongue,
				   struct str phrase);
/* The same in this language, or else in the other. */
const struct ask_word *ask_word_any(const struct ask_words *words, enum ask_tongue tongue,
				    struct str phrase);
/* "k", "M", as it is written. */
const struct ask_word *ask_suffix(const struct ask_words *words, struct str text);

/* ---- ask_cut.c: tokens ---- */

#define ASK_MAX_TOKENS ((size_t)160)

struct ask_token {
	struct str text; /* within the sentence */
	bool breaks;     /* a comma, a colon or the like stands before it */
};

struct ask_tokens {
	struct ask_token token[ASK_MAX_TOKENS];
	size_t n;
	enum ask_tongue tongue; /* of most words */
};

/* FRUGAL_EUSAGE: not text, or too long. otherwise: the language when the words leave it open. */
int ask_cut(const struct ask_words *words, struct str sentence, enum ask_tongue otherwise,
	    struct ask_tokens *ret, struct frugal_error *reterr);

/* Whether it begins with a capital, of ASCII or with an accent ("Écosse"). */
bool ask_is_capital(struct str text);

/* The text from the first token to the last. */
struct str ask_span(const struct ask_tokens *tokens, size_t first, size_t n);

/* ---- ask_numbers.c ---- */

enum ask_digits {
	DIGITS_NONE,    /* not a number */
	DIGITS_PLAIN,   /* a number */
	DIGITS_UNCLEAR, /* "2.000": two, or two thousand */
};

/* Reads "2,000", "1.5", "-5", "7B"; *ret_size: its suffix may be that of a model's size. */
enum ask_digits ask_digits_read(const struct ask_words *words, enum ask_tongue tongue,
				struct str text, double *ret, bool *ret_size);

/* ---- ask_names.c ---- */

/* "gpus" */
const char *ask_table_name(enum ask_table table);

int ask_tables_get(struct tables *tables, struct ask_tables *ret, struct frugal_error *reterr);

/* The name that begins at token first, the longest there is. placed: it stands for a place. */
int ask_name_find(const struct ask_tables *tables, const struct ask_words *words,
		  const struct ask_tokens *tokens, size_t first, bool placed, struct ask_found *ret,
		  struct frugal_error *reterr);

/* Whether both are known, and the zone of place is that of whole, or a part of it. */
bool ask_place_is_in(const struct ask_tables *tables, const struct ask_found *place,
		     const struct ask_found *whole);

/* Whether a name of a place begins with the token, though it is a word: "New Mexico". */
bool ask_begins_place(const struct ask_tokens *tokens, size_t first);

/* ---- ask_pieces.c ---- */

enum ask_kind {
	PIECE_BREAK,
	PIECE_WORD,
	PIECE_NUMBER,
	PIECE_UNCLEAR, /* a number that may be two */
	PIECE_NAME,
	PIECE_RATE, /* "a day", "daily"; number: hours of the period */
	PIECE_OTHER
};

struct ask_piece {
	enum ask_kind kind;
	struct str text;
	const struct ask_word *word; /* of a word, and of a number that is one */
	double number;
	bool size; /* a number that may be the size of a model */
	struct ask_found found;
	bool used;
};

struct ask_pieces {
	struct ask_piece piece[2 * ASK_MAX_TOKENS];
	size_t n;
	enum ask_tongue tongue;
	const struct ask_tables *tables;
};

static inline bool ask_piece_means(const struct ask_piece *piece, enum ask_means means)
{
	return piece->kind == PIECE_WORD && piece->word->means == means;
}

int ask_pieces_read(const struct ask_tables *tables, const struct ask_words *words,
		    const struct ask_tokens *tokens, struct ask_pieces *ret,
		    struct frugal_error *reterr);

/* ask_numbers.c: makes one piece of the numbers that are one ("2 000", "two hundred and six"). */
void ask_pieces_join(struct ask_pieces *pieces);

/* ---- ask_amounts.c, ask_read.c: what the pieces say ---- */

#define ASK_NOWHERE SIZE_MAX

struct ask_reading {
	struct ask_pieces *pieces;
	struct arena *arena;
	struct ask_said *said;
	bool failed; /* memory is out */
};

/* Notes a text that is not understood; the pieces from first to last. */
void ask_unclear(struct ask_reading *reading, size_t first, size_t last, enum ask_why why);

/* Sets a slot from the pieces first to last, or notes that it was said twice, or is not above 0. */
void ask_set_amount(struct ask_reading *reading, enum ask_slot slot, double value, double hours,
		    size_t first, size_t last);

/* The next piece, or that before, which is not a filler; ASK_NOWHERE: none. */
size_t ask_next_of(const struct ask_reading *reading, size_t i);
size_t ask_before_of(const struct ask_reading *reading, size_t i);

/* Marks the pieces from first to last as used, but those that are no known word. */
void ask_use(struct ask_reading *reading, size_t first, size_t last);

/*
 * The number that counts the piece at, before it; devices: "8 GPUs H100". ASK_NOWHERE: none, or one
 * that is used.
 */
size_t ask_number_before(const struct ask_reading *reading, size_t at, bool devices);

/* Hours of accelerators, servers, accelerators and what is bought, in this order (ask_machines.c).
 */
void ask_device_hours_read(struct ask_reading *reading);
void ask_servers_read(struct ask_reading *reading);
void ask_devices_read(struct ask_reading *reading);
void ask_things_read(struct ask_reading *reading);

/* ask_tokens.c: takes the tokens of answers, or of a training; refuses those of anything else. */
void ask_tokens_read(struct ask_reading *reading);

/* ask_per.c: refuses what is per anything but a period or people. */
void ask_per_read(struct ask_reading *reading);

/*
 * ask_totals.c: whether requests, from their number to their last piece, are of all people ("in
 * total"); takes the totals and the days of the week that are left, or refuses them.
 */
bool ask_is_total(const struct ask_reading *reading, size_t number, size_t last);
void ask_totals_read(struct ask_reading *reading);
void ask_week_read(struct ask_reading *reading);

/* Whether a model is used, and nothing trained or bought: people or requests are counted. */
bool ask_uses_only(const struct ask_reading *reading);

/* What a request by this word makes: "images", "videos", or answers. */
enum ask_made ask_made_of(const struct ask_piece *piece);

/* Takes every number that a word explains. */
void ask_amounts(struct ask_reading *reading);

/* Takes from the pieces what they say. */
int ask_read(struct ask_pieces *pieces, struct arena *arena, struct ask_said *ret,
	     struct frugal_error *reterr);

/* ---- ask_plan.c, ask_inputs.c: what follows from what is said ---- */

/* Fills about, items and warnings of ask, and adds to what is unclear what does not belong. */
int ask_plan(struct ask *ask, struct frugal_error *reterr);

/*
 * ask_sort.c: refuses the amounts that are not part of the question, and leaves the names; the same
 * of one text, amount or name.
 */
void ask_sort(struct ask *ask);
void ask_refuse_text(struct ask *ask, struct str text, enum ask_why why);
void ask_refuse_amount(struct ask *ask, enum ask_slot slot);
void ask_leave_name(struct ask *ask, enum ask_name name);

/* Fills model, inputs and command of a question that misses nothing. */
int ask_inputs(struct ask *ask, struct frugal_error *reterr);

/*
 * The place, by its state: the row of zones of the electricity; TABLE_NO_ROW: the world. Of a
 * region of a cloud, the part of its country whose grid it is on, if zones has that.
 */
uint32_t ask_zone(const struct ask *ask);
/* The row of regions of the place; TABLE_NO_ROW: it is not a region. */
uint32_t ask_region(const struct ask *ask);
/* Whether the electricity of the region is that of its whole country: its own is not known. */
bool ask_region_is_open(const struct ask *ask);
/* The key of the other criteria of the electricity, where they are not those of the zone; or NULL.
 */
const char *ask_criteria(const struct ask *ask);
/* The intensity of the region itself, as an input takes it; NULL: it has none. */
const char *ask_region_intensity(struct ask *ask);
/* The row of a table called key; TABLE_NO_ROW: none. "" of a column that is not there. */
const char *ask_cell(const struct table *table, uint32_t row, const char *column);
/* Whether its provider runs the model itself; *ret_zone (may be NULL) is then its zone's key. */
bool ask_is_hosted(const struct ask *ask, const char **ret_zone, const char **ret_name);

/* ask_media.c: what is made by the requests of a question, and the table that its models are in. */
enum ask_made ask_makes(const struct ask *ask);
enum ask_table ask_table_of_model(const struct ask *ask);
/* Why the model that is named is none of this question; NULL when memory is out. */
const char *ask_other_model(struct ask *ask);
/* How the question of the model is answered; NULL of a language model: as ask_help has it. */
const char *ask_model_help(const struct ask *ask);
/* "one image", "one video" */
const char *ask_made_one(const struct ask *ask);
/* Days of use in the question (ask_days.c), and why: a note, or NULL. */
double ask_days(const struct ask *ask, enum ask_state *ret_state);
const char *ask_days_note(struct ask *ask, enum ask_state state);
/* Machines bought, and accelerators in each (0: none). */
void ask_bought(const struct ask *ask, double *ret_machines, double *ret_each);
/* Whether a training is known by its tokens, not by hours of its devices. */
bool ask_by_tokens(const struct ask *ask);

/* The number as a model takes it ("7G", "2000"), in the arena; NULL when memory is out. */
const char *ask_number(struct arena *arena, double x);

#endif
