/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys of the register of services and the form in which people write their values: facts by
 * key, units by month. The texts are checked here; the room store keeps them.
 */
#include "insight/register.h"

#include <math.h>
#include <string.h>

#include "base/intl.h"
#include "quantity/quantity.h"
#include "record/ranges.h"

#define MOST_FACTS 32

/* clang-format off */
const struct register_key register_keys[] = {
#define LIST(...) (const char *const[]){__VA_ARGS__, NULL}
	{"status", N_("status"), true, LIST("idea", "development", "production", "retired", "abandoned"), NULL},
	{"team", N_("team"), true, NULL, NULL},
	{"role", N_("role of the team"), true, LIST("producer", "provider", "client"), NULL},
	{"models", N_("models"), true, NULL, NULL},
	{"need", N_("need, and for whom"), true, NULL, NULL},
	{"intended", N_("intended uses"), true, NULL, NULL},
	{"excluded", N_("excluded uses"), true, NULL, NULL},
	{"indirect", N_("indirect effects"), false, NULL, NULL},
	{"unit", N_("functional unit"), true, NULL, NULL},
	{"target", N_("sufficient quality"), false, NULL, NULL},
	{"unit_target", N_("target of the emissions per unit"), false, NULL, "gCO2e"},
	{"reference", N_("reference scenario, without AI"), false, NULL, NULL},
	{"reference_per_use", N_("emissions of the reference per unit"), false, NULL, "gCO2e"},
	{"indirect_total", N_("emissions of the indirect effects"), false, NULL, "gCO2e"},
	{"place", N_("location of the site"), false, NULL, NULL},
	{"pue", N_("PUE of the site"), false, NULL, "1"},
	{"wue", N_("WUE of the site"), false, NULL, "L/kWh"},
	{"cue", N_("CUE of the site"), false, NULL, "gCO2e/kWh"},
	{"renewable", N_("renewable share of the site"), false, NULL, "1"},
	{"retirement", N_("end of the service: when and how"), false, NULL, NULL},
	{NULL, NULL, false, NULL, NULL},
};
#undef LIST
/* clang-format on */

/* ---- facts ---------------------------------------------------------------------------------- */

/* A ratio of the site is in the range of the option of its name. */
static int check_ratio(const char *key, double value, struct frugal_error *reterr)
{
	const struct number_range ranges[] = {
		{"pue", value, PUE_LEAST, PUE_MOST, false},
		{"wue", value, 0, WUE_MOST, false},
		{"renewable", value, 0, SHARE_MOST, false},
	};
	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (strcmp(key, ranges[i].name) == 0)
			return ranges_check(&ranges[i], 1, reterr);
	return 0;
}

static int check_number(const struct register_key *key, const char *value,
			struct frugal_error *reterr)
{
	struct quantity quantity;
	struct unit unit;
	int r = unit_parse(str_of(key->unit), &unit, reterr);
	if (r == 0)
		r = quantity_parse_as(str_of(value), key->key, unit, key->unit, BARE_REFUSED,
				      &quantity, reterr);
	return r == 0 ? check_ratio(key->key, quantity.value / unit.scale, reterr) : r;
}

/* A choice may be written in the language of the user; its key is what is kept. */
static const char *choice_of(const char *const *choices, const char *value)
{
	for (const char *const *choice = choices; *choice; choice++)
		if (str_eq_nocase(str_of(*choice), str_of(value)) ||
		    str_eq_nocase(str_of(_(*choice)), str_of(value)))
			return *choice;
	return NULL;
}

static int check_choice(size_t at, const char **value, struct frugal_error *reterr)
{
	struct buf names = {0};
	const char *kept = choice_of(register_keys[at].choices, *value);
	if (kept) {
		*value = kept;
		return 0;
	}
	for (const char *const *choice = register_keys[at].choices; *choice; choice++) {
		bool same = strcmp(_(*choice), *choice) == 0;
		buf_addf(&names, same ? "%s%s" : "%s%s (%s)", names.n ? ", " : "", *choice,
			 _(*choice));
	}
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a value of '%s'"), *value,
		  register_keys[at].key);
	error_todo(reterr, "%s", buf_text(&names));
	buf_release(&names);
	return FRUGAL_EUSAGE;
}

