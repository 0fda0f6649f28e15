/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of NVIDIA's management library that frugal calls, found at run time: names, layouts and
 * numbers as in NVML's public reference (versions 11 to 13). None of its headers is needed.
 */
#ifndef SENSOR_NVML_API_H
#define SENSOR_NVML_API_H

#include <stdint.h>

#define NVML_SUCCESS 0
#define NVML_ERROR_NO_PERMISSION 4
#define NVML_ERROR_INSUFFICIENT_SIZE 7
#define NVML_ERROR_DRIVER_NOT_LOADED 9

#define NVML_FIELD_POWER_INSTANT 186

typedef struct nvml_device *nvml_device; /* of NVML */

struct nvml_field_value {
	unsigned field, scope;
	long long timestamp_us, latency_us;
	unsigned type; /* 0 double, 1 unsigned, 2 unsigned long, 3 unsigned long long */
	int result;
	union {
		double d;
		unsigned u;
		unsigned long ul;
		unsigned long long ull;
	} value;
};

struct nvml_process {
	unsigned pid;
	unsigned long long memory_bytes;
	unsigned gpu_instance, compute_instance; /* 0xFFFFFFFF: the board is not in slices */
};

struct nvml_utilization {
	unsigned pid;
	unsigned long long timestamp_us;
	unsigned sm_percent, memory_percent, encoder_percent, decoder_percent;
};

struct nvml_rates {
	unsigned gpu_percent, memory_percent;
};

struct nvml_attributes {
	unsigned multiprocessors, copy_engines, decoders, encoders, jpeg, ofa;
	unsigned gpu_slices, compute_slices;
	unsigned long long memory_mb;
};

/* Members may be NULL with an old library, except those that every version has. */
struct nvml_api {
	void *library;
	int (*init)(void);
	int (*shutdown)(void);
	const char *(*error_string)(int);
	int (*count)(unsigned *);
	int (*by_index)(unsigned, nvml_device *);
	int (*by_address)(const char *, nvml_device *);
	int (*name)(nvml_device, char *, unsigned);
	int (*uuid)(nvml_device, char *, unsigned);
	int (*energy_mj)(nvml_device, unsigned long long *);
	int (*power_mw)(nvml_device, unsigned *);
	int (*fields)(nvml_device, int, struct nvml_field_value *);
	int (*limit_mw)(nvml_device, unsigned *);
	int (*processes)(nvml_device, unsigned *, struct nvml_process *);
	int (*drawers)(nvml_device, unsigned *, struct nvml_process *); /* of screens */
	int (*utilization)(nvml_device, struct nvml_utilization *, unsigned *, unsigned long long);
	int (*rates)(nvml_device, struct nvml_rates *);
	int (*mig_mode)(nvml_device, unsigned *, unsigned *);
	int (*mig_count)(nvml_device, unsigned *);
	int (*mig_by_index)(nvml_device, unsigned, nvml_device *);
	int (*mig_instance)(nvml_device, unsigned *);
	int (*attributes)(nvml_device, struct nvml_attributes *);
};

#endif
