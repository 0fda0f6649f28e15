/* SPDX-License-Identifier: Apache-2.0 */
/* A session with accelerators: of NVIDIA by a library whose truth is known, of AMD by a tree. */
#ifndef TESTS_BOARDS_BENCH_H
#define TESTS_BOARDS_BENCH_H

#include "fake_nvml.h"
#include "meter_bench.h"

static char pids[300];

static inline void setting(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static inline void boards(struct bench *bench, const char *watts, const char *counter,
			  const char *part_time, const char *slices)
{
	make(bench);
	bench->here.nvml = library();
	setting("FAKE_NVML_WATTS", watts);
	setting("FAKE_NVML_COUNTER", counter);
	setting("FAKE_NVML_PART_TIME", part_time);
	setting("FAKE_NVML_SLICES", slices);
	tree_path(&bench->tree, "/pids", pids, sizeof(pids));
	setting("FAKE_NVML_PIDS", pids);
}

static inline void write_below(const char *folder, const char *file, const char *text,
			       struct bench *bench)
{
	char path[200];
	(void)snprintf(path, sizeof(path), "%s/%s", folder, file);
	tree_write(&bench->tree, path, text);
}

/* Two boards of AMD; the command says to the second's driver that it occupies units of it. */
static inline void amd_boards(struct bench *bench)
{
	static const char nodes[] = "/sys/class/kfd/kfd/topology/nodes";
	make(bench);
	bench->here.nvml = "/dev/null";
	for (int i = 0; i < 2; i++) {
		char hwmon[64], node[80], text[64];
		(void)snprintf(hwmon, sizeof(hwmon), "/sys/class/hwmon/hwmon%d", i);
		(void)snprintf(node, sizeof(node), "%s/%d", nodes, i + 1);
		write_below(hwmon, "name", "amdgpu\n", bench);
		write_below(hwmon, "power1_average", i ? "300000000\n" : "50000000\n", bench);
		write_below(hwmon, "device/mem_info_vram_vendor", "samsung\n", bench);
		(void)snprintf(text, sizeof(text), "device/drm/card%d/dev", i);
		write_below(hwmon, text, "226:0\n", bench);
		(void)snprintf(text, sizeof(text), "device/drm/renderD%d/dev", 128 + i);
		write_below(hwmon, text, "226:128\n", bench);
		write_below(node, "gpu_id", i ? "4711\n" : "815\n", bench);
		(void)snprintf(text, sizeof(text), "cpu_cores_count 0\ndrm_render_minor %d\n",
			       128 + i);
		write_below(node, "properties", text, bench);
	}
	write_below(nodes, "0/gpu_id", "0\n", bench); /* the processor */
	/* Somebody else's, on the second board. */
	tree_write(&bench->tree, "/sys/class/kfd/kfd/proc/1/vram_4711", "1000000\n");
	tree_write(&bench->tree, "/sys/class/kfd/kfd/proc/1/stats_4711/cu_occupancy", "20\n");
}

#endif
