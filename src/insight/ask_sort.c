/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said, but not part of the question that was asked: it is refused, or listed as not used.
 */
#include <string.h>

#include "insight/ask_inside.h"

#define BIT(slot) (1u << (slot))

static const unsigned SLOTS_OF[] = {
	[ABOUT_NONE] = ~0u,
	[ABOUT_USE] = BIT(SLOT_PEOPLE) | BIT(SLOT_REQUESTS) | BIT(SLOT_TIMES) | BIT(SLOT_DAYS) |
		      BIT(SLOT_DURATION) | BIT(SLOT_DEVICES) | BIT(SLOT_TOKENS) | BIT(SLOT_SIZE),
	[ABOUT_TRAIN] = BIT(SLOT_TIMES) | BIT(SLOT_DURATION) | BIT(SLOT_DEVICES) |
			BIT(SLOT_DEVICE_HOURS) | BIT(SLOT_SERVERS) | BIT(SLOT_TOKENS) |
			BIT(SLOT_SIZE),
	[ABOUT_ADAPT] = BIT(SLOT_TIMES) | BIT(SLOT_DURATION) | BIT(SLOT_DEVICES) |
			BIT(SLOT_DEVICE_HOURS) | BIT(SLOT_SERVERS) | BIT(SLOT_TOKENS) |
			BIT(SLOT_SIZE),
	[ABOUT_BUY] = BIT(SLOT_DEVICES) | BIT(SLOT_SERVERS) | BIT(SLOT_THINGS),
};

static const struct ask_amount *amount(const struct ask *ask, enum ask_slot slot)
{
	return &ask->said.amount[slot];
}

static bool named(const struct ask *ask, enum ask_name name)
{
	return ask->said.name[name].text.n > 0;
}

void ask_refuse_text(struct ask *ask, struct str text, enum ask_why why)
{
	struct ask_said *said = &ask->said;
	const char *kept = arena_strndup(&ask->arena, text.p, text.n);
	for (size_t i = 0; kept && i < said->n_unclear; i++)
		if (said->unclear[i].why == why && strcmp(said->unclear[i].text, kept) == 0)
			return; /* of the plan before */
	if (said->n_unclear < ASK_MAX_TEXTS)
		said->unclear[said->n_unclear++] = (struct ask_unclear){kept ? kept : "", why};
}

void ask_refuse_amount(struct ask *ask, enum ask_slot slot)
{
	ask_refuse_text(ask, amount(ask, slot)->text, UNCLEAR_ELSEWHERE);
}

void ask_leave_name(struct ask *ask, enum ask_name name)
{
	struct ask_said *said = &ask->said;
	struct str text = said->name[name].text;
	const char *kept = text.n ? arena_strndup(&ask->arena, text.p, text.n) : NULL;
	if (kept && said->n_unused < ASK_MAX_TEXTS)
		said->unused[said->n_unused++] = kept;
	said->name[name] = (struct ask_named){0};
}

/* "RTX 4090 laptop", when it is bought: the machine, or its accelerator? */
static bool is_of_laptop(struct str text)
{
	static const char *const ENDS[] = {"laptop", "portable"};
	for (size_t i = 0; i < sizeof(ENDS) / sizeof(*ENDS); i++) {
		size_t n = strlen(ENDS[i]);
		if (text.n > n &&
		    str_eq_nocase((struct str){text.p + text.n - n, n}, str_of(ENDS[i])))
			return true;
	}
	return false;
}

/* Amounts that are not part of the question. "10 times a day" are requests where a model is used.
 */
void ask_sort(struct ask *ask)
{
	struct ask_amount *slots = ask->said.amount;
	if (ask->about == ABOUT_USE && slots[SLOT_TIMES].given && !slots[SLOT_REQUESTS].given) {
		slots[SLOT_REQUESTS] = slots[SLOT_TIMES];
		slots[SLOT_TIMES].given = false;
	}
	if (ask->about == ABOUT_USE && slots[SLOT_TIMES].given)
		ask_refuse_amount(ask, SLOT_TIMES);
	for (int i = 0; i < ASK_SLOTS; i++)
		if (slots[i].given && !(SLOTS_OF[ask->about] & BIT(i)))
			ask_refuse_amount(ask, (enum ask_slot)i);
	if (ask->about != ABOUT_USE && ask->said.week != WEEK_OPEN)
		ask_refuse_text(ask, ask->said.week_text, UNCLEAR_ELSEWHERE);
	if (ask->about == ABOUT_BUY)
		ask_leave_name(ask, NAME_LLM);
	if (ask->about == ABOUT_BUY && ask->said.thing && named(ask, NAME_GPU))
		ask_refuse_text(ask, ask->said.name[NAME_GPU].text, UNCLEAR_ELSEWHERE);
	if (ask->about == ABOUT_BUY && is_of_laptop(ask->said.name[NAME_GPU].text))
		ask_refuse_text(ask, ask->said.name[NAME_GPU].text, UNCLEAR_MARK);
	if (ask->about == ABOUT_BUY && ask->said.thing && named(ask, NAME_PLACE))
		ask_leave_name(ask, NAME_PLACE);
}
