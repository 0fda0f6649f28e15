/* SPDX-License-Identifier: Apache-2.0 */
/* The list of services, from the rows of services.h, and how parts of their addresses are written.
 */
#include "grid/service.h"

#include <ctype.h>
#include <string.h>
#include <time.h>

#include "base/intl.h"

#define SERVICE_POINTER(name) &grid_service_##name,
const struct grid_service *const grid_services[] = {GRID_SERVICES(SERVICE_POINTER) NULL};

int grid_service_find(const char *name, const struct grid_service **ret,
		      struct frugal_error *reterr)
{
	struct buf names = {0};
	for (size_t i = 0; grid_services[i]; i++) {
		if (strcmp(grid_services[i]->name, name) == 0) {
			*ret = grid_services[i];
			buf_release(&names);
			return 0;
		}
		buf_addf(&names, "%s%s", i ? ", " : "", grid_services[i]->name);
	}
	error_set(reterr, FRUGAL_EUSAGE, _("unknown provider '%s'"), name);
	int r = error_todo(reterr, "%s", buf_text(&names));
	buf_release(&names);
	return r;
}

void url_add_escaped(struct buf *to, const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if (isalnum(*p) || strchr("-._~:", *p))
			buf_putc(to, (char)*p);
		else
			buf_addf(to, "%%%02X", *p);
}

void url_add_time(struct buf *to, int64_t s, const char *format)
{
	char text[64];
	time_t time = (time_t)s;
	struct tm utc = {0};
	if (gmtime_r(&time, &utc) && strftime(text, sizeof(text), format, &utc))
		url_add_escaped(to, text);
}
