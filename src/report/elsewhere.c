/* SPDX-License-Identifier: Apache-2.0 */
/* A job as it would be on other machines and in other zones (insight/elsewhere.h). */
#include "report/elsewhere.h"

#include "base/intl.h"
#include "quantity/print.h"
#include "report/layout.h"

static void add_cell(struct grid *grid, const struct elsewhere *e,
		     const struct forecast_figure *figure, enum kind kind)
{
	struct buf cell = {0};
	struct dimension dim = {{0}};
	dim.exponent[kind] = 1;
	print_quantity(&cell, figure->value, figure->low, figure->high, dim, (struct unit){1, dim},
		       NULL, e->context->numbers);
	grid_add(grid, buf_text(&cell));
	grid->failed |= cell.failed;
	buf_release(&cell);
}

static void add_row(struct grid *grid, const struct elsewhere *e, const struct elsewhere_row *row)
{
	grid_add(grid, row->name ? row->name : _("here"));
	if (row->reason) {
		grid_add(grid, "-");
		grid_add(grid, "-");
	} else {
		add_cell(grid, e, &row->energy, KIND_ENERGY);
		add_cell(grid, e, &row->duration, KIND_TIME);
	}
	for (size_t z = 0; z < e->n_zones; z++)
		if (row->reason)
			grid_add(grid, "-");
		else
			add_cell(grid, e, &row->carbon[z], KIND_CO2E);
}

void elsewhere_text(const struct elsewhere *elsewhere, struct buf *to)
{
	struct grid grid;
	buf_puts(to, elsewhere->n_rows > 1
			     ? _("the whole elsewhere, modelled from the tables: believe the "
				 "brackets\n")
			     : _("the whole by the electricity of zones\n"));
	grid_init(&grid, &elsewhere->context->arena, 3 + elsewhere->n_zones);
	grid_add(&grid, "");
	grid_add(&grid, _("energy"));
	grid_add(&grid, _("duration"));
	for (size_t z = 0; z < elsewhere->n_zones; z++)
		grid_add(&grid, elsewhere->zones[z]);
	for (size_t i = 0; i < elsewhere->n_rows; i++)
		add_row(&grid, elsewhere, &elsewhere->rows[i]);
	grid_print(&grid, to, 2);
	grid_release(&grid);
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
		figure_json(json, "duration_s", &row->duration, 3600);
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
