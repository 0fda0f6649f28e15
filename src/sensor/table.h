/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The classes of sensors in the order of preference: measured ones first, models last. A new class
 * is one more row; it defines `const struct sensor_class NAME_class`. Models find no sources: the
 * meter makes their sources when nothing is measured.
 */
#ifndef SENSOR_TABLE_H
#define SENSOR_TABLE_H

#define SENSOR_CLASSES(ROW)                                                                        \
	ROW(perf)                                                                                  \
	ROW(powercap)                                                                              \
	ROW(nvml)                                                                                  \
	ROW(hwmon)                                                                                 \
	ROW(battery)                                                                               \
	ROW(reader)                                                                                \
	ROW(ipmi)                                                                                  \
	ROW(http)                                                                                  \
	ROW(exec)                                                                                  \
	ROW(replay)                                                                                \
	ROW(gpu_model)                                                                             \
	ROW(cpu_model)                                                                             \
	ROW(ram_model)                                                                             \
	ROW(rest_model)

#endif
