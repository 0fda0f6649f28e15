/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NVIDIA's management library, and the boards of its driver by their PCI functions, which are known
 * without it: starting the library may wake the driver, and asking for a board wakes that board.
 */
#ifndef SENSOR_NVML_LOAD_H
#define SENSOR_NVML_LOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "host/host.h"
#include "sensor/nvml_api.h"

#define NVML_MOST_BOARDS 64
#define NVML_FOLDER 64

/* Opened once and never closed: unloading drops the driver where no other process uses it. */
extern struct nvml_api nvml;

#define NVML_NO_DRIVER (-1)

/* NVML_SUCCESS; the driver's refusal, with its words; or NVML_NO_DRIVER, also without the library.
 */
int nvml_start(struct host *host, char *words, size_t size);

struct nvml_folder {
	char of[NVML_FOLDER]; /* "/sys/bus/pci/drivers/nvidia/0000:01:00.0" */
};

/* Its PCI functions in the order of the bus, which is NVML's; 0 where the kernel lists none (WSL).
 */
size_t nvml_folders(const struct host *host, struct nvml_folder to[NVML_MOST_BOARDS]);

/* By its PCI function (NULL: not known), so that no other board is asked for; else by its index. */
int nvml_board(unsigned index, const struct nvml_folder *folder, nvml_device *ret);

#endif
