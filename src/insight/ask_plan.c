/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what a sentence says to what its question has, lacks and takes by default. Each subject has
 * its own things; a number that is not of them is unclear, so that nothing said is lost in silence.
 */
#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "insight/ask_inside.h"
#include "model/ask.h"
#include "model/knowledge.h"

#define BIT(slot) (1u << (slot))

static const struct ask_amount *amount(const struct ask *ask, enum ask_slot slot)
{
	return &ask->said.amount[slot];
}

static bool named(const struct ask *ask, enum ask_name name)
{
	return ask->said.name[name].text.n > 0;
}

const char *ask_cell(const struct table *table, uint32_t row, const char *column)
{
	uint32_t i = table_column_find(table, str_of(column));
	return i == TABLE_NO_COLUMN || row == TABLE_NO_ROW ? "" : table_text(table, row, i);
}

/* ---- the subject ---- */

/* "Use" gives way to the others; two of the others are two questions. */
static enum ask_about about_of(const struct ask_said *said)
{
	bool served = said->amount[SLOT_PEOPLE].given || said->amount[SLOT_REQUESTS].given;
	bool trains = said->abouts & (BIT(ABOUT_TRAIN) | BIT(ABOUT_ADAPT));
	bool buys = said->abouts & BIT(ABOUT_BUY);
	if (trains && buys)
		return ABOUT_NONE;
	if (trains)
		return said->abouts & BIT(ABOUT_ADAPT) ? ABOUT_ADAPT : ABOUT_TRAIN;
	if (buys)
		return ABOUT_BUY;
	return served || said->abouts & BIT(ABOUT_USE) ? ABOUT_USE : ABOUT_NONE;
}

/* ---- items ---- */

static void item(struct ask *ask, enum ask_key key, enum ask_state state, const char *value,
		 const char *note)
{
	ask->item[key] = (struct ask_item){state, value, note};
}

/* A number and its unit, as people write them; "" when memory is out. */
static const char *counted(struct ask *ask, double x, const char *unit)
{
	struct buf text = {0};
	int decimals = fabs(x - round(x)) < 1e-9 || fabs(x) >= 1000 ? 0 : fabs(x) < 10 ? 2 : 1;
	print_number(&text, x, decimals, ask->context->numbers);
	if (unit[0])
		buf_addf(&text, " %s", unit);
	const char *kept = arena_strdup(&ask->arena, buf_text(&text));
	buf_release(&text);
	return kept ? kept : "";
}

static const char *key_of(const struct ask *ask, enum ask_table table, uint32_t row)
{
	return table_text(ask->tables.table[table], row, 0);
}

#define SHOWN 4

/* The keys of the first rows that a name may mean. */
static const char *candidates(struct ask *ask, const struct ask_named *named, const char *head)
{
	const struct table_search *search = &named->found.search;
	struct buf text = {0};
	buf_puts(&text, head);
	for (uint32_t i = 0; i < search->n_candidates && i < SHOWN; i++)
		buf_addf(&text, "%s%s", i ? ", " : "",
			 key_of(ask, named->found.table, search->candidates[i]));
	if (search->n_candidates > SHOWN)
		buf_puts(&text, ", ...");
	const char *kept = arena_strdup(&ask->arena, buf_text(&text));
	buf_release(&text);
	return kept ? kept : "";
}

static void item_name(struct ask *ask, enum ask_key key, enum ask_name name)
{
	const struct ask_named *named = &ask->said.name[name];
	const struct table_search *search = &named->found.search;
	if (search->row == TABLE_NO_ROW && !search->n_candidates) {
		item(ask, key, ASK_MISSING, NULL,
		     arena_printf(&ask->arena,
				  _("'%.*s' has no row: `frugal factors %s` lists "
				    "those that are known"),
				  STR_ARG(named->text), ask_table_name(named->found.table)));
		return;
	}
	if (search->row == TABLE_NO_ROW) {
		const char *head =
			arena_printf(&ask->arena, _("'%.*s' may be: "), STR_ARG(named->text));
		item(ask, key, ASK_MISSING, NULL, candidates(ask, named, head ? head : ""));
		return;
	}
	const char *note = NULL;
	if (search->taken) {
		const char *head =
			arena_printf(&ask->arena,
				     search->n_candidates ? _("taken for '%.*s'; others: ")
							  : _("taken for '%.*s'"),
				     STR_ARG(named->text));
		note = candidates(ask, named, head ? head : "");
	}
	item(ask, key, ASK_GIVEN, key_of(ask, named->found.table, search->row), note);
}

static void item_amount(struct ask *ask, enum ask_key key, enum ask_slot slot, const char *unit)
{
	const struct ask_amount *from = amount(ask, slot);
	if (from->given)
		item(ask, key, ASK_GIVEN, counted(ask, from->value, unit), NULL);
	else
		item(ask, key, ASK_MISSING, NULL, NULL);
}

