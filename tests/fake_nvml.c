/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stand-in for NVIDIA's management library, whose truth is known. Read at each call:
 *
 *	FAKE_NVML_WATTS=200,50   a board each, drawing so much since the library was loaded
 *	FAKE_NVML_COUNTER=0      no energy counter (before Volta): power alone
 *	FAKE_NVML_USE=50         neither energy nor power: how much it works, in per cent
 *	FAKE_NVML_COUNTER=still  a counter that never moves beside the power
 *	FAKE_NVML_SILENT=1       neither energy, nor power, nor use
 *	FAKE_NVML_PART_TIME=1    the power is a square wave, twice the watts for 50 ms of each
 *	                         100 ms, and the power sensor sees the first 25 ms of each only
 *	FAKE_NVML_PIDS=FILE      lines "BOARD PID SM_PERCENT INSTANCE": who works where
 *	FAKE_NVML_LIST=none      the list of processes is not supported; many: it does not fit
 *	FAKE_NVML_BUSY=70        how much it works, in per cent, beside its energy and power
 *	FAKE_NVML_GAUGE=MW       the power whatever it draws: 0, or an error
 *	FAKE_NVML_DRAWS=1        a process draws a screen on each board
 *	FAKE_NVML_REFUSES=R      answers to nothing but with this error, 4: no permission
 *	FAKE_NVML_NAMES=A|B      the names of the boards
 *	FAKE_NVML_SLICES=1,3     slices of each instance of every board: MIG is on
 *	FAKE_NVML_LOG=FILE       is written a line "init", and "board N" for each question to one
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sensor/nvml_api.h"

#define BOARDS 8
#define NOT_SUPPORTED 3

struct nvml_device {
	int board, slice;
};

int nvmlInit_v2(void);
int nvmlShutdown(void);
const char *nvmlErrorString(int r);
int nvmlDeviceGetCount_v2(unsigned *ret);
int nvmlDeviceGetHandleByIndex_v2(unsigned index, nvml_device *ret);
int nvmlDeviceGetHandleByPciBusId_v2(const char *address, nvml_device *ret);
int nvmlDeviceGetName(nvml_device device, char *to, unsigned size);
int nvmlDeviceGetUUID(nvml_device device, char *to, unsigned size);
int nvmlDeviceGetPowerUsage(nvml_device device, unsigned *ret);
int nvmlDeviceGetTotalEnergyConsumption(nvml_device device, unsigned long long *ret);
int nvmlDeviceGetComputeRunningProcesses_v3(nvml_device device, unsigned *n,
					    struct nvml_process *to);
int nvmlDeviceGetGraphicsRunningProcesses_v3(nvml_device device, unsigned *n,
					     struct nvml_process *to);
int nvmlDeviceGetProcessUtilization(nvml_device device, struct nvml_utilization *to, unsigned *n,
				    unsigned long long since);
int nvmlDeviceGetUtilizationRates(nvml_device device, struct nvml_rates *ret);
int nvmlDeviceGetMigMode(nvml_device device, unsigned *now, unsigned *pending);
int nvmlDeviceGetMaxMigDeviceCount(nvml_device device, unsigned *ret);
int nvmlDeviceGetMigDeviceHandleByIndex(nvml_device device, unsigned index, nvml_device *ret);
int nvmlDeviceGetGpuInstanceId(nvml_device device, unsigned *ret);
int nvmlDeviceGetAttributes_v2(nvml_device device, struct nvml_attributes *ret);

static struct nvml_device boards[BOARDS], slices[BOARDS][BOARDS];
static double began_s;

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The i-th number of a list in the environment, or -1. */
static double setting(const char *name, int i)
{
	const char *p = getenv(name);
	for (; p && i > 0; i--) {
		p = strchr(p, ',');
		p = p ? p + 1 : NULL;
	}
	return p && *p ? strtod(p, NULL) : -1;
}

static bool is_set(const char *name, const char *value)
{
	const char *set = getenv(name);
	return set && strcmp(set, value) == 0;
}

/* What would wake a driver, or a board (-1: none of them). */
static void note(int board)
{
	const char *path = getenv("FAKE_NVML_LOG");
	FILE *file = path ? fopen(path, "ae") : NULL;
	if (!file)
		return;
	if (board < 0)
		(void)fputs("init\n", file);
	else
		(void)fprintf(file, "board %d\n", board);
	(void)fclose(file);
}

