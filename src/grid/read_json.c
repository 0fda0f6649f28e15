/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads answers of services in JSON: finds the service by the shapes in the table of services, and
 * calls its reader.
 */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/num.h"
#include "grid/headings.h"
#include "grid/service.h"

int json_fault(const struct json_document *doc, const char *what)
{
	error_set(doc->reterr, FRUGAL_EDATA, "%s", what);
	return error_where(doc->reterr, "%s", doc->name);
}

int json_read_number(const struct json_document *doc, const json_t *value, double *ret)
{
	const char *text = json_string_value(value);
	*ret = (double)NAN;
	if (!value || json_is_null(value) || (text && cell_is_missing(str_trim(str_of(text)))))
		return 0;
	if (json_is_number(value)) {
		*ret = json_number_value(value);
		return 0;
	}
	if (text && num_parse(str_of(text), ret) == strlen(text))
		return 0;
	error_set(doc->reterr, FRUGAL_EDATA, _("'%.80s' is not a number"), text ? text : "{}");
	return error_where(doc->reterr, "%s", doc->name);
}

bool json_time_of(const json_t *value, int64_t *ret_s)
{
	const char *text = json_string_value(value);
	return text && grid_time_parse(str_of(text), ret_s);
}

/* The zone of the hints renames that of the document, which must be one then. */
static int check_zones(const struct json_document *doc, const char *zone)
{
	if (!zone || strlen(zone) >= GRID_ZONE || !doc->hints->zone)
		return 0;
	if (doc->own_zone[0] && strcmp(doc->own_zone, zone) != 0) {
		error_set(doc->reterr, FRUGAL_EUSAGE,
			  _("the document has more than one zone: %s, %s"), doc->own_zone, zone);
		error_todo(doc->reterr, "%s", _("give no zone: each is stored under its own name"));
		return error_where(doc->reterr, "%s", doc->name);
	}
	memcpy(doc->own_zone, zone, strlen(zone) + 1);
	return 0;
}

static int check_id(const struct json_document *doc, const struct grid_id *id)
{
	const struct grid_hints *hints = doc->hints;
	if ((!hints->has_kind || hints->id.kind == id->kind) &&
	    (!hints->has_scope || hints->id.scope == id->scope) &&
	    (!hints->has_basis || hints->id.basis == id->basis))
		return 0;
	/* TRANSLATORS: average or marginal; direct or lifecycle; production or consumption */
	error_set(doc->reterr, FRUGAL_EUSAGE, _("the document gives: %s, %s, %s"),
		  _(grid_kind_names[id->kind]), _(grid_scope_names[id->scope]),
		  _(grid_basis_names[id->basis]));
	error_todo(doc->reterr, "%s", _("leave out the kind, scope or basis that contradicts it"));
	return error_where(doc->reterr, "%s", doc->name);
}

int json_add_slot(const struct json_document *doc, const char *zone, struct grid_id id,
		  const char *source, const char *licence, const struct grid_slot *slot)
{
	int r = check_zones(doc, zone);
	if (r == 0)
		r = check_id(doc, &id);
	if (r < 0)
		return r;
	if (doc->hints->zone)
		zone = doc->hints->zone;
	if (!zone || !grid_zone_is_good(str_of(zone)))
		return json_fault(doc, _("the document does not state its zone"));
	if (slot->g_per_kwh < 0 || slot->g_per_kwh > 5000)
		return json_fault(doc, _("a value is not a carbon intensity"));
	memcpy(id.zone, zone, strlen(zone) + 1);
	struct grid_series *series = grid_found_series(doc->found, &id, source, licence);
	return series && grid_series_add(series, slot) ? 0 : error_nomem(doc->reterr);
}

/* ---- which it is ---------------------------------------------------------------------------- */

