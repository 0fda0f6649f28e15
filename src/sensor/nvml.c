/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NVIDIA accelerators by NVML, found by dlopen (or at FRUGAL_NVML). Volta and later count energy in
 * millijoules since the driver was loaded; older boards and many virtual ones give a power, which
 * is then integrated. The board's own sensor sees only part of the time on some generations (A100
 * and H100: a quarter), so that 5 % is the best error to state. The processes on the board give the
 * command's share: all of it when all are the command's, else their use of the multiprocessors, or
 * slices of the board (MIG), which share one sensor. Loading the library and waking the driver
 * takes from milliseconds to seconds: the class is slow. A board that gives neither energy nor
 * power (many virtual ones) is modelled by its utilisation. A board that the kernel suspended is
 * not asked, which would wake it, until it is awake.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/intl.h"
#include "sensor/asleep.h"
#include "sensor/nvml_inside.h"

#define UPDATE_S 0.1
#define MOST_W 3000 /* where the board does not state its limit */
#define ERROR 0.05
#define INTEGRATED_ERROR 0.15 /* of a power that is sampled now and then */
#define DENIED_UNLOCK "sudo frugal run ... (the driver keeps it to root)"
/* A counter that stands still for so long while the board draws power is out of order. */
#define STILL_NS 500000000

static const struct board_maker nvidia = {
	.variables = {"CUDA_VISIBLE_DEVICES"},
	.order = "CUDA_DEVICE_ORDER",
	.as_here = "PCI_BUS_ID",
	.order_note = N_("no board is hidden: they differ, and CUDA_DEVICE_ORDER is not "
			 "PCI_BUS_ID; "),
	.by_index = true,
};

static bool is_mig(nvml_device device)
{
	unsigned now = 0, pending = 0;
	return nvml.mig_mode && nvml.mig_mode(device, &now, &pending) == NVML_SUCCESS && now;
}

/* The session asks gpu_power for its curve. */
static int model_board(struct sources *found, struct source *source, const char *name,
		       struct frugal_error *reterr)
{
	source->board = source->device;
	source->detail = arena_printf(found->arena, "NVML %s, modelled by its use", name);
	if (!source->detail)
		return error_nomem(reterr);
	source->state = TICK_OK;
	source->quality = FRUGAL_MODELLED;
	source->counter = true;
	source->unit = 1e-6;
	return 0;
}

static bool is_power(unsigned mw, double max_w)
{
	return mw > 0 && (double)mw * 1e-3 <= max_w;
}

static bool gauge_is_there(nvml_device device, double max_w)
{
	unsigned mw = 0;
	return nvml.power_mw(device, &mw) == NVML_SUCCESS && is_power(mw, max_w);
}

/* A board, or all of them, of which the driver gives nothing but its refusal. */
static int add_refused(struct sources *found, const char *part, int r, const char *words,
		       struct frugal_error *reterr)
{
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	source->cover = COVER_GPU;
	source->part = arena_strdup(found->arena, part);
	source->detail = arena_printf(found->arena, "NVML: %s", words);
	source->state = r == NVML_ERROR_NO_PERMISSION ? TICK_DENIED : TICK_ABSENT;
	source->unlock = source->state == TICK_DENIED ? DENIED_UNLOCK : "";
	source->unit = 1e-3;
	source->quality = FRUGAL_MEASURED;
	source->low_factor = source->high_factor = 1;
	return source->part && source->detail ? 0 : error_nomem(reterr);
}

/* The board's UUID, and on lines of their own those of its slices. */
static const char *identity_of(struct sources *found, nvml_device device)
{
	struct buf text = {0};
	char uuid[96] = "";
	unsigned count = 0;
	nvml_device slice;
	if (nvml.uuid(device, uuid, sizeof(uuid)) == NVML_SUCCESS)
		buf_puts(&text, uuid);
	bool has_slices = is_mig(device) && nvml.mig_by_index && nvml.mig_count &&
			  nvml.mig_count(device, &count) == NVML_SUCCESS;
	for (unsigned i = 0; has_slices && i < count && i < MOST_SLICES; i++)
		if (nvml.mig_by_index(device, i, &slice) == NVML_SUCCESS &&
		    nvml.uuid(slice, uuid, sizeof(uuid)) == NVML_SUCCESS)
			buf_addf(&text, "\n%s", uuid);
	const char *kept = text.failed ? NULL : arena_strdup(found->arena, buf_text(&text));
	buf_release(&text);
	return kept;
}

