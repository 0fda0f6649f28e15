/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question in a sentence: "GPT-4o for 2 000 agents, 30 requests a day". Reads it, in English or
 * French, and turns it into a model and its inputs, or into a list of what it leaves open. Nothing
 * is guessed: a number that no word explains is unclear, an open name is missing, a default is
 * labelled.
 *
 *	sentence -> tokens (ask_cut.c) -> pieces (ask_pieces.c, ask_names.c, ask_numbers.c)
 *	   -> what is said (ask_read.c) -> inputs, or what is missing (ask_plan.c, ask_place.c)
 *
 * The words are rows of factors/ask_words.csv, the names those of the tables.
 */
#ifndef INSIGHT_ASK_H
#define INSIGHT_ASK_H

#include "base/mem.h"
#include "factor/table.h"

struct context;
struct knowledge;
struct ask_words;

enum ask_table {
	ASK_LLM,
	ASK_GPU,
	ASK_ZONE,
	ASK_REGION,
	ASK_IMAGE_MODEL,
	ASK_VIDEO_MODEL,
	ASK_TABLES
};

struct ask_tables {
	const struct table *table[ASK_TABLES];
};

/* A name in the sentence, and what its table has for it. */
struct ask_found {
	enum ask_table table;
	size_t n; /* tokens; 0: none */
	struct table_search search;
};

/* ---- what a sentence says ---- */

enum ask_about { ABOUT_NONE, ABOUT_USE, ABOUT_TRAIN, ABOUT_ADAPT, ABOUT_BUY };

struct ask_amount {
	bool given;
	double value;
	double hours;    /* of the period of a rate, of the unit of a duration; 0: none */
	struct str text; /* as it was written */
};

enum ask_slot {
	SLOT_PEOPLE,
	SLOT_REQUESTS, /* a rate: of each, or of all */
	SLOT_TIMES,    /* a rate: how often something is trained */
	SLOT_DAYS,     /* of a year */
	SLOT_DURATION, /* h */
	SLOT_DEVICES,
	SLOT_DEVICE_HOURS,
	SLOT_SERVERS,
	SLOT_THINGS,
	SLOT_TOKENS,
	SLOT_SIZE, /* parameters of a model */
	ASK_SLOTS
};

/* What requests are for. */
enum ask_made { MADE_ANSWERS, MADE_IMAGES, MADE_VIDEOS };

enum ask_name { NAME_LLM, NAME_GPU, NAME_PLACE, ASK_NAMES };

struct ask_named {
	struct str text; /* n 0: not named */
	struct ask_found found;
};

enum ask_why {
	UNCLEAR_UNKNOWN,   /* not understood */
	UNCLEAR_TWICE,     /* something else was said of the same */
	UNCLEAR_RANGE,     /* not above 0 */
	UNCLEAR_WHOLE,     /* people or machines that are not a whole number */
	UNCLEAR_MARK,      /* in two ways: "2.000", "GPT 4 120 users" */
	UNCLEAR_DENIAL,    /* "without" */
	UNCLEAR_ELSEWHERE, /* not part of this question */
};

struct ask_unclear {
	const char *text;
	enum ask_why why;
};

#define ASK_MAX_TEXTS ((size_t)24)

/* Days of the week on which people ask. */
enum ask_week { WEEK_OPEN, WEEK_WEEKENDS, WEEK_EVERY };

/* "at least 500", of which the number is taken. */
struct ask_bound {
	const char *text;
	double number;
};

struct ask_said {
	unsigned abouts; /* bits: 1 << enum ask_about */
	struct ask_amount amount[ASK_SLOTS];
	struct ask_named name[ASK_NAMES];
	struct str cloud;       /* "AWS Bedrock"; n 0: none is named */
	bool place_of_machines; /* the place is said to be that of the machines */
	enum ask_made made;     /* of requests that are images or videos by their word */
	bool total;             /* requests are of all people together */
	bool each;              /* requests are of each, or people are named without a number */
	bool workdays;          /* days of work are named */
	enum ask_week week;     /* open: not said */
	struct str week_text;
	double days_usual; /* of people of this kind; NaN: none are named */
	const char *thing; /* row of impactco2, or NULL */
	struct str thing_text;
	bool servers;     /* servers are named */
	bool accelerated; /* with accelerators, which may have no name: "a DGX" */
	struct ask_unclear unclear[ASK_MAX_TEXTS];
	size_t n_unclear;
	struct ask_bound bounds[ASK_MAX_TEXTS];
	size_t n_bounds;
	const char *unused[ASK_MAX_TEXTS]; /* words that may matter */
	size_t n_unused;
};

