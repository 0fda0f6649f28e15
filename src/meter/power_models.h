/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Power where nothing measures it, asked of the model library: the callbacks that session_setup
 * wants. cpu_power is asked its `power` at each tenth of the load, with what is known of the
 * processor: cores, sockets, memory, and the microarchitecture by factors/cpu_ids.csv; or, of a
 * virtual machine, its threads alone. ram_power is asked when only memory is not measured,
 * gpu_power of an accelerator that is declared or tells no power.
 */
#ifndef METER_POWER_MODELS_H
#define METER_POWER_MODELS_H

#include "meter/session.h"
#include "model/library.h"

/* The library outlives the session_setup that it is given to. */
struct power_models power_models_of(struct library *library);

/* The key of factors/cpu_curves.csv for this processor; "" when nobody knows it. */
const char *power_models_uarch(struct tables *tables, const struct cpu_facts *facts);

#endif
