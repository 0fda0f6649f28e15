/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The powercap tree (Intel and AMD processors). Counters are microjoules and go to 0 after
 * max_energy_range_uj, which may be missing, unreadable or 0: the wrap is then unknown. The file
 * `name` of a zone gives its kind (package-0, package-0-die-1, dram, core, uncore, psys); its index
 * means nothing. Since Linux 5.10 only root may read energy_uj: the state is then DENIED, not zero.
 * intel-rapl-mmio shows the package of the same number once more: see cover in meter/.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "base/str.h"
#include "sensor/dies.h"
#include "sensor/kept_file.h"

#define PREFIX "intel-rapl"
/* Both files: without the range each wrap is lost. */
#define UNLOCK                                                                                     \
	"sudo chmod a+r /sys/class/powercap/intel-rapl:*/energy_uj "                               \
	"/sys/class/powercap/intel-rapl:*/max_energy_range_uj"

/* The registers change about once in a millisecond. */
#define UPDATE_S 1e-3
/* More than any processor or its memory draws: a faster rise is a reset or a fault. */
#define MAX_W 1500
/* Control type, zone, zone within a zone. */
#define MAX_NESTED 3

static const char *const roots[] = {"/sys/class/powercap", "/sys/devices/virtual/powercap"};

static const struct {
	const char *name;
	enum cover cover;
} kinds[] = {
	{"package-", COVER_PACKAGE}, {"dram", COVER_DRAM}, {"core", COVER_CORE},
	{"uncore", COVER_UNCORE},    {"psys", COVER_PSYS},
};

static bool kind_of(const char *name, enum cover *ret)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strncmp(name, kinds[i].name, strlen(kinds[i].name)) == 0) {
			*ret = kinds[i].cover;
			return true;
		}
	return false;
}

/* The number in "package-15" or "package-0-die-1", -1 when there is none. */
static int package_number(const char *name)
{
	int64_t number;
	struct str rest;
	if (!str_after(str_of(name), "package-", &rest))
		return -1;
	rest.n = strspn(rest.p, "0123456789");
	return num_parse_int(rest, 0, 1 << 20, &number) ? (int)number : -1;
}

static void name_part(struct sources *found, struct source *source, const char *name,
		      const char *parent)
{
	switch (source->cover) {
	case COVER_PACKAGE:
		source->part = arena_printf(found->arena, "cpu.%s", name);
		break;
	case COVER_DRAM:
	case COVER_CORE:
	case COVER_UNCORE:
		/* A die has its own: "package-1-die-0" is its parent. */
		source->part = arena_printf(found->arena, "%s.%d%s", name, source->index,
					    strstr(parent, "-die-") ? strstr(parent, "-die-") : "");
		break;
	case COVER_PSYS:
	case COVER_SOCKET:
	case COVER_RAIL:
	case COVER_GPU:
	case COVER_SUPPLY:
	case COVER_NODE:
	case COVER_SERVER:
	case COVER_REST:
		source->part = arena_strdup(found->arena, name);
		break;
	}
}

static int add_zone(struct host *host, struct sources *found, const char *folder, const char *zone,
		    const char *name, const char *parent, struct frugal_error *reterr)
{
	char path[512];
	enum cover cover;
	int64_t range = 0;
	if (!kind_of(name, &cover))
		return 0;
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	(void)snprintf(path, sizeof(path), "%s/max_energy_range_uj", folder);
	if (host_read_int(host, path, &range) < 0 || range < 0)
		range = 0;
	(void)snprintf(path, sizeof(path), "%s/energy_uj", folder);
	source->cover = cover;
	source->index = package_number(parent);
	name_part(found, source, name, parent);
	source->detail = arena_printf(found->arena, "powercap %s", zone);
	source->path = arena_strdup(found->arena, path);
	source->counter = true;
	source->unit = 1e-6;
	source->wrap = (uint64_t)range;
	source->update = (struct duration){UPDATE_S};
	source->max_w = MAX_W;
	source->low_factor = source->high_factor = 1;
	source->quality = FRUGAL_MEASURED;
	if (!source->part || !source->detail || !source->path)
		return error_nomem(reterr);
	source->state = kept_file_look(host, source, NULL);
	source->unlock = source->state == TICK_DENIED ? UNLOCK : "";
	return 0;
}

/*
 * Finds the name of the package, or of the die, of a zone: "package-0-die-1"; "" when unknown.
 * "intel-rapl:0:1" is a child of "intel-rapl:0", which is next to it in the class's folder, and is
 * the folder above it where the links lead.
 */
static void package_of(struct host *host, const char *root, const char *zone, char *to, size_t size)
{
	char path[512];
	size_t top_n = strcspn(zone, ":") + 1;
	top_n += strcspn(zone + top_n, ":");
	(void)snprintf(path, sizeof(path), "%s/%.*s/name", root, (int)top_n, zone);
	if (host_read_file(host, path, to, size) > 0)
		return;
	(void)snprintf(path, sizeof(path), "%s/%s/../name", root, zone);
	if (host_read_file(host, path, to, size) <= 0)
		to[0] = '\0';
}

static int probe_zone(struct host *host, struct sources *found, const char *root, const char *zone,
		      struct frugal_error *reterr)
{
	char folder[400], path[448], name[64], parent[64];
	(void)snprintf(folder, sizeof(folder), "%s/%s", root, zone);
	(void)snprintf(path, sizeof(path), "%s/name", folder);
	if (host_read_file(host, path, name, sizeof(name)) <= 0)
		return 0;
	package_of(host, root, zone, parent, sizeof(parent));
	return add_zone(host, found, folder, zone, name, parent, reterr);
}

/*
 * The kernel lists each zone in the class's folder. Some recorded trees only nest them, below a
 * folder of the control type and below each other: nested is then the depth.
 */
static int probe_folder(struct host *host, struct sources *found, const char *root, int nested,
			struct frugal_error *reterr)
{
	char **names, below[400];
	size_t n, zones = 0;
	int r = host_list(host, root, found->arena, &names, &n);
	if (r < 0)
		return r == -ENOMEM ? error_nomem(reterr) : 0;
	for (size_t i = 0; r == 0 && i < n; i++)
		if (strncmp(names[i], PREFIX, sizeof(PREFIX) - 1) == 0 && strchr(names[i], ':')) {
			r = probe_zone(host, found, root, names[i], reterr);
			zones++;
		}
	if (nested == MAX_NESTED || (nested == 0 && zones))
		return r;
	for (size_t i = 0; r == 0 && i < n; i++) {
		if (strncmp(names[i], PREFIX, sizeof(PREFIX) - 1) != 0)
			continue;
		int length = snprintf(below, sizeof(below), "%s/%s", root, names[i]);
		if (length < 0 || (size_t)length >= sizeof(below))
			continue;
		r = probe_folder(host, found, below, nested + 1, reterr);
	}
	return r;
}

static int probe(struct host *host, struct sources *found, struct frugal_error *reterr)
{
	size_t before = found->n;
	int r = 0;
	for (size_t i = 0; r == 0 && i < sizeof(roots) / sizeof(roots[0]); i++)
		if (found->n == before)
			r = probe_folder(host, found, roots[i], 0, reterr);
	if (r == 0)
		dies_leave_one(host, found, before);
	return r;
}

const struct sensor_class powercap_class = {
	.name = "powercap",
	.brief = N_("energy counters of Intel and AMD processors, by the kernel's powercap"),
	.probe = probe,
	.open = kept_file_open,
	.read = kept_file_read,
	.close = kept_file_close,
};
