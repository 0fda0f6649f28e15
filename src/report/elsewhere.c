/* SPDX-License-Identifier: Apache-2.0 */
/* A job as it would be on other machines and in other zones (insight/elsewhere.h). */
#include "report/elsewhere.h"

#include "base/clock.h"
#include "base/intl.h"
#include "quantity/print.h"
#include "report/layout.h"

static void add_cell(struct columns *columns, const struct elsewhere *e,
		     const struct forecast_figure *figure, enum kind kind)
{
	struct buf cell = {0};
	struct dimension dim = {{0}};
	dim.exponent[kind] = 1;
	print_quantity(&cell, figure->value, figure->low, figure->high, dim, (struct unit){1, dim},
		       NULL, e->context->numbers);
	columns_add(columns, buf_text(&cell));
	columns->failed |= cell.failed;
	buf_release(&cell);
}

static void add_row(struct columns *columns, const struct elsewhere *e,
		    const struct elsewhere_row *row)
{
	columns_add(columns, row->name ? row->name : _("here"));
	if (row->reason) {
		columns_add(columns, "-");
		columns_add(columns, "-");
	} else {
		add_cell(columns, e, &row->energy, KIND_ENERGY);
		add_cell(columns, e, &row->duration, KIND_TIME);
	}
	for (size_t z = 0; z < e->n_zones; z++)
		if (row->reason)
			columns_add(columns, "-");
		else
			add_cell(columns, e, &row->carbon[z], KIND_CO2E);
}

void elsewhere_text(const struct elsewhere *elsewhere, struct buf *to)
{
	struct columns columns;
	buf_puts(to, elsewhere->n_rows > 1 ? _("total on other machines, modelled from the tables, "
					       "with wide intervals\n")
					   : _("total with the electricity of each zone\n"));
	columns_init(&columns, &elsewhere->context->arena, 3 + elsewhere->n_zones);
	columns_add(&columns, "");
	columns_add(&columns, _("energy"));
	columns_add(&columns, _("duration"));
	for (size_t z = 0; z < elsewhere->n_zones; z++)
		columns_add(&columns, elsewhere->zones[z]);
	for (size_t i = 0; i < elsewhere->n_rows; i++)
		add_row(&columns, elsewhere, &elsewhere->rows[i]);
	columns_print(&columns, to, 2);
	columns_release(&columns);
	for (size_t i = 0; i < elsewhere->n_rows; i++)
		if (elsewhere->rows[i].reason)
			buf_addf(to, "  %s: %s\n", elsewhere->rows[i].name,
				 elsewhere->rows[i].reason);
}

static void figure_json(struct jsonw *json, const char *key, const struct forecast_figure *figure,
			double scale)
{
	jsonw_object(json, key);
	jsonw_number(json, "value", figure->value * scale);
	jsonw_number(json, "low", figure->low * scale);
	jsonw_number(json, "high", figure->high * scale);
	jsonw_object_end(json);
}

static void row_json(struct jsonw *json, const struct elsewhere *e, const struct elsewhere_row *row)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "on", row->name);
	jsonw_string(json, "quality", "modelled");
	jsonw_string(json, "model", row->name ? "elsewhere" : "run");
	if (row->reason) {
		jsonw_string(json, "absent", row->reason);
	} else {
		figure_json(json, "energy_wh", &row->energy, 1);
		figure_json(json, "duration_s", &row->duration, SECONDS_PER_HOUR);
		jsonw_object(json, "carbon_g");
		for (size_t z = 0; z < e->n_zones; z++)
			figure_json(json, e->zones[z], &row->carbon[z], 1);
		jsonw_object_end(json);
	}
	jsonw_object_end(json);
}

void elsewhere_json(const struct elsewhere *elsewhere, struct jsonw *json)
{
	jsonw_array(json, "elsewhere");
	for (size_t i = 0; i < elsewhere->n_rows; i++)
		row_json(json, elsewhere, &elsewhere->rows[i]);
	jsonw_array_end(json);
}