/* "Model: \t NVIDIA ..." of the driver, which does not wake the board for it; else "". */
static void read_fact(const struct host *host, const struct nvml_folder *folder, const char *name,
		      char *to, size_t size)
{
	char path[128], text[1024];
	(void)snprintf(path, sizeof(path), "/proc/driver/nvidia/gpus%s/information",
		       strrchr(folder->of, '/'));
	const char *line = NULL;
	if (host_read_file(host, path, text, sizeof(text)) > 0)
		line = strstr(text, name);
	line = line ? line + strlen(name) : "";
	line += strspn(line, " \t");
	size_t n = strcspn(line, "\n");
	(void)snprintf(to, size, "%.*s", (int)(n < size && !memchr(line, '?', n) ? n : 0), line);
}

/* It is asked by its power as soon as it is awake: whether it counts is not known before. */
static int add_sleeping(const struct host *host, struct sources *found, unsigned index,
			const struct nvml_folder *folder, struct frugal_error *reterr)
{
	char name[96], uuid[96];
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	read_fact(host, folder, "Model:", name, sizeof(name));
	read_fact(host, folder, "GPU UUID:", uuid, sizeof(uuid));
	source->cover = COVER_GPU;
	source->maker = &nvidia;
	source->index = (int)index;
	source->part = arena_printf(found->arena, "gpu.%u", index);
	source->detail = arena_printf(found->arena, "NVML %s, power integrated",
				      name[0] ? name : strrchr(folder->of, '/') + 1);
	source->device = arena_strdup(found->arena, name);
	source->path = source->identity = arena_strdup(found->arena, uuid);
	if (!source->part || !source->detail || !source->device || !source->path)
		return error_nomem(reterr);
	source->state = TICK_ASLEEP;
	source->unlock = "";
	source->unit = 1e-3;
	source->update.s = UPDATE_S;
	source->max_w = MOST_W;
	source->low_factor = 1 - INTEGRATED_ERROR;
	source->high_factor = 1 + INTEGRATED_ERROR;
	source->quality = FRUGAL_MEASURED;
	return 0;
}

static int add_board(struct sources *found, unsigned index, const struct nvml_folder *folder,
		     struct frugal_error *reterr)
{
	nvml_device device;
	char name[96] = "";
	unsigned long long mj;
	unsigned mw = 0, limit = 0;
	int refused = nvml_board(index, folder, &device);
	if (refused != NVML_SUCCESS) {
		(void)snprintf(name, sizeof(name), "gpu.%u", index);
		return add_refused(found, name, refused, nvml.error_string(refused), reterr);
	}
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	(void)nvml.name(device, name, sizeof(name));
	if (nvml.limit_mw && nvml.limit_mw(device, &limit) == NVML_SUCCESS && limit)
		source->max_w = 2e-3 * limit; /* peaks of milliseconds go over the limit */
	else
		source->max_w = MOST_W;
	int counted = nvml.energy_mj ? nvml.energy_mj(device, &mj) : -1;
	int gauged = counted == NVML_SUCCESS ? NVML_SUCCESS : nvml.power_mw(device, &mw);
	source->cover = COVER_GPU;
	source->maker = &nvidia;
	source->index = (int)index;
	source->counter = counted == NVML_SUCCESS;
	source->part = arena_printf(found->arena, "gpu.%u", index);
	source->detail = arena_printf(found->arena, "NVML %s%s%s", name,
				      source->counter ? "" : ", power integrated",
				      is_mig(device) ? ", slices" : "");
	source->device = arena_strdup(found->arena, name);
	source->path = source->identity = identity_of(found, device);
	if (!source->part || !source->detail || !source->device || !source->path)
		return error_nomem(reterr);
	source->never_zero = !source->counter;
	bool says = gauged == NVML_SUCCESS && (source->counter || is_power(mw, source->max_w));
	source->state = says                                 ? TICK_OK
			: gauged == NVML_ERROR_NO_PERMISSION ? TICK_DENIED
							     : TICK_ABSENT;
	source->unlock = source->state == TICK_DENIED ? DENIED_UNLOCK : "";
	source->unit = 1e-3;
	source->update.s = UPDATE_S;
	if (source->counter && gauge_is_there(device, source->max_w)) {
		source->instead.detail =
			arena_printf(found->arena,
				     "NVML %s, whose counter stands still: power integrated", name);
		if (!source->instead.detail)
			return error_nomem(reterr);
		source->instead.low_factor = 1 - INTEGRATED_ERROR;
		source->instead.high_factor = 1 + INTEGRATED_ERROR;
	}
	double error = source->counter ? ERROR : INTEGRATED_ERROR;
	source->low_factor = 1 - error;
	source->high_factor = 1 + error;
	source->quality = FRUGAL_MEASURED;
	if (source->state == TICK_ABSENT && nvml_use(device) >= 0)
		return model_board(found, source, name, reterr);
	return 0;
}

