/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NVIDIA accelerators by NVML, found by dlopen (or at FRUGAL_NVML). Volta and later count energy in
 * millijoules since the driver was loaded; older boards and many virtual ones give a power, which
 * is then integrated. The board's own sensor sees only part of the time on some generations (A100
 * and H100: a quarter), so that 5 % is the best error to state. The processes on the board give the
 * command's share: all of it when all are the command's, else their use of the multiprocessors, or
 * slices of the board (MIG), which share one sensor. Loading the library and waking the driver
 * takes from milliseconds to seconds: the class is slow. A board that gives neither energy nor
 * power (many virtual ones) is modelled by its utilisation.
 */
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/log.h"
#include "sensor/nvml_api.h"
#include "sensor/sensor.h"

#define LIBRARY "libnvidia-ml.so.1"
#define UPDATE_S 0.1
#define MOST_W 3000 /* where the board does not state its limit */
#define ERROR 0.05
#define INTEGRATED_ERROR 0.15 /* of a power that is sampled now and then */
#define USUAL_PROCESSES 256
#define MOST_PROCESSES 1024
#define MOST_SLICES 16
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

/* Opened once and never closed: unloading drops the driver where no other process uses it. */
static struct nvml_api nvml;

struct sensor {
	const struct host *host;
	nvml_device device;
	bool counter;
	bool mig;
	unsigned long long seen_us;
	/* Of the counter: its last value, and since when; then the power is integrated. */
	unsigned long long last_mj;
	int64_t moved_ns;
	bool instead;
	const struct model_feed *feed; /* of a board that is modelled */
	double microjoules;
	int64_t at_ns;
};

static bool find(const char *name, void *to)
{
	void *symbol = dlsym(nvml.library, name);
	memcpy(to, &symbol, sizeof(symbol));
	return symbol != NULL;
}

static bool find_all(void)
{
	bool all = find("nvmlInit_v2", &nvml.init) && find("nvmlShutdown", &nvml.shutdown) &&
		   find("nvmlErrorString", &nvml.error_string) &&
		   find("nvmlDeviceGetCount_v2", &nvml.count) &&
		   find("nvmlDeviceGetHandleByIndex_v2", &nvml.by_index) &&
		   find("nvmlDeviceGetName", &nvml.name) && find("nvmlDeviceGetUUID", &nvml.uuid) &&
		   find("nvmlDeviceGetPowerUsage", &nvml.power_mw);
	(void)find("nvmlDeviceGetTotalEnergyConsumption", &nvml.energy_mj);
	(void)find("nvmlDeviceGetFieldValues", &nvml.fields);
	(void)find("nvmlDeviceGetPowerManagementDefaultLimit", &nvml.limit_mw);
	if (!find("nvmlDeviceGetComputeRunningProcesses_v3", &nvml.processes))
		(void)find("nvmlDeviceGetComputeRunningProcesses_v2", &nvml.processes);
	(void)find("nvmlDeviceGetProcessUtilization", &nvml.utilization);
	(void)find("nvmlDeviceGetUtilizationRates", &nvml.rates);
	(void)find("nvmlDeviceGetMigMode", &nvml.mig_mode);
	(void)find("nvmlDeviceGetMaxMigDeviceCount", &nvml.mig_count);
	(void)find("nvmlDeviceGetMigDeviceHandleByIndex", &nvml.mig_by_index);
	(void)find("nvmlDeviceGetGpuInstanceId", &nvml.mig_instance);
	(void)find("nvmlDeviceGetAttributes_v2", &nvml.attributes);
	return all;
}