static void plan_model(struct ask *ask, bool required)
{
	bool other = named(ask, NAME_LLM) &&
		     ask_table_of_model(ask) != ask->said.name[NAME_LLM].found.table;
	if (other && !required) {
		ask_leave_name(ask, NAME_LLM);
	} else if (other) {
		item(ask, KEY_MODEL, ASK_MISSING, NULL, ask_other_model(ask));
	} else if (named(ask, NAME_LLM)) {
		item_name(ask, KEY_MODEL, NAME_LLM);
		if (amount(ask, SLOT_SIZE)->given)
			ask_refuse_amount(ask, SLOT_SIZE);
	} else if (amount(ask, SLOT_SIZE)->given) {
		item(ask, KEY_MODEL, ASK_GIVEN,
		     counted(ask, amount(ask, SLOT_SIZE)->value / 1e9, _("billion parameters")),
		     NULL);
	} else if (required) {
		item(ask, KEY_MODEL, ASK_MISSING, NULL, ask_model_help(ask));
	}
}

/* ---- the place ---- */

static void warn(struct ask *ask, const char *text)
{
	if (text && ask->n_warnings < ASK_MAX_TEXTS)
		ask->warnings[ask->n_warnings++] = text;
}

static void plan_place(struct ask *ask)
{
	const char *zone, *provider;
	bool hosted = ask_is_hosted(ask, &zone, &provider);
	if (hosted && named(ask, NAME_PLACE) && !ask->said.place_of_machines) {
		warn(ask, arena_printf(&ask->arena,
				       _("'%.*s' is taken for the place of the people: the model "
					 "runs at its provider; if it does run there, write 'data "
					 "centre in %.*s'"),
				       STR_ARG(ask->said.name[NAME_PLACE].text),
				       STR_ARG(ask->said.name[NAME_PLACE].text)));
		ask->said.name[NAME_PLACE] = (struct ask_named){0};
	}
	if (named(ask, NAME_PLACE)) {
		item_name(ask, KEY_PLACE, NAME_PLACE);
		if (ask_region_is_open(ask))
			warn(ask, _("the electricity of the region's part of its country is not "
				    "known: that of the whole country is taken"));
		if (hosted)
			warn(ask, arena_printf(&ask->arena,
					       _("%s is taken to run its models in %s: check that "
						 "this one runs there"),
					       provider, zone));
	} else if (ask->said.cloud.n) {
		item(ask, KEY_PLACE, ASK_MISSING, NULL,
		     arena_printf(&ask->arena, _("'%.*s': in which country or region?"),
				  STR_ARG(ask->said.cloud)));
	} else if (hosted) {
		item(ask, KEY_PLACE, ASK_DEFAULT, zone,
		     arena_printf(&ask->arena, _("default: where %s is taken to run its models"),
				  provider));
	} else {
		item(ask, KEY_PLACE, ASK_DEFAULT, _("the world"),
		     _("default: the mean of all countries"));
	}
}

/* ---- using a model ---- */

static void plan_days(struct ask *ask)
{
	enum ask_state state;
	double days = ask_days(ask, &state);
	if (amount(ask, SLOT_DAYS)->given && amount(ask, SLOT_REQUESTS)->hours > DAY_HOURS + 1)
		ask_refuse_amount(ask, SLOT_DAYS);
	if (amount(ask, SLOT_DAYS)->given && ask->said.week != WEEK_OPEN)
		ask_refuse_text(ask, ask->said.week_text, UNCLEAR_TWICE);
	item(ask, KEY_DAYS, state, counted(ask, days, _("days")), ask_days_note(ask, state));
}

static void plan_requests(struct ask *ask)
{
	const struct ask_amount *requests = amount(ask, SLOT_REQUESTS);
	double people = amount(ask, SLOT_PEOPLE)->given ? amount(ask, SLOT_PEOPLE)->value : 1;
	double day = requests->value / requests->hours * DAY_HOURS;
	item_amount(ask, KEY_PEOPLE, SLOT_PEOPLE, "");
	bool all = requests->given && !amount(ask, SLOT_PEOPLE)->given &&
		   (ask->said.total || !ask->said.each);
	if (all)
		item(ask, KEY_PEOPLE, ask->said.total ? ASK_GIVEN : ASK_DEFAULT, _("all together"),
		     ask->said.total ? NULL
				     : _("default: the requests are all there are, as no people "
					 "are named"));
	if (!requests->given)
		item(ask, KEY_REQUESTS, ASK_MISSING, NULL, NULL);
	else if (!(requests->hours > 2))
		item(ask, KEY_REQUESTS, ASK_MISSING, NULL,
		     arena_printf(&ask->arena, _("'%.*s': a day, a week, a month, a year?"),
				  STR_ARG(requests->text)));
	else
		item(ask, KEY_REQUESTS, ASK_GIVEN,
		     counted(ask, ask->said.total ? day / people : day,
			     amount(ask, SLOT_PEOPLE)->given ? _("a day for each")
			     : all                           ? _("a day in all")
							     : _("a day")),
		     NULL);
}

