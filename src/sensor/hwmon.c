/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's hardware monitors that give power or energy: amd_energy (sockets and cores of AMD
 * processors), amdgpu, i915 and xe (accelerator boards), ACPI power meters (whole servers; the
 * sockets of NVIDIA Grace), INA rails (Jetson and other ARM boards) and power supplies. Energies
 * are microjoules, powers microwatts; an INA gives millivolts and milliamperes. The device's name
 * and the channel's label decide what a channel covers: see the rules. A board that has both an
 * energy and a power is read by its energy.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "sensor/asleep.h"
#include "sensor/hwmon_inside.h"
#include "sensor/kept_file.h"

#define ROOT "/sys/class/hwmon"
#define UPDATE_S 0.1
#define MODULE_UPDATE_S 1 /* ACPI meters that do not state theirs */
#define COUNTER_UPDATE_S 1e-3
/* More than any board, socket or server draws. */
#define MAX_W 5000
/* Shunts and their amplifiers are good to a few per cent; a supply's own meter no better. */
#define GAUGE_ERROR 0.05

enum channel { ENERGY, POWER, AVERAGE, CURRENT, CHANNELS };

static const struct {
	const char *prefix, *suffix;
} channel_files[CHANNELS] = {
	[ENERGY] = {"energy", "_input"},
	[POWER] = {"power", "_input"},
	[AVERAGE] = {"power", "_average"},
	[CURRENT] = {"curr", "_input"}, /* times the voltage of the same number */
};

/* HIP takes CUDA's name too. */
static const struct board_maker amd = {
	.variables = {"HIP_VISIBLE_DEVICES", "CUDA_VISIBLE_DEVICES"},
	.outer = "ROCR_VISIBLE_DEVICES",
};
/* Each driver numbers its own. */
const struct board_maker hwmon_i915 = {.variables = {"ZE_AFFINITY_MASK"}};
const struct board_maker hwmon_xe = {.variables = {"ZE_AFFINITY_MASK"}};

/* The first rule that matches decides. device "" is any, label "" is any, also none. */
#define NO_LABEL NULL
static const struct rule {
	const char *device, *label; /* the label NULL: only where there is none */
	enum cover cover;
	const char *part; /* with the number of the label or of the device behind it */
	unsigned channels;
	const struct board_maker *maker; /* of an accelerator */
} rules[] = {
	{"amd_energy", "Esocket", COVER_PACKAGE, "cpu.package-", 1u << ENERGY, NULL},
	{"amd_energy", "Ecore", COVER_CORE, "core.", 1u << ENERGY, NULL},
	/* A device for each socket, without labels (Linux 6.15). */
	{"amd_hsmp_hwmon", "", COVER_PACKAGE, "cpu.package-", 1u << POWER, NULL},
	{"amdgpu", "", COVER_GPU, "gpu.card", 1u << ENERGY | 1u << POWER | 1u << AVERAGE, &amd},
	{"i915_gt", "", COVER_RAIL, "gpu.tile", 1u << ENERGY, NULL}, /* see below */
	{"i915", "", COVER_GPU, "gpu.card", 1u << ENERGY, &hwmon_i915},
	{"xe", "card", COVER_GPU, "gpu.card", 1u << ENERGY, &hwmon_xe},
	{"xe", NO_LABEL, COVER_GPU, "gpu.card", 1u << ENERGY, &hwmon_xe},
	{"xe", "", COVER_RAIL, "gpu.package", 1u << ENERGY, NULL}, /* pkg: see below */
	{"power_meter", "Grace Power", COVER_SOCKET, "socket.", 1u << AVERAGE, NULL},
	{"power_meter", "CPU Power", COVER_PACKAGE, "cpu.package-", 1u << AVERAGE, NULL},
	{"power_meter", "Module Power", COVER_RAIL, "module.", 1u << AVERAGE, NULL},
	{"power_meter", "SysIO Power", COVER_RAIL, "sysio.", 1u << AVERAGE, NULL},
	{"power_meter", "", COVER_NODE, "node.acpi", 1u << AVERAGE | 1u << POWER, NULL},
	{"ina", "VDD_IN", COVER_NODE, "node.board", 1u << CURRENT | 1u << POWER, NULL},
	{"ina", "POM_5V_IN", COVER_NODE, "node.board", 1u << CURRENT | 1u << POWER, NULL},
	{"ina", "", COVER_RAIL, "rail.", 1u << CURRENT | 1u << POWER, NULL},
	{"", "pin", COVER_SUPPLY, "supply.", 1u << POWER, NULL},
	{"", "power total", COVER_SUPPLY, "supply.", 1u << POWER, NULL},
};