/* False without the library, or without a driver behind it. */
static bool load(struct host *host)
{
	const char *own = host_options(host)->nvml;
	if (nvml.library)
		return true;
	/* A scripted tree has only the accelerators of its own NVML. */
	if (!own && strcmp(host_root(host), "/") != 0)
		return false;
	nvml.library = dlopen(own && own[0] ? own : LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (!nvml.library) {
		if (own)
			log_note("sensor.nvml", "%s", dlerror());
		return false;
	}
	int r = find_all() ? nvml.init() : -1;
	if (r == NVML_SUCCESS)
		return true;
	log_note("sensor.nvml", "nvmlInit: %s", r < 0 ? "not NVML" : nvml.error_string(r));
	dlclose(nvml.library);
	nvml = (struct nvml_api){0};
	return false;
}

static bool is_mig(nvml_device device)
{
	unsigned now = 0, pending = 0;
	return nvml.mig_mode && nvml.mig_mode(device, &now, &pending) == NVML_SUCCESS && now;
}

/* The utilisation of the last moment, 0..1; -1 when the board does not give it. */
static double load_of(nvml_device device)
{
	struct nvml_rates rates = {0};
	if (!nvml.rates || nvml.rates(device, &rates) != NVML_SUCCESS || rates.gpu_percent > 100)
		return -1;
	return rates.gpu_percent / 100.0;
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

static bool gauge_is_there(nvml_device device)
{
	unsigned mw = 0;
	return nvml.power_mw(device, &mw) == NVML_SUCCESS && mw > 0;
}

static int add_board(struct sources *found, unsigned index, struct frugal_error *reterr)
{
	nvml_device device;
	char name[96] = "", uuid[96] = "";
	unsigned long long mj;
	unsigned mw, limit = 0;
	if (nvml.by_index(index, &device) != NVML_SUCCESS)
		return 0;
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	(void)nvml.name(device, name, sizeof(name));
	(void)nvml.uuid(device, uuid, sizeof(uuid));
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
	source->path = arena_strdup(found->arena, uuid);
	if (!source->part || !source->detail || !source->device || !source->path)
		return error_nomem(reterr);
	source->state = gauged == NVML_SUCCESS               ? TICK_OK
			: gauged == NVML_ERROR_NO_PERMISSION ? TICK_DENIED
							     : TICK_ABSENT;
	source->unlock = source->state == TICK_DENIED
				 ? "sudo frugal run ... (the driver keeps it to root)"
				 : "";
	source->unit = 1e-3;
	source->update.s = UPDATE_S;
	if (nvml.limit_mw && nvml.limit_mw(device, &limit) == NVML_SUCCESS && limit)
		source->max_w = 2e-3 * limit; /* peaks of milliseconds go over the limit */
	else
		source->max_w = MOST_W;
	if (source->counter && gauge_is_there(device)) {
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
	if (source->state == TICK_ABSENT && load_of(device) >= 0)
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

static int probe(struct host *host, struct sources *found, struct frugal_error *reterr)
{
	unsigned count = 0;
	if (!load(host) || nvml.count(&count) != NVML_SUCCESS)
		return 0;
	int r = 0;
	for (unsigned i = 0; r == 0 && i < count; i++)
		r = add_board(found, i, reterr);
	return r;
}

static int open_board(struct host *host, const struct source *source, struct sensor **ret,
		      struct frugal_error *reterr)
{
	nvml_device device;
	int r = nvml.by_index ? nvml.by_index((unsigned)source->index, &device) : -1;
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
		.counter = source->counter,
		.mig = is_mig(device),
		.feed = source->feed,
		.at_ns = source->feed ? source->feed->start_ns : 0,
	};
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
	double load = load_of(sensor->device);
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
	if (read_power(sensor->device, &mw) != NVML_SUCCESS)
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

static void read_board(struct sensor *sensor, struct tick *ret_tick)
{
	unsigned long long mj = 0;
	uint64_t raw = 0;
	int r;
	*ret_tick = (struct tick){0};
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

/*
 * False when the driver does not list them: under Windows, on many virtual boards, or when they are
 * more than fit. That is not an empty list; nor is one that held hundreds a moment ago.
 */
static bool list_processes(const struct sensor *sensor, struct nvml_process *to, unsigned *ret_n)
{
	unsigned n = USUAL_PROCESSES;
	int r = nvml.processes ? nvml.processes(sensor->device, &n, to) : -1;
	bool again = r == NVML_ERROR_INSUFFICIENT_SIZE;
	if (again) {
		n = MOST_PROCESSES;
		r = nvml.processes(sensor->device, &n, to);
	}
	bool listed = r == NVML_SUCCESS && !(again && n == 0);
	*ret_n = listed ? n : 0;
	return listed;
}

/* No process of the board is visible here: they are of another namespace (a container's view). */
static bool all_foreign(const struct nvml_process *processes, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (kill((pid_t)processes[i].pid, 0) == 0 || errno != ESRCH)
			return false;
	return n > 0;
}

/* By use of the multiprocessors since the last call; -1 when no process used them. */
static double share_by_use(struct sensor *sensor, const struct owner_test *ours)
{
	struct nvml_utilization use[MOST_PROCESSES];
	unsigned n = MOST_PROCESSES;
	double own = 0, all = 0;
	if (!nvml.utilization ||
	    nvml.utilization(sensor->device, use, &n, sensor->seen_us) != NVML_SUCCESS)
		return -1;
	for (unsigned i = 0; i < n; i++) {
		if (use[i].timestamp_us <= sensor->seen_us || use[i].sm_percent > 100)
			continue;
		all += use[i].sm_percent;
		own += ours->is(ours->context, (int)use[i].pid) ? use[i].sm_percent : 0;
	}
	for (unsigned i = 0; i < n; i++)
		if (use[i].timestamp_us > sensor->seen_us)
			sensor->seen_us = use[i].timestamp_us;
	return all > 0 ? own / all : -1;
}

/* The command's part of the slices in use. One sensor serves them all: an estimate. */
static double share_by_slices(const struct sensor *sensor, const struct nvml_process *processes,
			      unsigned n, const struct owner_test *ours)
{
	unsigned count = 0;
	double own = 0, all = 0;
	if (!nvml.mig_count || nvml.mig_count(sensor->device, &count) != NVML_SUCCESS)
		return -1;
	for (unsigned i = 0; i < count && i < MOST_SLICES; i++) {
		nvml_device slice;
		unsigned instance = 0;
		struct nvml_attributes attributes = {0};
		bool used = false, mine = false;
		if (nvml.mig_by_index(sensor->device, i, &slice) != NVML_SUCCESS ||
		    nvml.mig_instance(slice, &instance) != NVML_SUCCESS ||
		    nvml.attributes(slice, &attributes) != NVML_SUCCESS)
			continue;
		for (unsigned k = 0; k < n; k++) {
			used |= processes[k].gpu_instance == instance;
			mine |= processes[k].gpu_instance == instance &&
				ours->is(ours->context, (int)processes[k].pid);
		}
		all += used ? attributes.gpu_slices : 0;
		own += mine ? attributes.gpu_slices : 0;
	}
	return all > 0 ? own / all : -1;
}

static double share_of(struct sensor *sensor, const struct owner_test *ours)
{
	struct nvml_process processes[MOST_PROCESSES];
	unsigned n, own = 0;
	if (!list_processes(sensor, processes, &n))
		return SHARE_UNKNOWN;
	for (unsigned i = 0; i < n; i++)
		own += ours->is(ours->context, (int)processes[i].pid);
	if (n == 0)
		return SHARE_NOBODY;
	if (all_foreign(processes, n))
		return SHARE_UNKNOWN;
	if (own == 0 || own == n)
		return own ? 1 : 0;
	double share = sensor->mig && nvml.mig_by_index && nvml.mig_instance && nvml.attributes
			       ? share_by_slices(sensor, processes, n, ours)
			       : share_by_use(sensor, ours);
	if (share < 0) /* no process worked: the command's part of their number */
		share = (double)own / n;
	return share;
}

static size_t users_of(struct sensor *sensor, struct part_user *to, size_t max)
{
	struct nvml_process processes[MOST_PROCESSES];
	struct nvml_utilization use[MOST_PROCESSES];
	unsigned n, n_use = MOST_PROCESSES;
	double all = 0;
	(void)list_processes(sensor, processes, &n);
	if (n > max)
		n = (unsigned)max;
	if (!nvml.utilization ||
	    nvml.utilization(sensor->device, use, &n_use, sensor->seen_us) != NVML_SUCCESS)
		n_use = 0;
	for (unsigned i = 0; i < n; i++) {
		to[i] = (struct part_user){(int)processes[i].pid, 0};
		for (unsigned k = 0; k < n_use; k++)
			if (use[k].pid == processes[i].pid && use[k].sm_percent <= 100)
				to[i].share += use[k].sm_percent;
		all += to[i].share;
	}
	for (unsigned k = 0; k < n_use; k++)
		if (use[k].timestamp_us > sensor->seen_us)
			sensor->seen_us = use[k].timestamp_us;
	for (unsigned i = 0; i < n; i++)
		to[i].share = all > 0 ? to[i].share / all : 1.0 / n;
	return n;
}

static void close_board(struct sensor *sensor)
{
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
