/* SPDX-License-Identifier: Apache-2.0 */
/* Planted by tests/doors.py: a form of two figures, which must make an intensity of a grid. */
#include "report/form_check_parts.h"
#include "report/form_parts.h"

static int door(const struct form_subject *s, struct buf *to, struct frugal_error *reterr)
{
	struct jsonw json = {.out = to};
	(void)reterr;
	jsonw_object(&json, NULL);
	jsonw_number(&json, "door_kwh", s->all.energy_kwh.value);
	jsonw_number(&json, "door_g", s->all.carbon_g.value);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
	return 0;
}

static void check_door(struct check *c, const json_t *root)
{
	check_carbon(c, "door_g", check_number(root, "door_g"), check_number(root, "door_kwh"));
}

const struct form door_form = {
	.write = door,
	.formats = {"json"},
	.keys = {"door_kwh"},
	.check_json = check_door,
};