struct device {
	struct host *host;
	struct sources *found;
	char folder[300]; /* "/sys/class/hwmon/hwmon2" */
	const char *number;
	char name[64];
	int card;   /* of an accelerator; -1 if none */
	int render; /* /dev/dri/renderD<it>; 0 if none */
};

static bool starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* The numbers of an accelerator's drm devices, below the monitor's own: "card1", "renderD129". */
static void read_drm(struct device *device)
{
	char path[400], **names;
	size_t n;
	int64_t number;
	device->card = -1;
	(void)snprintf(path, sizeof(path), "%s/device/drm", device->folder);
	if (host_list(device->host, path, device->found->arena, &names, &n) < 0)
		return;
	for (size_t i = n; i > 0; i--) {
		struct str rest;
		if (str_after(str_of(names[i - 1]), "card", &rest) &&
		    num_parse_int(rest, 0, 1 << 20, &number))
			device->card = (int)number;
		if (str_after(str_of(names[i - 1]), "renderD", &rest) &&
		    num_parse_int(rest, 0, 1 << 20, &number))
			device->render = (int)number;
	}
}

/* The last number in a text, -1 when there is none: "Esocket1", "CPU Power Socket 0". */
static int last_number(const char *text)
{
	size_t end = strlen(text);
	while (end && !isdigit((unsigned char)text[end - 1]))
		end--;
	size_t begin = end;
	while (begin && isdigit((unsigned char)text[begin - 1]))
		begin--;
	int64_t number;
	return num_parse_int((struct str){text + begin, end - begin}, 0, 1 << 20, &number)
		       ? (int)number
		       : -1;
}

/* "" when the channel has none. An ACPI meter states what it measures in a file of its own. */
static void read_label(const struct device *device, enum channel channel, int number, char *to,
		       size_t size)
{
	char path[400];
	const char *prefix = channel == CURRENT ? "in" : channel_files[channel].prefix;
	(void)snprintf(path, sizeof(path), "%s/%s%d_label", device->folder, prefix, number);
	if (host_read_file(device->host, path, to, size) > 0)
		return;
	(void)snprintf(path, sizeof(path), "%s/power%d_oem_info", device->folder, number);
	if (channel == CURRENT || host_read_file(device->host, path, to, size) <= 0)
		to[0] = '\0';
}

static const struct rule *rule_for(const struct device *device, enum channel channel,
				   const char *label)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (starts(device->name, rules[i].device) &&
		    (rules[i].label ? starts(label, rules[i].label) : !label[0]))
			return rules[i].channels & 1u << channel ? &rules[i] : NULL;
	return NULL;
}

/* On-chip graphics are within the package; a board has memory of its own. */
static bool is_board(const struct device *device)
{
	char path[400], text[64];
	(void)snprintf(path, sizeof(path), "%s/device/mem_info_vram_vendor", device->folder);
	return !starts(device->name, "amdgpu") ||
	       host_read_file(device->host, path, text, sizeof(text)) >= 0;
}

/* What the maker wrote on an accelerator: of AMD's boards for servers; NULL: memory is out. */
static const char *product_of(const struct device *device)
{
	char path[400], text[96];
	(void)snprintf(path, sizeof(path), "%s/device/product_name", device->folder);
	return host_read_file(device->host, path, text, sizeof(text)) > 0
		       ? arena_strdup(device->found->arena, text)
		       : "";
}