int nvmlInit_v2(void)
{
	note(-1);
	began_s = now_s();
	return NVML_SUCCESS;
}

int nvmlShutdown(void)
{
	return NVML_SUCCESS;
}

const char *nvmlErrorString(int r)
{
	return r == NOT_SUPPORTED ? "Not Supported" : "Unknown Error";
}

int nvmlDeviceGetCount_v2(unsigned *ret)
{
	*ret = 0;
	if (setting("FAKE_NVML_REFUSES", 0) > 0)
		return (int)setting("FAKE_NVML_REFUSES", 0);
	while (*ret < BOARDS && setting("FAKE_NVML_WATTS", (int)*ret) >= 0)
		(*ret)++;
	return NVML_SUCCESS;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, nvml_device *ret)
{
	note((int)index);
	boards[index] = (struct nvml_device){(int)index, -1};
	*ret = &boards[index];
	return NVML_SUCCESS;
}

/* Board 0 is 0000:01:00.0, board 1 0000:02:00.0. */
int nvmlDeviceGetHandleByPciBusId_v2(const char *address, nvml_device *ret)
{
	return nvmlDeviceGetHandleByIndex_v2((unsigned)strtoul(address + 5, NULL, 16) - 1, ret);
}

int nvmlDeviceGetName(nvml_device device, char *to, unsigned size)
{
	const char *names = getenv("FAKE_NVML_NAMES");
	for (int i = 0; names && i < device->board; i++)
		names = strchr(names, '|') ? strchr(names, '|') + 1 : NULL;
	(void)snprintf(to, size, "%.*s", names ? (int)strcspn(names, "|") : 16,
		       names ? names : "NVIDIA Fake 80GB");
	return NVML_SUCCESS;
}

int nvmlDeviceGetUUID(nvml_device device, char *to, unsigned size)
{
	if (device->slice >= 0)
		(void)snprintf(to, size, "MIG-%d%d-fake", device->board, device->slice);
	else
		(void)snprintf(to, size, "GPU-%d0000000-fake", device->board);
	return NVML_SUCCESS;
}

static double watts(nvml_device device)
{
	return setting("FAKE_NVML_WATTS", device->board);
}

int nvmlDeviceGetPowerUsage(nvml_device device, unsigned *ret)
{
	double factor = setting("FAKE_NVML_PART_TIME", 0) > 0 ? 2 : 1;
	note(device->board);
	if (setting("FAKE_NVML_USE", 0) >= 0)
		return NOT_SUPPORTED;
	if (getenv("FAKE_NVML_SILENT"))
		return NOT_SUPPORTED;
	*ret = (unsigned)(watts(device) * factor * 1000);
	if (setting("FAKE_NVML_GAUGE", 0) >= 0)
		*ret = (unsigned)setting("FAKE_NVML_GAUGE", 0);
	return NVML_SUCCESS;
}

int nvmlDeviceGetTotalEnergyConsumption(nvml_device device, unsigned long long *ret)
{
	double t = now_s() - began_s;
	note(device->board);
	if (is_set("FAKE_NVML_COUNTER", "still")) {
		*ret = 1234567;
		return NVML_SUCCESS;
	}
	if (getenv("FAKE_NVML_SILENT") ||
	    (setting("FAKE_NVML_COUNTER", 0) >= 0 && setting("FAKE_NVML_COUNTER", 0) < 1) ||
	    setting("FAKE_NVML_USE", 0) >= 0)
		return NOT_SUPPORTED;
	if (setting("FAKE_NVML_PART_TIME", 0) > 0) {
		double whole = (double)(long)(t / 0.1) * 0.1, rest = t - whole;
		t = whole + 2 * (rest < 0.05 ? rest : 0.05);
	}
	*ret = (unsigned long long)(1e6 + watts(device) * t * 1000);
	return NVML_SUCCESS;
}