static int check_fact(size_t at, const char **value, struct frugal_error *reterr)
{
	const struct register_key *key = &register_keys[at];
	return !(*value)[0]   ? 0
	       : key->unit    ? check_number(key, *value, reterr)
	       : key->choices ? check_choice(at, value, reterr)
			      : 0;
}

static int bad_key(const char *text, struct frugal_error *reterr)
{
	struct buf names = {0};
	for (size_t i = 0; register_keys[i].key; i++)
		buf_addf(&names, "%s%s=", i ? " " : "", register_keys[i].key);
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a fact of a service"), text);
	error_todo(reterr, "%s", buf_text(&names));
	buf_release(&names);
	return FRUGAL_EUSAGE;
}

static int read_fact(struct arena *arena, const char *text, struct service_fact *ret,
		     struct frugal_error *reterr)
{
	const char *equals = strchr(text, '=');
	for (size_t i = 0; equals && register_keys[i].key; i++) {
		size_t n = strlen(register_keys[i].key);
		if ((size_t)(equals - text) != n || strncmp(text, register_keys[i].key, n) != 0)
			continue;
		ret->key = register_keys[i].key;
		ret->value = arena_strdup(arena, equals + 1);
		return ret->value ? check_fact(i, &ret->value, reterr) : error_nomem(reterr);
	}
	return bad_key(text, reterr);
}

int register_check_fact(const char *key, const char *value, struct frugal_error *reterr)
{
	for (size_t i = 0; register_keys[i].key; i++)
		if (strcmp(register_keys[i].key, key) == 0)
			return check_fact(i, &value, reterr);
	return bad_key(key, reterr);
}

int register_set(struct ledger *ledger, const char *id, const char *const *words, size_t n,
		 struct frugal_error *reterr)
{
	struct service_fact facts[MOST_FACTS];
	struct arena arena = {0};
	int r = 0;
	if (n > MOST_FACTS)
		return error_set(reterr, FRUGAL_EUSAGE, _("'%s' is one argument too many"),
				 words[MOST_FACTS]);
	for (size_t i = 0; r == 0 && i < n; i++)
		r = read_fact(&arena, words[i], &facts[i], reterr);
	if (r == 0)
		r = ledger_put_service(ledger, id, facts, n, reterr);
	arena_release(&arena);
	return r;
}

/* ---- months --------------------------------------------------------------------------------- */

static bool is_month(const char *text)
{
	return strlen(text) == 7 && text[4] == '-' && strspn(text, "0123456789") == 4 &&
	       strspn(text + 5, "0123456789") == 2 && strcmp(text + 5, "01") >= 0 &&
	       strcmp(text + 5, "12") <= 0;
}

static int check_units(double units, const char *name, struct frugal_error *reterr)
{
	const struct number_range range = {name, units, 0, UNITS_MOST, false};
	return ranges_check(&range, 1, reterr);
}

static int read_units(const char *text, const char *name, double *ret, struct frugal_error *reterr)
{
	const struct unit one = {.scale = 1};
	struct quantity quantity;
	int r = quantity_parse_as(str_of(text), name, one, "1", BARE_IN_UNIT, &quantity, reterr);
	if (r == 0)
		r = check_units(quantity.value, name, reterr);
	if (r == 0)
		*ret = quantity.value;
	return r;
}

static int bad_month(const char *month, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a month"), month);
	return error_todo(reterr, "%s", "2026-11");
}

int register_check_month(const char *month, struct frugal_error *reterr)
{
	return is_month(month) ? 0 : bad_month(month, reterr);
}