/* The value that the model itself takes for an input, as people read it; NULL: it says none. */
static const char *model_default(struct ask *ask, const char *model, const char *const *inputs,
				 const char *name)
{
	struct model_input given[2];
	const struct answer_options options = {.draws = 1};
	struct frugal_error unread;
	struct answer *answer;
	const char *value = NULL;
	for (size_t i = 0; i < 2; i++)
		given[i] = model_assignment(inputs[i]);
	if (model_ask(ask->knowledge->catalogue, model, given, 2, &options, &answer, &unread) < 0)
		return NULL;
	const struct answer_line *line = answer_find(answer, name);
	if (line && line->text)
		value = arena_strdup(&ask->arena, line->text);
	else if (line && isfinite(line->value))
		value = counted(ask, line->value, _("tokens"));
	answer_free(answer);
	return value;
}

/* Images and videos have no answers of tokens, and no accelerators of their own. */
static void plan_media(struct ask *ask)
{
	if (amount(ask, SLOT_TOKENS)->given)
		ask_refuse_amount(ask, SLOT_TOKENS);
	if (amount(ask, SLOT_DEVICES)->given)
		ask_refuse_amount(ask, SLOT_DEVICES);
	if (ask->said.made == MADE_ANSWERS)
		item(ask, KEY_ANSWER, ASK_DEFAULT, ask_made_one(ask),
		     _("default: one for each request"));
}

static void plan_use(struct ask *ask)
{
	static const char *const ANY_USE[] = {"users=1", "user_requests=1request/day"};
	plan_model(ask, true);
	plan_requests(ask);
	plan_days(ask);
	if (ask_makes(ask) != MADE_ANSWERS)
		plan_media(ask);
	else if (amount(ask, SLOT_TOKENS)->given)
		item(ask, KEY_ANSWER, ASK_GIVEN,
		     counted(ask, amount(ask, SLOT_TOKENS)->value, _("tokens")), NULL);
	else
		item(ask, KEY_ANSWER, ASK_DEFAULT,
		     model_default(ask, "llm_service", ANY_USE, "output_tokens"),
		     _("default of the method"));
	if (named(ask, NAME_GPU))
		item_name(ask, KEY_GPU, NAME_GPU);
	if (amount(ask, SLOT_DEVICES)->given && ask_makes(ask) == MADE_ANSWERS)
		item(ask, KEY_DEVICES, ASK_GIVEN,
		     counted(ask, amount(ask, SLOT_DEVICES)->value, ""),
		     _("counted all the time, working or waiting"));
}

/* ---- training and adapting ---- */

bool ask_by_tokens(const struct ask *ask)
{
	bool hours = amount(ask, SLOT_DURATION)->given || amount(ask, SLOT_DEVICE_HOURS)->given;
	return amount(ask, SLOT_TOKENS)->given && !hours;
}

static void plan_training_time(struct ask *ask)
{
	const struct ask_amount *hours = amount(ask, SLOT_DEVICE_HOURS);
	const struct ask_amount *duration = amount(ask, SLOT_DURATION);
	if (hours->given) {
		item(ask, KEY_DURATION, ASK_GIVEN,
		     counted(ask, hours->value, _("accelerator-hours")), NULL);
		if (duration->given)
			ask_refuse_amount(ask, SLOT_DURATION);
		return;
	}
	item_amount(ask, KEY_DURATION, SLOT_DURATION, "h");
	item_amount(ask, KEY_DEVICES, SLOT_DEVICES, "");
	if (duration->given && duration->value >= 2 * DAY_HOURS)
		item(ask, KEY_DURATION, ASK_GIVEN,
		     counted(ask, duration->value / DAY_HOURS, _("days")), NULL);
}

