/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Days of use of a question: those that are said, or, where people have a usual number (at work, at
 * weekends), that number, labelled.
 */
#include <math.h>

#include "base/intl.h"
#include "insight/ask_inside.h"

/* Of people at work: factors/ask_words.csv says why. */
#define WORK_DAYS 220.0
#define WEEKEND_DAYS 104.0 /* of 52 weeks */

static const struct ask_amount *amount(const struct ask *ask, enum ask_slot slot)
{
	return &ask->said.amount[slot];
}

/* Days of use in a year where none are said; of requests a month, say, every day of it. */
static double usual_days(const struct ask *ask)
{
	if (amount(ask, SLOT_REQUESTS)->hours > DAY_HOURS + 1)
		return YEAR_DAYS;
	if (ask->said.week != WEEK_OPEN)
		return ask->said.week == WEEK_WEEKENDS ? WEEKEND_DAYS : YEAR_DAYS;
	if (ask->said.workdays)
		return WORK_DAYS;
	return isnan(ask->said.days_usual) ? YEAR_DAYS : ask->said.days_usual;
}

double ask_days(const struct ask *ask, enum ask_state *ret_state)
{
	const struct ask_amount *duration = amount(ask, SLOT_DURATION);
	double usual = usual_days(ask);
	*ret_state = ASK_GIVEN;
	double share = duration->value / (YEAR_DAYS * DAY_HOURS);
	if (amount(ask, SLOT_DAYS)->given)
		return duration->given ? round(10 * amount(ask, SLOT_DAYS)->value * share) / 10
				       : amount(ask, SLOT_DAYS)->value;
	if (duration->given && duration->hours < DAY_HOURS + 1)
		return duration->value / DAY_HOURS;
	if (duration->given)
		return round(10 * usual * share) / 10;
	*ret_state = ask->said.week == WEEK_OPEN ? ASK_DEFAULT : ASK_GIVEN;
	return usual;
}

const char *ask_days_note(struct ask *ask, enum ask_state state)
{
	const struct ask_amount *duration = amount(ask, SLOT_DURATION);
	bool every = usual_days(ask) > YEAR_DAYS - 1;
	bool weekends = usual_days(ask) < WEEKEND_DAYS + 1;
	if (state == ASK_DEFAULT)
		return every ? _("default: every day of a year")
			     : _("default: working days of a year, 220");
	if (weekends && !amount(ask, SLOT_DAYS)->given)
		return _("weekends: 104 days a year");
	if (amount(ask, SLOT_DAYS)->given || !(duration->hours > DAY_HOURS + 1))
		return NULL;
	return arena_printf(&ask->arena,
			    every ? _("'%.*s', every day") : _("'%.*s', working days: 220 a year"),
			    STR_ARG(duration->text));
}