int register_check_units(const char *text, const char *name, struct frugal_error *reterr)
{
	double ignored;
	return read_units(text, name, &ignored, reterr);
}

int register_usage_words(struct ledger *ledger, const char *id, const char *month,
			 const char *const *words, size_t n, struct frugal_error *reterr)
{
	struct service_month stated = {.month = month, .units = NAN, .expected = NAN};
	int r = is_month(month) ? 0 : bad_month(month, reterr);
	for (size_t i = 0; r == 0 && i < n; i++) {
		struct str value, item = str_of(words[i]);
		if (str_after(item, "units=", &value))
			r = read_units(value.p, "units", &stated.units, reterr);
		else if (str_after(item, "expected=", &value))
			r = read_units(value.p, "expected", &stated.expected, reterr);
		else {
			error_set(reterr, FRUGAL_EUSAGE,
				  _("'%s' does not give the usage of a month"), words[i]);
			r = error_todo(reterr, "%s", "units=12000 expected=10000");
		}
	}
	return r == 0 ? ledger_put_use(ledger, id, &stated, reterr) : r;
}

int register_usage(struct ledger *ledger, const char *id, const struct service_month *month,
		   struct frugal_error *reterr)
{
	if (!is_month(month->month))
		return bad_month(month->month, reterr);
	int r = isnan(month->units) ? 0 : check_units(month->units, "units", reterr);
	if (r == 0 && !isnan(month->expected))
		r = check_units(month->expected, "expected", reterr);
	return r == 0 ? ledger_put_use(ledger, id, month, reterr) : r;
}

int register_find(struct ledger *ledger, const char *id, struct service *ret,
		  struct frugal_error *reterr)
{
	int r = ledger_get_service(ledger, id, ret, reterr);
	if (r < 0 || ret->id)
		return r;
	error_set(reterr, FRUGAL_EUSAGE, _("no service '%s' is registered"), id);
	return error_todo(reterr, "frugal service set %s status=... team=...", id);
}

/* ---- one service, with what follows --------------------------------------------------------- */

int register_read(struct context *context, struct ledger *ledger, const char *id,
		  struct arena *arena, struct service_view *ret, struct frugal_error *reterr)
{
	const struct run_filter filter = {.service = id};
	struct group_question question = group_question_of(NULL);
	struct service service;
	question.filter = &filter;
	*ret = (struct service_view){0};
	int r = register_find(ledger, id, &service, reterr);
	if (r < 0)
		return r;
	service_release(&service);
	r = group_read_any(ledger, &question, arena, &ret->group, reterr);
	if (r < 0)
		return r;
	trend_of(&ret->group, context->now_s, &ret->trend);
	return trend_benefit(context, &ret->group.service, &ret->trend, &ret->benefit,
			     &ret->why_no_benefit, reterr);
}

void register_view_release(struct service_view *view)
{
	answer_free(view->benefit);
	group_release(&view->group);
	view->benefit = NULL;
}

/* ---- all of them ---------------------------------------------------------------------------- */

struct listing {
	struct ledger *ledger;
	struct arena *arena;
	service_row_visit *visit;
	void *context;
};

static int list_one(void *context, const char *id, struct frugal_error *reterr)
{
	const struct listing *of = context;
	const struct run_filter filter = {.service = id};
	struct group_question question = group_question_of(NULL);
	struct run_group group;
	question.filter = &filter;
	int r = group_read_any(of->ledger, &question, of->arena, &group, reterr);
	if (r == 0 && group.has_service) {
		const struct service_row row = {group.service, group.all.use};
		r = of->visit(of->context, &row, reterr);
	}
	group_release(&group);
	return r;
}

int register_list(struct ledger *ledger, struct arena *arena, service_row_visit *visit,
		  void *context, struct frugal_error *reterr)
{
	struct listing of = {.ledger = ledger, .arena = arena, .visit = visit, .context = context};
	return ledger_services(ledger, list_one, &of, reterr);
}
