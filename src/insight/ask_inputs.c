/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question that misses nothing, as the model that answers it and its inputs: llm_service,
 * image_request, video_request, llm_training, server, or impactco2_object; and the command of a
 * shell that asks the same.
 */
#include <math.h>

#include "base/intl.h"
#include "base/num.h"
#include "insight/ask_inside.h"

#define YEAR_HOURS 8760.0
/* Servers of accelerators have eight unless another number is said. */
#define PER_SERVER 8.0

static double value(const struct ask *ask, enum ask_slot slot)
{
	return ask->said.amount[slot].value;
}

static bool given(const struct ask *ask, enum ask_slot slot)
{
	return ask->said.amount[slot].given;
}

void ask_bought(const struct ask *ask, double *ret_machines, double *ret_each)
{
	double cards = given(ask, SLOT_DEVICES) ? value(ask, SLOT_DEVICES) : PER_SERVER;
	double each = given(ask, SLOT_SERVERS) ? cards : fmin(cards, PER_SERVER);
	*ret_each = ask->said.name[NAME_GPU].text.n ? each : 0;
	*ret_machines =
		given(ask, SLOT_SERVERS) ? value(ask, SLOT_SERVERS) : fmax(1, cards / PER_SERVER);
}

const char *ask_number(struct arena *arena, double x)
{
	char text[NUM_TEXT];
	double size = x >= 1e12 ? 1e12 : x >= 1e9 ? 1e9 : 1;
	(void)num_format(x / size, text);
	return arena_printf(arena, "%s%s", text, size > 1e11 ? "T" : size > 1e8 ? "G" : "");
}

static void add(struct ask *ask, const char *name, const char *text, const char *unit)
{
	if (ask->n_inputs < ASK_MAX_INPUTS)
		ask->inputs[ask->n_inputs++] =
			arena_printf(&ask->arena, "%s=%s%s", name, text ? text : "", unit);
}

static void add_number(struct ask *ask, const char *name, double x, const char *unit)
{
	add(ask, name, ask_number(&ask->arena, x), unit);
}

static void add_row(struct ask *ask, const char *name, enum ask_name of)
{
	const struct ask_named *named = &ask->said.name[of];
	if (named->text.n)
		add(ask, name,
		    table_text(ask->tables.table[named->found.table], named->found.search.row, 0),
		    "");
}

static void add_region_number(struct ask *ask, const char *name, const char *unit)
{
	const struct ask_named *place = &ask->said.name[NAME_PLACE];
	const struct table *regions = ask->tables.table[ASK_REGION];
	if (!place->text.n || place->found.table != ASK_REGION)
		return;
	double x = table_number(regions, place->found.search.row,
				table_column_find(regions, str_of(name)));
	if (isfinite(x))
		add(ask, name, ask_cell(regions, place->found.search.row, name), unit);
}

static void add_place(struct ask *ask)
{
	uint32_t zone = ask_zone(ask);
	const char *intensity = ask_region_intensity(ask), *criteria = ask_criteria(ask);
	if (zone != TABLE_NO_ROW)
		add(ask, "zone", table_text(ask->tables.table[ASK_ZONE], zone, 0), "");
	if (intensity)
		add(ask, "zone.intensity", intensity, "");
	if (criteria)
		add(ask, "criteria", criteria, "");
	add_region_number(ask, "pue", "");
	add_region_number(ask, "wue", "L/kWh");
	add_region_number(ask, "grid_water", "L/kWh");
}

static void add_model(struct ask *ask)
{
	add_row(ask, "llm", NAME_LLM);
	if (given(ask, SLOT_SIZE) && !ask->said.name[NAME_LLM].text.n)
		add_number(ask, "active_parameters", value(ask, SLOT_SIZE), "");
}

static const char *rate_unit(double hours)
{
	return hours < DAY_HOURS + 1 ? "request/day"
	       : hours < 200         ? "request/week"
	       : hours < 1000        ? "request/month"
				     : "request/yr";
}

/* Days in which accelerators of one's own stand there, whether they are used or not: a year of 220
 * days of work has 365. */
static double days_there(const struct ask *ask)
{
	return given(ask, SLOT_DURATION) ? value(ask, SLOT_DURATION) / DAY_HOURS
					 : YEAR_HOURS / DAY_HOURS;
}

/* Images or videos of all days of use: the model counts no days. */
static void inputs_media(struct ask *ask)
{
	enum ask_state state;
	const struct ask_amount *requests = &ask->said.amount[SLOT_REQUESTS];
	bool images = ask_makes(ask) == MADE_IMAGES;
	double people = given(ask, SLOT_PEOPLE) && !ask->said.total ? value(ask, SLOT_PEOPLE) : 1;
	double day = requests->value / requests->hours * DAY_HOURS;
	ask->model = images ? "image_request" : "video_request";
	add_row(ask, "model", NAME_LLM);
	if (given(ask, SLOT_SIZE) && !ask->said.name[NAME_LLM].text.n)
		add_number(ask, "parameters", value(ask, SLOT_SIZE), "");
	add_number(ask, images ? "images" : "videos", round(people * day * ask_days(ask, &state)),
		   "");
	add_row(ask, "gpu", NAME_GPU);
	add_place(ask);
}

