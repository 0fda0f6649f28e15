/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command's share of an NVIDIA board, by the processes that the driver lists on it, and by what
 * each of them uses of the multiprocessors or of the slices.
 */
#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "sensor/nvml_inside.h"

#define USUAL_PROCESSES 256
#define MOST_PROCESSES 1024

double nvml_use(nvml_device device)
{
	struct nvml_rates rates = {0};
	if (!nvml.rates || nvml.rates(device, &rates) != NVML_SUCCESS || rates.gpu_percent > 100)
		return -1;
	return rates.gpu_percent / 100.0;
}

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

/*
 * An empty list is true where the board does nothing, or draws a screen. In containers and under
 * Windows it is empty whatever runs: no answer rather than nobody.
 */
static bool nobody_works(const struct sensor *sensor)
{
	struct nvml_process processes[USUAL_PROCESSES];
	unsigned n = USUAL_PROCESSES;
	double load = nvml_use(sensor->device);
	bool draws = nvml.drawers && nvml.drawers(sensor->device, &n, processes) == NVML_SUCCESS &&
		     n > 0;
	return draws || (load >= 0 && load <= 0);
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

double nvml_share(struct sensor *sensor, const struct owner_test *ours)
{
	struct nvml_process processes[MOST_PROCESSES];
	unsigned n, own = 0;
	if (!list_processes(sensor, processes, &n))
		return SHARE_UNKNOWN;
	for (unsigned i = 0; i < n; i++)
		own += ours->is(ours->context, (int)processes[i].pid);
	if (n == 0)
		return nobody_works(sensor) ? SHARE_NOBODY : SHARE_UNKNOWN;
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

size_t nvml_users(struct sensor *sensor, struct part_user *to, size_t max)
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
