/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The services that publish hours of electricity. One file a service (service_NAME.c) has the
 * form of its requests and the reader of its answers in JSON; services.h has the table. No other
 * file knows a service by its name: what differs between them is a column here.
 */
#ifndef GRID_SERVICE_H
#define GRID_SERVICE_H

#include <jansson.h>

#include "base/buf.h"
#include "grid/fetch.h"
#include "grid/services.h"

/* ---- asking --------------------------------------------------------------------------------- */

/* One request: the part [from_s, to_s) of the requested period. */
struct grid_page {
	const struct grid_fetch *asked;
	const struct grid_reader *reader;
	const char *base;
	int64_t from_s, to_s;
	bool mix;
};

/* ---- reading -------------------------------------------------------------------------------- */

struct json_document {
	const char *name;
	const struct grid_hints *hints;
	struct grid_found *found;
	struct frugal_error *reterr;
	char *own_zone; /* GRID_ZONE bytes: the first that the document states */
};

typedef int json_read(const struct json_document *doc, const json_t *root, const json_t *records);

/*
 * A form of answer: the records are root[array] (NULL: root itself is the one record; "": root is
 * the array), and the first of them has the field. An empty array is an answer without hours, which
 * is not a failure of a fetch: a day may not be published yet.
 */
struct json_shape {
	const char *array, *field;
	const char *beside; /* a field that root must have as well; or NULL */
	bool mix;           /* generation by source, which requires a set of factors */
	json_read *read;    /* NULL ends the list */
	bool one;           /* root[array] is one record, not an array */
};

/* For files that are not of a service: read_sdk.c. */
extern const struct json_shape grid_sdk_shapes[];

struct grid_service {
	const char *name, *base;
	const char *key;      /* its name in messages; NULL: the service has none */
	const char *variable; /* of the environment, which the command line reads */
	const char *zone;     /* its only one, or NULL */
	int64_t page_s;       /* longest period of a request, as the service documents it */
	int64_t align_s;      /* requests begin on multiples of it */
	bool mix_only;        /* publishes generation by source alone */
	bool has_ahead;       /* publishes forecasts */
	bool is_marginal;     /* its series are of the marginal kind */
	const char *header;   /* "auth-token: %s" of the key; NULL: otherwise */
	const char *log_in; /* path below base that gives a token for user and password, or NULL */
	int no_data_status; /* HTTP status that may come with an answer without hours, or 0 */
	int (*url)(const struct grid_page *page, const char *key, struct buf *to,
		   struct frugal_error *reterr);
	const struct json_shape *shapes; /* NULL: its answers are not JSON */
};

/* In the order of services.h; NULL at the end. */
extern const struct grid_service *const grid_services[];

#define SERVICE_DECLARATION(name) extern const struct grid_service grid_service_##name;
GRID_SERVICES(SERVICE_DECLARATION)
#undef SERVICE_DECLARATION

/* FRUGAL_EUSAGE with the names there are. */
int grid_service_find(const char *name, const struct grid_service **ret,
		      struct frugal_error *reterr);

/*
 * keys.c: "" when the service requires none. FRUGAL_EUSAGE: no key was found, with where to put it.
 */
int grid_key_find(struct context *context, const struct grid_service *service,
		  const struct grid_fetch *asked, const char **ret, struct frugal_error *reterr);

/* ---- for the files of the services ---------------------------------------------------------- */

void url_add_escaped(struct buf *to, const char *text);
void url_add_time(struct buf *to, int64_t s, const char *format); /* of strftime, UTC */

int json_fault(const struct json_document *doc, const char *what); /* FRUGAL_EDATA */

/* A number, or a text that is one; NaN: null, absent, or a mark of a missing value ("ND"). */
int json_read_number(const struct json_document *doc, const json_t *value, double *ret);
bool json_time_of(const json_t *value, int64_t *ret_s);

/*
 * Adds a slot to the series of this id, whose zone is that of the hints or else zone.
 * FRUGAL_EUSAGE: the hints contradict the id, or rename several zones.
 */
int json_add_slot(const struct json_document *doc, const char *zone, struct grid_id id,
		  const char *source, const char *licence, const struct grid_slot *slot);

#endif