/* ---- what follows ---- */

enum ask_key {
	KEY_ABOUT,
	KEY_MODEL,
	KEY_PEOPLE,
	KEY_REQUESTS,
	KEY_DAYS,
	KEY_ANSWER,
	KEY_GPU,
	KEY_DEVICES,
	KEY_DURATION,
	KEY_HARDWARE,
	KEY_COUNT,
	KEY_PLACE,
	ASK_KEYS
};
extern const char *const ask_keys[ASK_KEYS + 1]; /* "about", ...; NULL at the end */

enum ask_state {
	ASK_ABSENT,  /* not part of this question */
	ASK_MISSING, /* required */
	ASK_GIVEN,
	ASK_DEFAULT,
};

/* One thing of the question; texts in the language of the context. */
struct ask_item {
	enum ask_state state;
	const char *value; /* given or default: "2 000", "gpt-4o"; NULL: none */
	const char *note;  /* why this default, what else a name may mean, what is wrong; or NULL */
};

#define ASK_MAX_INPUTS ((size_t)16)

struct ask {
	struct context *context;
	const struct knowledge *knowledge;
	struct arena arena;
	struct ask_tables tables;
	struct ask_words *words;
	struct ask_said said;
	enum ask_about about;
	struct ask_item item[ASK_KEYS];
	const char *warnings[ASK_MAX_TEXTS];
	size_t n_warnings;
	const char *model;                  /* NULL while something is missing or unclear */
	const char *inputs[ASK_MAX_INPUTS]; /* "name=value" */
	size_t n_inputs;
	const char *command; /* frugal estimate ..., as a shell takes it; NULL likewise */
};

/*
 * Reads the sentence ("": nothing yet). The caller frees *ret. FRUGAL_EUSAGE: not text, or too
 * long; FRUGAL_EDATA: a table is not valid. What is missing or unclear is not an error.
 */
int ask_new(struct context *context, const struct knowledge *knowledge, struct str sentence,
	    struct ask **ret, struct frugal_error *reterr);
void ask_free(struct ask *ask);

/*
 * Answers the question of key: a name, a number ("30"), or words of a sentence, which may say more
 * ("2 000 people, 30 requests a day"). It replaces what was said. An empty text takes the default.
 * FRUGAL_EUSAGE: not understood; an open name, with its candidates.
 */
int ask_set(struct ask *ask, enum ask_key key, struct str text, struct frugal_error *reterr);

/*
 * The same, of an answer that must not replace anything: FRUGAL_EUSAGE also where the question says
 * something else of it.
 */
int ask_add(struct ask *ask, enum ask_key key, struct str text, struct frugal_error *reterr);

/* FRUGAL_EUSAGE: an unknown key, with a near one. */
int ask_key_of(struct str name, enum ask_key *ret, struct frugal_error *reterr);

/* States what follows from what is said; again, where the language of the texts has changed. */
int ask_state(struct ask *ask, struct frugal_error *reterr);

/* Whether a model and inputs follow. */
static inline bool ask_is_whole(const struct ask *ask)
{
	return ask->model != NULL;
}

/* "what is it about?", and how it may be answered; in the language of the user. */
const char *ask_question(enum ask_key key);
const char *ask_help(enum ask_key key);
/* The name of key for people: "people". */
const char *ask_label(enum ask_key key);
/* Why a text is unclear. */
const char *ask_reason(enum ask_why why);

/* FRUGAL_EUSAGE, with what is unclear, or else with what is missing; 0 of a whole question. */
int ask_refuse(const struct ask *ask, struct frugal_error *reterr);

#endif