static double update_of(const struct device *device, enum channel channel, int number)
{
	char path[400];
	int64_t ms = 0;
	if (channel == ENERGY)
		return COUNTER_UPDATE_S;
	if (channel != AVERAGE)
		return UPDATE_S;
	(void)snprintf(path, sizeof(path), "%s/power%d_average_interval", device->folder, number);
	if (host_read_int(device->host, path, &ms) == 0 && ms > 0 && ms < 600000)
		return (double)ms * 1e-3;
	return starts(device->name, "power_meter") ? MODULE_UPDATE_S : UPDATE_S;
}

/* "GPU-" and the number of 16 digits by which ROCm names a board; NULL: it has none. */
static const char *identity_of(const struct device *device)
{
	char path[400], text[64];
	(void)snprintf(path, sizeof(path), "%s/device/unique_id", device->folder);
	return host_read_file(device->host, path, text, sizeof(text)) > 0
		       ? arena_printf(device->found->arena, "GPU-%s", text)
		       : NULL;
}

/* How many packages the device's kind has so far: they have no number of their own. */
static int packages_before(const struct device *device)
{
	int n = 0;
	for (size_t i = 0; i + 1 < device->found->n; i++)
		n += device->found->items[i].cover == COVER_PACKAGE &&
		     starts(device->found->items[i].detail, "hwmon amd_hsmp");
	return n;
}

static const char *part_name(const struct device *device, const struct rule *rule,
			     const char *label, int number)
{
	struct arena *arena = device->found->arena;
	switch (rule->cover) {
	case COVER_GPU:
		return device->card >= 0 ? arena_printf(arena, "%s%d", rule->part, device->card)
					 : arena_printf(arena, "gpu.%s", device->number);
	case COVER_RAIL:
		return label[0] ? arena_printf(arena, "rail.%s", label)
				: arena_printf(arena, "rail.%s.%d", device->number, number);
	case COVER_NODE:
		return arena_strdup(arena, rule->part);
	case COVER_SUPPLY:
		return arena_printf(arena, "%s%s.%d", rule->part, device->number, number);
	case COVER_PACKAGE:
	case COVER_CORE:
	case COVER_UNCORE:
	case COVER_DRAM:
	case COVER_PSYS:
	case COVER_SOCKET:
	case COVER_SERVER:
	case COVER_REST:
		break;
	}
	return arena_printf(arena, "%s%d", rule->part,
			    label[0] ? last_number(label) : packages_before(device));
}

static const char *path_of(const struct device *device, enum channel channel, int number)
{
	struct arena *arena = device->found->arena;
	const char *folder = device->folder;
	if (channel == CURRENT)
		return arena_printf(arena, "%s/curr%d_input\n%s/in%d_input", folder, number, folder,
				    number);
	return arena_printf(arena, "%s/%s%d%s", folder, channel_files[channel].prefix, number,
			    channel_files[channel].suffix);
}

static bool is_asleep(const struct device *device)
{
	char path[400];
	(void)snprintf(path, sizeof(path), "%s/device", device->folder);
	return asleep_look(device->host, path);
}

/* Whether it can be read, and the gauge says what can be. A device that sleeps is left asleep. */
static enum tick_state look(const struct device *device, const struct source *source)
{
	if (is_asleep(device))
		return source->cover == COVER_GPU ? TICK_ASLEEP : TICK_ABSENT;
	return kept_file_look(device->host, source, NULL);
}

/* A machine, a socket or a board draws something whenever it is on. */
static bool never_zero(enum cover cover)
{
	return cover == COVER_NODE || cover == COVER_SOCKET || cover == COVER_PACKAGE ||
	       cover == COVER_GPU;
}

