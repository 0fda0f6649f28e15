/* SPDX-License-Identifier: Apache-2.0 */
#include "report/form_view.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"

const char *const form_sources[] = {"missing", "runs", "register", "person"};

/* In the order of report_values. */
static const struct {
	const char *key, *name, *example, *unit;
} values[] = {
	{"pue", N_("PUE"), "1.2", "1"},
	{"wue", N_("WUE"), "0.3 L/kWh", "L/kWh"},
	{"renewable", N_("renewable share of the electricity"), "60%", "1"},
	{"title", N_("title"), "Digits 1.0", NULL},
	{"units", N_("functional units served"), "1000", "1"},
	{"unit", N_("name of a unit"), "request", NULL},
	{"flop", N_("computation of the training"), "3e21 FLOP", "FLOP"},
	{"tokens", N_("tokens of the training"), "2e12 token", "token"},
	{"parameters", N_("parameters of the model"), "7e9", "1"},
	{"flop-method", N_("how the computation was counted"), "6 N D", NULL},
	{"counted", N_("what is counted: gross or effective"), "gross", NULL},
	{"journey", N_("units in a usual journey of a user"), "3", "1"},
	{"task", N_("task of the model"), "text-generation", NULL},
	{"it-energy", N_("energy of the machines of the site, a year"), "8 GWh", "kWh"},
	{"site-energy", N_("energy of the site, a year"), "9 GWh", "kWh"},
	{"water", N_("water of the site, a year"), "2000 m3", "L"},
	{"reused", N_("heat of the site that is reused, a year"), "1 GWh", "kWh"},
	{"metric", N_("metric of quality"), "accuracy", NULL},
	{"supplier", N_("supplier of the model"), "Example SA", NULL},
	{"licence", N_("licence of the model"), "Apache-2.0", NULL},
	{"model-version", N_("version of the model"), "1.0", NULL},
	{"download", N_("address of the model"), "https://example.org/model", NULL},
	{"released", N_("day of release"), "2026-11-30", NULL},
};

const char *form_value_name(size_t index)
{
	return _(values[index].name);
}

const char *form_value_example(size_t index)
{
	return values[index].example;
}

/* ---- figures of the runs --------------------------------------------------------------------- */

static struct form_field *add(struct form_view *view, const char *key, const char *name)
{
	struct form_field *field = &view->fields[view->n];
	*field = (struct form_field){
		.key = key, .name = name, .value = NAN, .low = NAN, .high = NAN};
	if (view->n + 1 < FORM_FIELDS)
		view->n++;
	return field;
}

static void add_amount(struct form_view *view, const char *key, const char *name,
		       const struct form_amount *amount, const char *unit, unsigned figure)
{
	struct form_field *field = add(view, key, name);
	field->unit = unit;
	field->runs = amount->runs;
	field->of = view->about.subject.all.runs;
	field->figure = figure;
	if (amount->runs) {
		field->source = FORM_BY_RUNS;
		field->value = amount->value;
		field->low = amount->low;
		field->high = amount->high;
	}
	if (!amount->runs)
		field->why = _("no run has this figure");
	else if (field->runs < field->of)
		field->why = _("some runs lack it: they are not in the sum");
}

static void add_text(struct form_view *view, const char *key, const char *name, const char *text,
		     const char *why)
{
	struct form_field *field = add(view, key, name);
	field->of = view->about.subject.all.runs;
	field->runs = field->of;
	field->text = text && *text ? text : NULL;
	field->source = field->text ? FORM_BY_RUNS : FORM_BY_NOBODY;
	field->why = field->text ? NULL : why;
}

static void add_boards(struct form_view *view)
{
	const struct form_boards *boards = &view->about.subject.boards;
	add_amount(view, "accelerators", _("energy of accelerators"), &boards->wh, "Wh", 0);
	struct form_field *field = &view->fields[view->n - 1];
	if (boards->runs)
		field->of = boards->runs;
	else
		field->why = _("no run has the energy of an accelerator");
}

static int add_days(struct form_view *view, struct arena *arena, struct frugal_error *reterr)
{
	const struct form_subject *s = &view->about.subject;
	char from[CLOCK_TEXT], to[CLOCK_TEXT];
	clock_utc_text(s->from_us, from);
	clock_utc_text(s->to_us, to);
	const char *text = arena_printf(arena, "%.10s %s %.10s", from, _("to"), to);
	add_text(view, "days", _("days of the runs"), text, NULL);
	return text ? 0 : error_nomem(reterr);
}

static int add_figures(struct form_view *view, struct arena *arena, struct frugal_error *reterr)
{
	const struct form_subject *s = &view->about.subject;
	const struct form_use *all = &s->all;
	unsigned figures = form_figures(view->form);
	if (figures & FORM_OF_ENERGY)
		add_amount(view, "energy", _("energy of the machines"), &all->energy_kwh, "kWh",
			   GROUP_ENERGY);
	if (figures & FORM_OF_CARBON)
		add_amount(view, "carbon", _("carbon of the electricity"), &all->carbon_g, "gCO2e",
			   GROUP_CARBON);
	if (figures & FORM_OF_EMBODIED)
		add_amount(view, "embodied", _("embodied emissions"), &all->embodied_g, "gCO2e",
			   GROUP_EMBODIED);
	if (figures & FORM_OF_WATER)
		add_amount(view, "water-used", _("water of site and electricity"), &all->water_l,
			   "L", 0);
	if (figures & FORM_OF_BOARDS)
		add_boards(view);
	if (figures & FORM_OF_HARDWARE)
		add_text(view, "hardware", _("machines"), s->hardware,
			 _("no run describes its machine"));
	if (figures & FORM_OF_ZONE)
		add_text(view, "zone", _("zone of the electricity"), s->zone,
			 _("no run has a zone: factors of the world count"));
	return figures & FORM_OF_DAYS ? add_days(view, arena, reterr) : 0;
}

