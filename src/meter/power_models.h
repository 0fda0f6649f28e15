/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Power where nothing measures it, from the models: the callbacks of session_setup. cpu_power is
 * asked its `power` at each tenth of the load, with the facts of the processor: cores, sockets,
 * memory, and the microarchitecture by factors/cpu_ids.csv; or, for a virtual machine, its threads
 * alone. ram_power is asked when only memory is not measured, gpu_power for an accelerator that is
 * declared or reports no power.
 */
#ifndef METER_POWER_MODELS_H
#define METER_POWER_MODELS_H

#include "meter/session.h"
#include "model/catalogue.h"

/* The catalogue must outlive the session_setup that uses the result. */
struct power_models power_models_of(struct catalogue *catalogue);

/* The key of factors/cpu_curves.csv for this processor; "" when the tables do not have it. */
const char *power_models_uarch(struct tables *tables, const struct cpu_facts *facts);

/* Gives a processor that the kernel does not name (ARM) its name of factors/cpu_ids.csv, if any. */
void power_models_name(struct tables *tables, struct cpu_facts *facts);

#endif
