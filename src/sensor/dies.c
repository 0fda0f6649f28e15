/* SPDX-License-Identifier: Apache-2.0 */
/* A die that mirrors another one of its package becomes a rail: it is shown and never counted. */
#include "sensor/dies.h"

#include <string.h>

static bool counts_packages(const struct host *host)
{
	char text[2048];
	return host_read_file(host, "/proc/cpuinfo", text, sizeof(text)) > 0 &&
	       (strstr(text, "AuthenticAMD") || strstr(text, "HygonGenuine"));
}

static bool is_die(const struct source *source)
{
	return source->cover == COVER_PACKAGE && strstr(source->part, "-die-");
}

void dies_leave_one(struct host *host, const struct sources *found, size_t from)
{
	size_t dies = 0;
	for (size_t i = from; i < found->n; i++)
		dies += is_die(&found->items[i]);
	if (dies < 2 || !counts_packages(host))
		return;
	for (size_t i = from; i < found->n; i++)
		for (size_t k = from; k < i; k++)
			if (is_die(&found->items[i]) && is_die(&found->items[k]) &&
			    found->items[i].index == found->items[k].index)
				found->items[i].cover = COVER_RAIL;
}