/* ---- what people give ------------------------------------------------------------------------ */

/* A fact that the register or the runs may have; NULL: only a person can state it. */
static const struct stated *stated_of(const struct run_group *group, enum form_place place)
{
	return place == FORM_HAS_PUE         ? &group->pue
	       : place == FORM_HAS_WUE       ? &group->wue_l_per_kwh
	       : place == FORM_HAS_RENEWABLE ? &group->renewable
	       : place == FORM_HAS_UNITS     ? &group->units
					     : NULL;
}

static void add_known(const struct form_view *view, enum form_place place, struct form_field *to)
{
	const struct stated *stated = stated_of(&view->about.group, place);
	const struct form_subject *s = &view->about.subject;
	if (stated && !isnan(stated->value)) {
		to->value = to->low = to->high = stated->value;
		to->source = stated->by == STATED_BY_REGISTER ? FORM_BY_REGISTER : FORM_BY_RUNS;
	} else if (place == FORM_HAS_UNIT && s->unit_name) {
		to->text = s->unit_name;
		to->source = FORM_BY_REGISTER;
	} else if (place == FORM_HAS_TITLE) {
		to->text = s->name;
		to->source = FORM_BY_RUNS;
	} else {
		to->why = stated || place == FORM_HAS_UNIT
				  ? _("neither the register nor a person states it")
				  : _("only people know it, and it is not stated");
	}
}

static void add_value(struct form_view *view, const struct report_question *asked, size_t i)
{
	const struct report_value *value = &report_values[i];
	struct form_field *field = add(view, value->name, _(values[i].name));
	const char *at = (const char *)asked + value->offset;
	field->unit = values[i].unit;
	field->example = values[i].example;
	if (!report_value_is_given(asked, value)) {
		add_known(view, value->place, field);
		return;
	}
	field->source = FORM_BY_PERSON;
	if (value->is_text)
		memcpy(&field->text, at, sizeof(field->text));
	else
		memcpy(&field->value, at, sizeof(field->value));
	field->low = field->high = field->value;
}

int form_view_read(struct context *context, struct ledger *ledger,
		   const struct report_question *asked, struct form_view *ret,
		   struct frugal_error *reterr)
{
	const char *format = asked->format ? asked->format : form_format(asked->form, 0);
	memset(ret, 0, sizeof(*ret));
	ret->form = asked->form;
	ret->format = format ? format : "";
	int r = report_about_read(context, ledger, asked, &ret->about, reterr);
	if (r == 0)
		r = add_figures(ret, &context->arena, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; report_values[i].name; i++)
		if (form_places(asked->form) & (unsigned)report_values[i].place)
			add_value(ret, asked, i);
	ret->about.subject.as_json = strcmp(ret->format, "json") == 0;
	r = report_check_values(asked, ret->about.known, &ret->refused);
	if (r == 0)
		r = form_write(asked->form, &ret->about.subject, &ret->text, &ret->refused);
	/* A form that cannot be written is an answer. */
	if (r == FRUGAL_EUSAGE) {
		buf_clear(&ret->text);
		return 0;
	}
	if (r < 0)
		*reterr = ret->refused;
	return r;
}

void form_view_release(struct form_view *view)
{
	report_about_release(&view->about);
	buf_release(&view->text);
}

int form_states(struct context *context, struct ledger *ledger, const struct report_question *asked,
		form_state_visit *visit, void *visitor, struct frugal_error *reterr)
{
	struct report_about about;
	struct buf text = {0};
	int r = report_about_read(context, ledger, asked, &about, reterr);
	for (size_t i = 0; r == 0 && form_names[i]; i++) {
		struct frugal_error refused = {0};
		buf_clear(&text);
		r = form_write(form_names[i], &about.subject, &text, &refused);
		if (r == 0 || r == FRUGAL_EUSAGE)
			r = visit(visitor, form_names[i], r < 0 ? &refused : NULL);
		else
			*reterr = refused;
	}
	buf_release(&text);
	report_about_release(&about);
	return r;
}

/* ---- checks ---------------------------------------------------------------------------------- */

void form_found_json(const struct form_found *found, const char *lines, struct jsonw *json)
{
	const char *line = lines;
	size_t n;
	jsonw_object(json, NULL);
	jsonw_string(json, "form", found->form);
	jsonw_int(json, "compared", (int64_t)found->compared);
	jsonw_int(json, "slips", (int64_t)found->slips);
	/* Each slip by its kind, which is the same in every language, and its line. */
	jsonw_array(json, "findings");
	for (size_t i = 0; *line; line += n + (line[n] == '\n'), i++) {
		n = strcspn(line, "\n");
		jsonw_object(json, NULL);
		jsonw_string(json, "kind", i < FORM_SLIPS ? form_slip_name(found->kinds[i]) : NULL);
		jsonw_str(json, "text", (struct str){line, n});
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	jsonw_string(json, "found", lines);
	jsonw_object_end(json);
}

void form_found_words(struct buf *to, const struct form_found *found)
{
	if (found->slips)
		return;
	if (found->compared == 1)
		buf_addf(to, _("%s: no unit error in 1 comparison\n"), found->form);
	else
		buf_addf(to,
			 found->compared ? _("%s: no unit error in %zu comparisons\n")
					 : _("%s: no two figures to compare (%zu)\n"),
			 found->form, found->compared);
}
