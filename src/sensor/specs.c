/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The texts by which a user names a source are those of the classes of the table: each class lists
 * its own prefixes, and an error lists them all.
 */
#include "sensor/specs.h"

#include <string.h>

#include "base/buf.h"
#include "base/intl.h"
#include "sensor/sensor.h"

const char *sensor_spec_after(const char *spec, const char *prefix)
{
	struct str rest;
	return str_after(str_of(spec), prefix, &rest) ? rest.p : NULL;
}

/* The rest of text when it is of this kind, else NULL. */
static const char *rest_of(const char *text, const struct sensor_spec *kind)
{
	const char *rest = sensor_spec_after(text, kind->prefix);
	return rest && (kind->rest != NULL) == (rest[0] != '\0') ? rest : NULL;
}

static int unknown(const char *text, struct frugal_error *reterr)
{
	struct buf list = {0};
	for (size_t i = 0; sensor_classes[i]; i++)
		for (const struct sensor_spec *kind = sensor_classes[i]->specs;
		     kind && kind->prefix; kind++)
			buf_addf(&list, "%s%s%s", list.n ? ", " : "", kind->prefix,
				 kind->rest ? _(kind->rest) : "");
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not a kind of sensor"), text);
	int r = error_todo(reterr, "%s", buf_text(&list));
	buf_release(&list);
	return r;
}

int sensor_spec_check(const char *spec, struct frugal_error *reterr)
{
	for (size_t i = 0; sensor_classes[i]; i++)
		for (const struct sensor_spec *kind = sensor_classes[i]->specs;
		     kind && kind->prefix; kind++) {
			const char *rest = rest_of(spec, kind);
			if (rest)
				return kind->check ? kind->check(spec, rest, reterr) : 0;
		}
	return unknown(spec, reterr);
}
