/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the functions of NVML by name; those that older libraries lack stay NULL. The PCI functions
 * are the links in the folder of the kernel's driver.
 */
#include "sensor/nvml_load.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"

#define LIBRARY "libnvidia-ml.so.1"
#define DRIVER "/sys/bus/pci/drivers/nvidia"

struct nvml_api nvml;

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
	(void)find("nvmlDeviceGetHandleByPciBusId_v2", &nvml.by_address);
	(void)find("nvmlDeviceGetFieldValues", &nvml.fields);
	(void)find("nvmlDeviceGetPowerManagementDefaultLimit", &nvml.limit_mw);
	if (!find("nvmlDeviceGetComputeRunningProcesses_v3", &nvml.processes))
		(void)find("nvmlDeviceGetComputeRunningProcesses_v2", &nvml.processes);
	if (!find("nvmlDeviceGetGraphicsRunningProcesses_v3", &nvml.drawers))
		(void)find("nvmlDeviceGetGraphicsRunningProcesses_v2", &nvml.drawers);
	(void)find("nvmlDeviceGetProcessUtilization", &nvml.utilization);
	(void)find("nvmlDeviceGetUtilizationRates", &nvml.rates);
	(void)find("nvmlDeviceGetMigMode", &nvml.mig_mode);
	(void)find("nvmlDeviceGetMaxMigDeviceCount", &nvml.mig_count);
	(void)find("nvmlDeviceGetMigDeviceHandleByIndex", &nvml.mig_by_index);
	(void)find("nvmlDeviceGetGpuInstanceId", &nvml.mig_instance);
	(void)find("nvmlDeviceGetAttributes_v2", &nvml.attributes);
	return all;
}

int nvml_start(struct host *host, char *words, size_t size)
{
	const char *own = host_options(host)->nvml;
	if (nvml.library)
		return NVML_SUCCESS;
	/* A scripted tree has only the accelerators of its own NVML. */
	if (!own && strcmp(host_root(host), "/") != 0)
		return NVML_NO_DRIVER;
	nvml.library = dlopen(own && own[0] ? own : LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (!nvml.library) {
		if (own)
			log_note("sensor.nvml", "%s", dlerror());
		return NVML_NO_DRIVER;
	}
	int r = find_all() ? nvml.init() : NVML_NO_DRIVER;
	if (r == NVML_SUCCESS)
		return r;
	(void)snprintf(words, size, "%s", r < 0 ? "not NVML" : nvml.error_string(r));
	log_note("sensor.nvml", "nvmlInit: %s", words);
	dlclose(nvml.library);
	nvml = (struct nvml_api){0};
	return r == NVML_ERROR_DRIVER_NOT_LOADED ? NVML_NO_DRIVER : r;
}

size_t nvml_folders(const struct host *host, struct nvml_folder to[NVML_MOST_BOARDS])
{
	struct arena arena = {0};
	char **names;
	size_t n = 0, listed = 0;
	if (host_list(host, DRIVER, &arena, &names, &n) < 0)
		n = 0;
	for (size_t i = 0; i < n && listed < NVML_MOST_BOARDS; i++)
		if (strchr(names[i], ':') && strlen(names[i]) < NVML_FOLDER - sizeof(DRIVER))
			(void)snprintf(to[listed++].of, NVML_FOLDER, DRIVER "/%s", names[i]);
	arena_release(&arena);
	return listed;
}

int nvml_board(unsigned index, const struct nvml_folder *folder, nvml_device *ret)
{
	if (folder && nvml.by_address)
		return nvml.by_address(strrchr(folder->of, '/') + 1, ret);
	return nvml.by_index(index, ret);
}