static void plan_training(struct ask *ask)
{
	static const char *const ANY_TRAINING[] = {"gpu_hours=1h", "zone=WOR"};
	bool tokens = ask_by_tokens(ask);
	const struct ask_amount *servers = amount(ask, SLOT_SERVERS);
	plan_model(ask, tokens);
	if (named(ask, NAME_GPU))
		item_name(ask, KEY_GPU, NAME_GPU);
	else if (tokens)
		item(ask, KEY_GPU, ASK_DEFAULT,
		     model_default(ask, "llm_training", ANY_TRAINING, "gpu"),
		     _("default of the method"));
	else
		item(ask, KEY_GPU, ASK_MISSING, NULL, NULL);
	if (!tokens)
		plan_training_time(ask);
	if (amount(ask, SLOT_DEVICES)->given)
		item(ask, KEY_DEVICES, ASK_GIVEN,
		     counted(ask,
			     amount(ask, SLOT_DEVICES)->value *
				     (servers->given ? servers->value : 1),
			     ""),
		     NULL);
	else if (servers->given)
		item(ask, KEY_DEVICES, ASK_MISSING, NULL, _("how many in each server?"));
}

/* ---- buying ---- */

static void plan_hardware(struct ask *ask)
{
	double machines, each;
	const struct ask_amount *servers = amount(ask, SLOT_SERVERS);
	const struct ask_amount *devices = amount(ask, SLOT_DEVICES);
	ask_bought(ask, &machines, &each);
	if (named(ask, NAME_GPU)) {
		item_name(ask, KEY_HARDWARE, NAME_GPU);
		item(ask, KEY_DEVICES, devices->given ? ASK_GIVEN : ASK_DEFAULT,
		     counted(ask, each, _("in each server")),
		     devices->given ? NULL : _("default: a usual server has eight"));
		item(ask, KEY_COUNT, servers->given ? ASK_GIVEN : ASK_DEFAULT,
		     counted(ask, machines, _("servers")),
		     servers->given ? NULL : _("default: at most eight in each server"));
		if (!servers->given && !devices->given)
			item(ask, KEY_COUNT, ASK_MISSING, NULL, NULL);
		return;
	}
	item(ask, KEY_HARDWARE, ASK_GIVEN, _("servers"), NULL);
	item_amount(ask, KEY_COUNT, SLOT_SERVERS, _("servers"));
	if (devices->given || ask->said.accelerated)
		item(ask, KEY_GPU, ASK_MISSING, NULL, NULL);
}

static void plan_buy(struct ask *ask)
{
	bool machines =
		named(ask, NAME_GPU) || ask->said.servers || amount(ask, SLOT_DEVICES)->given;
	if (ask->said.thing) {
		const char *text =
			arena_strndup(&ask->arena, ask->said.thing_text.p, ask->said.thing_text.n);
		item(ask, KEY_HARDWARE, ASK_GIVEN, text ? text : "", NULL);
		item_amount(ask, KEY_COUNT, SLOT_THINGS, "");
		if (amount(ask, SLOT_DEVICES)->given)
			ask_refuse_amount(ask, SLOT_DEVICES);
		if (amount(ask, SLOT_SERVERS)->given)
			ask_refuse_amount(ask, SLOT_SERVERS);
	} else if (machines) {
		plan_hardware(ask);
	} else {
		item(ask, KEY_HARDWARE, ASK_MISSING, NULL, NULL);
		item(ask, KEY_COUNT, ASK_MISSING, NULL, NULL);
	}
}

/* "at least 500" has no answer of its own: 500 has. */
static void warn_of_bounds(struct ask *ask)
{
	for (size_t i = 0; i < ask->said.n_bounds; i++)
		warn(ask,
		     arena_printf(&ask->arena, _("'%s' is taken as %s"), ask->said.bounds[i].text,
				  counted(ask, ask->said.bounds[i].number, "")));
}

int ask_plan(struct ask *ask, struct frugal_error *reterr)
{
	static void (*const PLANS[])(struct ask *) = {
		[ABOUT_USE] = plan_use,
		[ABOUT_TRAIN] = plan_training,
		[ABOUT_ADAPT] = plan_training,
		[ABOUT_BUY] = plan_buy,
	};
	static const char *const ABOUTS[] = {NULL, N_("using a model"), N_("training a model"),
					     N_("adapting a model"), N_("buying hardware")};
	memset(ask->item, 0, sizeof(ask->item));
	warn_of_bounds(ask);
	ask->about = about_of(&ask->said);
	if (ask->about == ABOUT_NONE) {
		bool buys = ask->said.abouts & BIT(ABOUT_BUY);
		item(ask, KEY_ABOUT, ASK_MISSING, NULL,
		     buys ? _("buying and training are two questions: ask one at a time") : NULL);
		return 0;
	}
	item(ask, KEY_ABOUT, ASK_GIVEN, _(ABOUTS[ask->about]), NULL);
	ask_sort(ask);
	PLANS[ask->about](ask);
	if (!ask->said.thing || ask->about != ABOUT_BUY)
		plan_place(ask);
	for (int i = 0; i < ASK_KEYS; i++)
		if (ask->item[i].state == ASK_GIVEN && !ask->item[i].value)
			return error_nomem(reterr);
	return 0;
}