/* The records of a document of this shape; NULL: it has another shape. */
static const json_t *records_of(const struct json_shape *shape, const json_t *root, bool *is_empty)
{
	const json_t *records =
		shape->array && shape->array[0] ? json_object_get(root, shape->array) : root;
	bool is_list = shape->array && !shape->one;
	if (is_list && !json_is_array(records))
		return NULL;
	*is_empty |= is_list && shape->array[0] && json_array_size(records) == 0;
	const json_t *first = is_list ? json_array_get(records, 0) : records;
	if (!json_object_get(first, shape->field) ||
	    (shape->beside && !json_object_get(root, shape->beside)))
		return NULL;
	return records;
}

/* The first shape of a list that fits; NULL: none fits. */
static const struct json_shape *fit(const struct json_shape *shape, const json_t *root, bool mix,
				    const json_t **ret_records, bool *ret_is_empty)
{
	for (; shape && shape->read; shape++) {
		if (shape->mix != mix)
			continue;
		*ret_records = records_of(shape, root, ret_is_empty);
		if (*ret_records)
			return shape;
	}
	return NULL;
}

static const struct json_shape *shape_of(const json_t *root, bool mix, const json_t **ret_records,
					 bool *ret_is_empty)
{
	const struct json_shape *shape = fit(grid_sdk_shapes, root, mix, ret_records, ret_is_empty);
	for (size_t i = 0; grid_services[i] && !shape; i++)
		shape = fit(grid_services[i]->shapes, root, mix, ret_records, ret_is_empty);
	return shape;
}

static int wants_mix(const struct json_document *doc)
{
	error_set(doc->reterr, FRUGAL_EUSAGE, "%s",
		  _("generation by source requires a set of factors"));
	return error_todo(doc->reterr, "%s", "mix=ar5");
}

/* What a service writes of a failure, in the fields that services use for it; NULL: none. */
static const char *message_of(const json_t *root)
{
	static const char *const fields[] = {"message", "error", "detail", "error_description"};
	const char *text = NULL;
	for (size_t i = 0; !text && i < sizeof(fields) / sizeof(*fields); i++) {
		const json_t *value = json_object_get(root, fields[i]);
		text = json_string_value(value);
		if (!text && json_is_object(value))
			text = json_string_value(json_object_get(value, "message"));
	}
	return text && text[0] ? text : NULL;
}

/* JSON of no known shape: a message, no records at all, or another document. */
static int no_shape(const struct json_document *doc, const json_t *root)
{
	const char *message = message_of(root);
	bool is_list = json_is_array(root);
	if (message) {
		error_set(doc->reterr, FRUGAL_EDATA, _("the service answers: %s"), message);
		return error_where(doc->reterr, "%s", doc->name);
	}
	if (doc->found->no_data || (is_list ? !json_array_size(root) : !json_object_size(root)))
		return json_fault(doc, _("the document has no records"));
	return json_fault(doc, doc->hints->mix ? _("this JSON has no known generation by source")
					       : _("this JSON is from an unknown service"));
}

static int read_root(const struct json_document *doc, const json_t *root)
{
	const json_t *records;
	bool mix = doc->hints->mix != NULL;
	const struct json_shape *shape = shape_of(root, mix, &records, &doc->found->no_data);
	if (shape)
		return shape->read(doc, root, records);
	if (!mix && shape_of(root, true, &records, &doc->found->no_data))
		return wants_mix(doc);
	return no_shape(doc, root);
}

int grid_read_json(const char *name, struct str text, const struct grid_hints *hints,
		   struct grid_found *ret, struct frugal_error *reterr)
{
	json_error_t error;
	char own_zone[GRID_ZONE] = "";
	const struct json_document doc = {name, hints, ret, reterr, own_zone};
	json_t *root = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		error_set(reterr, FRUGAL_EDATA, _("this is not JSON: %s"), error.text);
		return error_where(reterr, "%s:%d", name, error.line);
	}
	int r = read_root(&doc, root);
	json_decref(root);
	for (size_t i = 0; r == 0 && i < ret->n; i++)
		grid_series_settle(&ret->series[i], SECONDS_PER_HOUR);
	return r;
}