int nvmlDeviceGetUtilizationRates(nvml_device device, struct nvml_rates *ret)
{
	(void)device;
	if (getenv("FAKE_NVML_SILENT"))
		return NOT_SUPPORTED;
	double use = setting("FAKE_NVML_USE", 0), busy = setting("FAKE_NVML_BUSY", 0);
	ret->gpu_percent = use >= 0 ? (unsigned)use : busy >= 0 ? (unsigned)busy : 0;
	ret->memory_percent = 0;
	return NVML_SUCCESS;
}

/* Calls see() for each line about the board. */
static unsigned each_line(nvml_device device,
			  void (*see)(void *to, unsigned i, const long numbers[4]), void *to)
{
	const char *path = getenv("FAKE_NVML_PIDS");
	FILE *file = path ? fopen(path, "re") : NULL;
	char text[256];
	unsigned n = 0;
	while (file && fgets(text, sizeof(text), file)) {
		long numbers[4] = {0};
		char *p = text;
		for (int i = 0; i < 4; i++)
			numbers[i] = strtol(p, &p, 10);
		if (numbers[0] == device->board)
			see(to, n++, numbers);
	}
	if (file)
		(void)fclose(file);
	return n;
}

static void put_process(void *to, unsigned i, const long numbers[4])
{
	struct nvml_process *process = (struct nvml_process *)to + i;
	*process = (struct nvml_process){
		.pid = (unsigned)numbers[1],
		.memory_bytes = 1 << 30,
		.gpu_instance = getenv("FAKE_NVML_SLICES") ? (unsigned)numbers[3] : 0xFFFFFFFFu,
	};
}

int nvmlDeviceGetComputeRunningProcesses_v3(nvml_device device, unsigned *n,
					    struct nvml_process *to)
{
	note(device->board);
	if (is_set("FAKE_NVML_LIST", "none"))
		return NOT_SUPPORTED;
	if (is_set("FAKE_NVML_LIST", "many")) {
		*n = 5000;
		return NVML_ERROR_INSUFFICIENT_SIZE;
	}
	*n = each_line(device, put_process, to);
	return NVML_SUCCESS;
}

int nvmlDeviceGetGraphicsRunningProcesses_v3(nvml_device device, unsigned *n,
					     struct nvml_process *to)
{
	(void)device;
	*n = 0;
	if (getenv("FAKE_NVML_DRAWS"))
		to[(*n)++] = (struct nvml_process){.pid = 1};
	return NVML_SUCCESS;
}

static void put_use(void *to, unsigned i, const long numbers[4])
{
	struct nvml_utilization *use = (struct nvml_utilization *)to + i;
	*use = (struct nvml_utilization){
		.pid = (unsigned)numbers[1],
		.timestamp_us = (unsigned long long)(now_s() * 1e6),
		.sm_percent = (unsigned)numbers[2],
	};
}

int nvmlDeviceGetProcessUtilization(nvml_device device, struct nvml_utilization *to, unsigned *n,
				    unsigned long long since)
{
	(void)since;
	*n = each_line(device, put_use, to);
	return NVML_SUCCESS;
}

int nvmlDeviceGetMigMode(nvml_device device, unsigned *now, unsigned *pending)
{
	(void)device;
	*now = *pending = getenv("FAKE_NVML_SLICES") != NULL;
	return NVML_SUCCESS;
}

int nvmlDeviceGetMaxMigDeviceCount(nvml_device device, unsigned *ret)
{
	(void)device;
	*ret = 7;
	return NVML_SUCCESS;
}

int nvmlDeviceGetMigDeviceHandleByIndex(nvml_device device, unsigned index, nvml_device *ret)
{
	if (index >= BOARDS || setting("FAKE_NVML_SLICES", (int)index) < 0)
		return NOT_SUPPORTED;
	slices[device->board][index] = (struct nvml_device){device->board, (int)index};
	*ret = &slices[device->board][index];
	return NVML_SUCCESS;
}

int nvmlDeviceGetGpuInstanceId(nvml_device device, unsigned *ret)
{
	*ret = (unsigned)device->slice;
	return NVML_SUCCESS;
}

int nvmlDeviceGetAttributes_v2(nvml_device device, struct nvml_attributes *ret)
{
	*ret = (struct nvml_attributes){
		.gpu_slices = (unsigned)setting("FAKE_NVML_SLICES", device->slice),
	};
	return NVML_SUCCESS;
}
