/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Load against capacity: what users of the ledger have reserved, and the plan of a fleet that is
 * written out in JSON (docs/planning.md), with the units at work beside the capacity of each slot.
 */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "api/inside_grid.h"
#include "base/intl.h"
#include "report/number.h"
#include "serve/page_plan.h"

#define MOST_MARKS 168 /* slots that a chart shows */
#define MOST_REGIONS 12
#define HEIGHT 60 /* of a chart, in px */

/* Two zones, two jobs, six slots: what the form begins with. */
static const char example[] =
	"{\"type\": \"fleet_flow\", \"slot_hours\": 1, \"slots\": 6, \"unit_kw\": 0.7,\n"
	" \"regions\": [{\"name\": \"FR\", \"ci\": [60, 55, 40, 38, 52, 66], \"capacity\": [4, 4, "
	"4, 4, "
	"4, 4]},\n"
	"  {\"name\": \"DE\", \"ci\": [450, 420, 300, 280, 390, 470], \"capacity\": [8, 8, 8, 8, "
	"8, "
	"8]}],\n"
	" \"jobs\": [{\"id\": \"a\", \"home\": \"FR\", \"arrival\": 0, \"deadline\": 6, "
	"\"work_unit_slots\": 14, \"max_units\": 4},\n"
	"  {\"id\": \"b\", \"home\": \"DE\", \"arrival\": 1, \"deadline\": 5, \"work_unit_slots\": "
	"10, "
	"\"max_units\": 3, \"remote_g_per_unit_slot\": 20}]}\n";

/* ---- what is reserved ----------------------------------------------------------------------- */

struct rows {
	struct request *request;
	struct buf *b;
	size_t n;
};

static void add_head(struct buf *b, const char *caption, const char *const *heads, size_t n)
{
	html(b,
	     "<table class=\"r\" role=\"table\"><caption>%s</caption><thead role=\"rowgroup\"><tr "
	     "role=\"row\">",
	     caption);
	for (size_t i = 0; i < n; i++)
		html(b, "<th role=\"columnheader\" scope=\"col\">%s</th>", heads[i]);
	html(b, "</tr></thead><tbody role=\"rowgroup\">\n");
}

static int add_reserved(void *context, const struct frugal_reservation *one,
			struct frugal_error *reterr)
{
	struct rows *rows = context;
	const char *heads[] = {_("zone"), _("from (UTC)"), _("to (UTC)"), _("power"), _("name")};
	struct buf *b = rows->b;
	(void)reterr;
	if (!rows->n++)
		add_head(b, _("Reserved"), heads, sizeof(heads) / sizeof(heads[0]));
	html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th><td role=\"cell\">",
	     one->zone);
	web_moment(b, one->from_s * US_PER_SECOND);
	html(b, "</td><td role=\"cell\">");
	web_moment(b, one->to_s * US_PER_SECOND);
	html(b, "</td><td role=\"cell\">%s kW</td><td role=\"cell\">%s</td></tr>\n",
	     number_digits(NUMBER_OWN, one->power_kw, 4, rows->request->numbers), one->name);
	return FRUGAL_VISIT_ON;
}

static int add_reservations(struct request *request, struct buf *b, struct frugal_error *reterr)
{
	struct rows rows = {.request = request, .b = b};
	frugal_ledger *ledger;
	int r = request_ledger(request, &ledger, reterr);
	if (r == 0)
		r = frugal_ledger_reservations(ledger, add_reserved, &rows, reterr);
	if (rows.n)
		html(b, "</tbody></table>\n");
	else if (r == 0)
		html(b,
		     "<p class=\"s\">%s <span class=\"m\">frugal plan --zone FR --duration 4h "
		     "--reserve</span></p>\n",
		     _("Nothing is reserved in this ledger. To reserve the hours of a plan:"));
	return r;
}

/* ---- the plan of a fleet -------------------------------------------------------------------- */

static double at(const json_t *list, size_t i)
{
	const json_t *value = json_array_get(list, i);
	return json_is_number(value) ? json_number_value(value) : 0;
}

/* The load of each slot as a bar within the outline of its capacity. */
static void add_region(struct request *request, struct buf *b, const json_t *region)
{
	const json_t *units = json_object_get(region, "units");
	const json_t *capacity = json_object_get(region, "capacity");
	size_t n = json_array_size(units);
	double most = 1, peak = 0;
	n = n < MOST_MARKS ? n : MOST_MARKS;
	for (size_t i = 0; i < n; i++) {
		most = fmax(most, fmax(at(units, i), at(capacity, i)));
		peak = fmax(peak, at(units, i));
	}
	html(b, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">%s</th>",
	     json_string_value(json_object_get(region, "region")));
	html(b, "<td role=\"cell\" class=\"c\"><svg height=\"%d\" aria-hidden=\"true\">", HEIGHT);
	for (size_t i = 0; i < n; i++) {
		double x = 100 * (double)i / (double)n, w = 100 / (double)n;
		double top = HEIGHT * at(capacity, i) / most, own = HEIGHT * at(units, i) / most;
		html(b,
		     "<rect class=\"ar\" x=\"%.2f%%\" width=\"%.2f%%\" y=\"%.1f\" "
		     "height=\"%.1f\"/>",
		     x, w, HEIGHT - top, top);
		if (own > 0)
			html(b,
			     "<rect class=\"k\" x=\"%.2f%%\" width=\"%.2f%%\" y=\"%.1f\" "
			     "height=\"%.1f\"/>",
			     x, w, HEIGHT - own, own);
	}
	html(b,
	     "</svg></td><td role=\"cell\" class=\"n\">%s</td><td role=\"cell\" class=\"n n2\" "
	     "data-l=\"%s\">%s</td></tr>\n",
	     number_digits(NUMBER_OWN, peak, 4, request->numbers), _("of at most"),
	     number_digits(NUMBER_OWN, most, 4, request->numbers));
}