static void inputs_use(struct ask *ask)
{
	enum ask_state state;
	double people = given(ask, SLOT_PEOPLE) ? value(ask, SLOT_PEOPLE) : 1;
	double requests = value(ask, SLOT_REQUESTS);
	double devices = value(ask, SLOT_DEVICES);
	ask->model = "llm_service";
	add_model(ask);
	add_number(ask, "users", people, "");
	add_number(ask, "user_requests", ask->said.total ? requests / people : requests,
		   rate_unit(ask->said.amount[SLOT_REQUESTS].hours));
	add_number(ask, "days_of_use", ask_days(ask, &state), "day");
	if (given(ask, SLOT_TOKENS))
		add_number(ask, "output_tokens", value(ask, SLOT_TOKENS), "token");
	add_row(ask, "gpu", NAME_GPU);
	if (given(ask, SLOT_DEVICES)) {
		add_number(ask, "gpus_per_server", fmin(devices, PER_SERVER), "");
		add_number(ask, "servers", fmax(1, devices / PER_SERVER), "");
		add_number(ask, "period", days_there(ask), "day");
	}
	add_place(ask);
}

static void inputs_training(struct ask *ask)
{
	const struct ask_amount *times = &ask->said.amount[SLOT_TIMES];
	double devices = value(ask, SLOT_DEVICES) *
			 (given(ask, SLOT_SERVERS) ? value(ask, SLOT_SERVERS) : 1);
	double hours = given(ask, SLOT_DEVICE_HOURS) ? value(ask, SLOT_DEVICE_HOURS)
						     : devices * value(ask, SLOT_DURATION);
	/* Of a year, whole periods: 12 months, 52 weeks. */
	double often = !times->given      ? 1
		       : times->hours > 0 ? times->value * round(YEAR_HOURS / times->hours)
					  : times->value;
	ask->model = "llm_training";
	add_model(ask);
	if (given(ask, SLOT_TOKENS))
		add_number(ask, "trained_tokens", value(ask, SLOT_TOKENS) * often, "token");
	add_row(ask, "gpu", NAME_GPU);
	if (given(ask, SLOT_DEVICES))
		add_number(ask, "gpus", devices, "");
	if (!ask_by_tokens(ask))
		add_number(ask, "gpu_hours", hours * often, "h");
	add_place(ask);
}

static void inputs_buy(struct ask *ask)
{
	double machines, each;
	if (ask->said.thing) {
		ask->model = "impactco2_object";
		add(ask, "thing", ask->said.thing, "");
		add_number(ask, "count", value(ask, SLOT_THINGS), "");
		return;
	}
	ask_bought(ask, &machines, &each);
	ask->model = "server";
	add_row(ask, "gpu", NAME_GPU);
	if (each > 0)
		add_number(ask, "gpus", each, "");
	add_number(ask, "duration", machines * YEAR_HOURS, "h");
	add(ask, "busy_share", "1", "");
	add_place(ask);
}

/* ---- the command ---- */

static bool is_plain(char c)
{
	return char_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       strchr("_-.:/=,+@%", c);
}

/* name=value, with quotes around a value that a shell would cut. */
static void put_input(struct buf *to, const char *input)
{
	size_t plain = 0;
	while (input[plain] && is_plain(input[plain]))
		plain++;
	if (!input[plain]) {
		buf_addf(to, " %s", input);
		return;
	}
	size_t name = strcspn(input, "=") + 1;
	buf_putc(to, ' ');
	buf_add(to, input, name);
	buf_putc(to, '"');
	for (const char *p = input + name; *p; p++) {
		if (strchr("\"\\$`", *p))
			buf_putc(to, '\\');
		buf_putc(to, *p);
	}
	buf_putc(to, '"');
}

int ask_inputs(struct ask *ask, struct frugal_error *reterr)
{
	struct buf text = {0};
	ask->n_inputs = 0;
	(ask_makes(ask) != MADE_ANSWERS ? inputs_media
	 : ask->about == ABOUT_USE      ? inputs_use
	 : ask->about == ABOUT_BUY      ? inputs_buy
					: inputs_training)(ask);
	buf_addf(&text, "frugal estimate %s", ask->model);
	for (size_t i = 0; i < ask->n_inputs; i++)
		if (ask->inputs[i])
			put_input(&text, ask->inputs[i]);
		else
			text.failed = true;
	ask->command = text.failed ? NULL : arena_strdup(&ask->arena, buf_text(&text));
	buf_release(&text);
	if (ask->command)
		return 0;
	ask->model = NULL;
	return error_nomem(reterr);
}