/* The devices of the driver; under WSL (Windows) there is another. */
static bool is_likely(const struct host *host, const struct sources *found)
{
	(void)found;
	return host_options(host)->nvml || access("/dev/nvidiactl", F_OK) == 0 ||
	       access("/dev/nvidia0", F_OK) == 0 || access("/dev/dxg", F_OK) == 0;
}

/* Where the kernel lists no boards of the driver, or others than the library. */
static int probe_all(struct sources *found, unsigned count, struct frugal_error *reterr)
{
	int r = 0;
	for (unsigned i = 0; r == 0 && i < count; i++)
		r = add_board(found, i, NULL, reterr);
	return r;
}

/* NVML_SUCCESS and the count of boards; what the driver refuses, in words; or NVML_NO_DRIVER. */
static int start(struct host *host, unsigned *ret_count, char *words, size_t size)
{
	int r = nvml_start(host, words, size);
	if (r != NVML_SUCCESS)
		return r;
	r = nvml.count(ret_count);
	(void)snprintf(words, size, "%s", nvml.error_string(r));
	return r;
}

static int probe(struct host *host, struct sources *found, struct frugal_error *reterr)
{
	struct nvml_folder folders[NVML_MOST_BOARDS];
	size_t n = nvml_folders(host, folders), sleeping = 0;
	unsigned count = 0;
	char words[96] = "";
	int r = 0, refused = NVML_NO_DRIVER;
	for (size_t i = 0; i < n; i++)
		sleeping += asleep_look(host, folders[i].of);
	/* The library is started only when a board is awake. */
	if (n == 0 || sleeping < n)
		refused = start(host, &count, words, sizeof(words));
	if (refused != NVML_SUCCESS && refused != NVML_NO_DRIVER)
		r = add_refused(found, "gpu", refused, words, reterr);
	bool loaded = refused == NVML_SUCCESS;
	if (!sleeping)
		return loaded ? probe_all(found, count, reterr) : r;
	for (size_t i = 0; r == 0 && i < n; i++) {
		if (asleep_look(host, folders[i].of))
			r = add_sleeping(host, found, (unsigned)i, &folders[i], reterr);
		else if (loaded)
			r = add_board(found, (unsigned)i, &folders[i], reterr);
	}
	return r;
}

static int open_board(struct host *host, const struct source *source, struct sensor **ret,
		      struct frugal_error *reterr)
{
	struct nvml_folder folders[NVML_MOST_BOARDS];
	nvml_device device = NULL;
	size_t n = nvml_folders(host, folders);
	const struct nvml_folder *folder =
		source->index >= 0 && (size_t)source->index < n ? &folders[source->index] : NULL;
	int r = NVML_SUCCESS;
	if (source->state != TICK_ASLEEP)
		r = nvml.library ? nvml_board((unsigned)source->index, folder, &device) : -1;
	if (r != NVML_SUCCESS)
		return error_set(reterr, FRUGAL_EENV, "%s: %s", source->detail,
				 r < 0 ? "NVML" : nvml.error_string(r));
	if (source->board && !source->feed)
		return error_set(reterr, FRUGAL_EENV, _("no model gives the power of '%s'"),
				 source->board);
	struct sensor *sensor = mem_zalloc(1, sizeof(*sensor));
	if (!sensor)
		return error_nomem(reterr);
	*sensor = (struct sensor){
		.host = host,
		.device = device,
		.index = (unsigned)source->index,
		.status_fd = folder ? asleep_open(host, folder->of) : -1,
		.counter = source->counter,
		.mig = device && is_mig(device),
		.max_w = source->max_w,
		.feed = source->feed,
		.at_ns = source->feed ? source->feed->start_ns : 0,
	};
	if (folder)
		sensor->folder = *folder;
	*ret = sensor;
	return 0;
}

/* The power of this moment rather than the mean of a second, where the board gives it. */
static int read_power(nvml_device device, uint64_t *ret_mw)
{
	struct nvml_field_value field = {.field = NVML_FIELD_POWER_INSTANT};
	unsigned mw = 0;
	if (nvml.fields && nvml.fields(device, 1, &field) == NVML_SUCCESS &&
	    field.result == NVML_SUCCESS && field.value.u) {
		*ret_mw = field.value.u;
		return NVML_SUCCESS;
	}
	int r = nvml.power_mw(device, &mw);
	*ret_mw = mw;
	return r;
}