static void add_loads(struct request *request, struct buf *b, const json_t *answer)
{
	const json_t *load = json_object_get(answer, "load");
	size_t n = json_array_size(load);
	if (!n)
		return;
	html(b,
	     "<table class=\"r\" role=\"table\"><caption>%s</caption><thead role=\"rowgroup\"><tr "
	     "role=\"row\"><th role=\"columnheader\" scope=\"col\">%s</th>",
	     _("Load (dark) against capacity (light), slot by slot"), _("zone"));
	html(b,
	     "<th role=\"columnheader\" scope=\"col\" class=\"c\">%s</th><th "
	     "role=\"columnheader\" scope=\"col\" class=\"n\">%s</th><th role=\"columnheader\" "
	     "scope=\"col\" class=\"n\">%s</th></tr></thead><tbody role=\"rowgroup\">\n",
	     _("units by slot"), _("largest load"), _("capacity"));
	for (size_t i = 0; i < n && i < MOST_REGIONS; i++)
		add_region(request, b, json_array_get(load, i));
	html(b, "</tbody></table>\n");
	if (n > MOST_REGIONS)
		html(b, "<p class=\"s\">%s</p>", _("Further zones are in the answer below."));
}

static void add_carbon(struct request *request, struct buf *b, const char *label,
		       const json_t *answer, const char *key)
{
	double g = json_number_value(json_object_get(answer, key));
	const struct web_quantity quantity = web_quantity(request, g, g, g, "gCO2e");
	html(b, "<div><dt>%s</dt><dd class=\"v\">%s</dd></div>\n", label, quantity.value);
}

#define MOST_SHOWN 8000 /* bytes of the answer */

static void add_answer(struct request *request, struct buf *b, const char *lines)
{
	json_t *answer = json_loads(lines, 0, NULL);
	if (!answer)
		return;
	html(b, "<dl class=\"kf\">");
	add_carbon(request, b, _("carbon of the plan"), answer, "objective_gco2e");
	add_carbon(request, b, _("no plan is below"), answer, "lower_bound_gco2e");
	html(b, "</dl>\n");
	add_loads(request, b, answer);
	html(b,
	     "<details><summary>%s</summary><pre class=\"m\" tabindex=\"0\">%.*s</pre></details>\n",
	     strlen(lines) > MOST_SHOWN ? _("the begin of the answer in JSON")
					: _("the answer in JSON"),
	     MOST_SHOWN, lines);
	json_decref(answer);
}

static void add_form(struct request *request, struct buf *b, const char *text,
		     const struct frugal_error *error)
{
	html(b, "<form method=\"post\" action=\"%s\">", web_href(request, "/plan"));
	html(b, "<div class=\"fd\"><label for=\"fleet\">%s</label>",
	     _("a fleet in JSON, as frugal plan --instance reads it"));
	if (error->code)
		html(b, "<p class=\"err\" id=\"fleet-err\">%s (%s)</p>", error->what,
		     error->where[0] ? error->where : "fleet");
	html(b, "<textarea id=\"fleet\" name=\"fleet\" rows=\"9\" spellcheck=\"false\"");
	if (error->code)
		html(b, " aria-invalid=\"true\" aria-describedby=\"fleet-err\"");
	html(b, ">%.*s", MOST_SHOWN, text ? text : example);
	html(b, "</textarea></div><button>%s</button></form>\n", _("Plan the fleet"));
}

int plan_fleet_add(struct request *request, struct buf *b, const char *text,
		   struct frugal_error *reterr)
{
	struct frugal_error error = {0};
	char *lines = NULL;
	html(b, "<section class=\"w\" aria-labelledby=\"h-fleet\"><h2 id=\"h-fleet\">%s</h2>\n",
	     _("Fleet: load against capacity"));
	int r = add_reservations(request, b, reterr);
	if (r < 0)
		return r;
	if (text)
		(void)frugal_plan_instance("fleet", text, strlen(text), 1, 0, &lines, &error);
	if (lines)
		add_answer(request, b, lines);
	frugal_text_free(lines);
	add_form(request, b, text, &error);
	html(b, "</section>\n");
	return 0;
}
