/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Power where nothing measures it, asked of the model library: the callbacks that session_setup
 * wants. What the two models are asked:
 *
 *	cpu_power	`load` (1) at 0, 0.1 .. 1 -> `power` (W), the whole server, memory included.
 *			Of what we know of the processor it is told the inputs it has: `cores` (1,
 *			physical), `sockets` (1), `threads` (1), `memory` (B), `vm_threads` (1, on a
 *			virtual machine only), and the row of cpu_curves for the microarchitecture,
 *			by the input that takes a row of that table. Any other keeps its default.
 *	ram_power	`memory` -> `power` (W)
 *
 * Which microarchitecture a processor is, is a fact: a row of factors/cpu_ids.csv.
 */
#ifndef METER_POWER_MODELS_H
#define METER_POWER_MODELS_H

#include "meter/session.h"
#include "model/library.h"

/* The library outlives the session_setup that it is given to. */
struct power_models power_models_of(struct library *library);

#endif