static void follow_load(struct sensor *sensor, struct tick *ret_tick)
{
	double load = nvml_use(sensor->device);
	int64_t now_ns = host_monotonic_ns(sensor->host);
	if (load >= 0 && now_ns > sensor->at_ns) {
		sensor->microjoules += power_curve_at(&sensor->feed->curve, load) *
				       (double)(now_ns - sensor->at_ns) * 1e-3;
		sensor->at_ns = now_ns;
	}
	*ret_tick = (struct tick){
		.raw = (uint64_t)sensor->microjoules,
		.at_ns = sensor->at_ns,
		.state = load >= 0 ? TICK_OK : TICK_STALE,
	};
}

/*
 * Goes on from the counter's last value by the board's power, once the counter has stood still for
 * a while at a power above zero.
 */
static void mind_still_counter(struct sensor *sensor, unsigned long long mj, struct tick *tick)
{
	uint64_t mw = 0;
	if (!sensor->instead && (mj != sensor->last_mj || !sensor->moved_ns)) {
		sensor->last_mj = mj;
		sensor->moved_ns = tick->at_ns;
		return;
	}
	if (!sensor->instead && tick->at_ns - sensor->moved_ns < STILL_NS)
		return;
	if (read_power(sensor->device, &mw) != NVML_SUCCESS || (double)mw * 1e-3 > sensor->max_w)
		return;
	if (!sensor->instead && mw > 0) {
		sensor->instead = true;
		sensor->at_ns = sensor->moved_ns;
	}
	if (!sensor->instead)
		return;
	sensor->microjoules += (double)mw * 1e-6 * (double)(tick->at_ns - sensor->at_ns);
	sensor->at_ns = tick->at_ns;
	tick->raw = sensor->last_mj + (uint64_t)(sensor->microjoules * 1e-3);
	tick->instead = true;
}

/* The board that was asleep has awoken: the library may be started, and asked for it. */
static bool wake_up(struct sensor *sensor)
{
	char words[96];
	if (nvml_start(sensor->host, words, sizeof(words)) != NVML_SUCCESS ||
	    nvml_board(sensor->index, sensor->folder.of[0] ? &sensor->folder : NULL,
		       &sensor->device) != NVML_SUCCESS) {
		sensor->device = NULL;
		return false;
	}
	sensor->mig = is_mig(sensor->device);
	return true;
}

static void read_board(struct sensor *sensor, struct tick *ret_tick)
{
	unsigned long long mj = 0;
	uint64_t raw = 0;
	int r;
	*ret_tick = (struct tick){0};
	if (asleep_now(sensor->status_fd)) {
		*ret_tick = (struct tick){.raw = sensor->counter ? sensor->last_mj : 0,
					  .at_ns = host_monotonic_ns(sensor->host),
					  .state = TICK_ASLEEP};
		return;
	}
	if (!sensor->device && !wake_up(sensor)) {
		ret_tick->state = TICK_ABSENT;
		return;
	}
	if (sensor->feed) {
		follow_load(sensor, ret_tick);
		return;
	}
	if (sensor->counter) {
		r = nvml.energy_mj(sensor->device, &mj);
		raw = mj;
	} else {
		r = read_power(sensor->device, &raw);
	}
	ret_tick->at_ns = host_monotonic_ns(sensor->host);
	ret_tick->raw = raw;
	if (r == NVML_SUCCESS && sensor->counter)
		mind_still_counter(sensor, mj, ret_tick);
	if (r != NVML_SUCCESS)
		ret_tick->state = r == NVML_ERROR_NO_PERMISSION ? TICK_DENIED : TICK_STALE;
}

/* ---- shares --------------------------------------------------------------------------------- */

static double share_of(struct sensor *sensor, const struct owner_test *ours)
{
	if (!sensor->device || asleep_now(sensor->status_fd))
		return SHARE_NOBODY; /* a board that somebody uses does not sleep */
	return nvml_share(sensor, ours);
}

static size_t users_of(struct sensor *sensor, struct part_user *to, size_t max)
{
	if (!sensor->device || asleep_now(sensor->status_fd))
		return 0;
	return nvml_users(sensor, to, max);
}

static void close_board(struct sensor *sensor)
{
	if (sensor->status_fd >= 0)
		close(sensor->status_fd);
	mem_free(sensor);
}

const struct sensor_class nvml_class = {
	.name = "nvml",
	.brief = N_("energy or power of NVIDIA accelerators, by their management library"),
	.is_slow = true,
	.is_likely = is_likely,
	.probe = probe,
	.open = open_board,
	.read = read_board,
	.share = share_of,
	.users = users_of,
	.close = close_board,
};