static int add_channel(const struct device *device, enum channel channel, int number,
		       struct frugal_error *reterr)
{
	char label[96];
	read_label(device, channel, number, label, sizeof(label));
	const struct rule *rule = rule_for(device, channel, label);
	if (!rule)
		return 0;
	struct source *source = sources_add(device->found);
	if (!source)
		return error_nomem(reterr);
	source->cover = rule->cover == COVER_GPU && !is_board(device) ? COVER_UNCORE : rule->cover;
	source->index =
		rule->cover == COVER_GPU || device->card >= 0 ? device->card : last_number(label);
	if (rule->cover == COVER_PACKAGE && !label[0])
		source->index = packages_before(device);
	if (source->cover == COVER_GPU) {
		source->class = &hwmon_board_class;
		source->maker = rule->maker;
		source->device = product_of(device);
		source->identity = starts(device->name, "amdgpu") ? identity_of(device) : NULL;
		source->render_minor = starts(device->name, "amdgpu") ? device->render : 0;
	}
	source->part = part_name(device, rule, label, number);
	source->detail = arena_printf(device->found->arena, "hwmon %s%s%s", device->name,
				      label[0] ? " " : "", label);
	source->path = path_of(device, channel, number);
	if (!source->part || !source->detail || !source->device || !source->path)
		return error_nomem(reterr);
	source->counter = channel == ENERGY;
	source->never_zero = !source->counter && never_zero(source->cover);
	source->unit = 1e-6;
	source->update.s = update_of(device, channel, number);
	source->max_w = MAX_W;
	source->state = look(device, source);
	if (source->state == TICK_DENIED) {
		source->unlock =
			arena_printf(device->found->arena, "sudo chmod a+r %s", source->path);
		if (!source->unlock)
			return error_nomem(reterr);
	}
	source->low_factor = channel == ENERGY ? 1 : 1 - GAUGE_ERROR;
	source->high_factor = channel == ENERGY ? 1 : 1 + GAUGE_ERROR;
	source->quality = FRUGAL_MEASURED;
	return 0;
}

/* "power12_average" is channel 12 of AVERAGE. */
static bool parse_file(const char *name, enum channel *ret_channel, int *ret_number)
{
	for (int c = 0; c < CHANNELS; c++) {
		struct str rest;
		int64_t number;
		if (!str_after(str_of(name), channel_files[c].prefix, &rest))
			continue;
		size_t digits = strspn(rest.p, "0123456789");
		if (strcmp(rest.p + digits, channel_files[c].suffix) != 0 ||
		    !num_parse_int((struct str){rest.p, digits}, 0, 1 << 20, &number))
			continue;
		*ret_channel = (enum channel)c;
		*ret_number = (int)number;
		return true;
	}
	return false;
}

static int probe_device(struct device *device, struct frugal_error *reterr)
{
	char path[400], **names;
	size_t n;
	(void)snprintf(path, sizeof(path), "%s/name", device->folder);
	if (host_read_file(device->host, path, device->name, sizeof(device->name)) <= 0)
		return 0;
	int r = host_list(device->host, device->folder, device->found->arena, &names, &n);
	if (r < 0)
		return r == -ENOMEM ? error_nomem(reterr) : 0;
	read_drm(device);
	for (int c = 0; c < CHANNELS; c++) /* energies before powers */
		for (size_t i = 0; i < n; i++) {
			enum channel channel;
			int number;
			if (!parse_file(names[i], &channel, &number) || (int)channel != c)
				continue;
			r = add_channel(device, channel, number, reterr);
			if (r < 0)
				return r;
		}
	return 0;
}

static int probe(struct host *host, struct sources *found, struct frugal_error *reterr)
{
	size_t from = found->n;
	char **names;
	size_t n;
	int r = host_list(host, ROOT, found->arena, &names, &n);
	if (r < 0)
		return r == -ENOMEM ? error_nomem(reterr) : 0;
	for (size_t i = 0; r >= 0 && i < n; i++) {
		struct device device = {.host = host, .found = found, .number = names[i]};
		(void)snprintf(device.folder, sizeof(device.folder), "%s/%s", ROOT, names[i]);
		r = probe_device(&device, reterr);
	}
	return r == 0 ? hwmon_combine(host, found, from, reterr) : r;
}

const struct sensor_class hwmon_class = {
	.name = "hwmon",
	.brief = N_("power and energy by the kernel's hardware monitors: AMD processors, AMD and "
		    "Intel accelerators, ARM boards, power supplies"),
	.probe = probe,
	.open = kept_file_open,
	.read = kept_file_read,
	.close = kept_file_close,
};
