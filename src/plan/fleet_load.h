/* SPDX-License-Identifier: Apache-2.0 */
/* The load of a planned fleet: the units at work in each region and slot, beside the capacity. */
#ifndef PLAN_FLEET_LOAD_H
#define PLAN_FLEET_LOAD_H

#include "base/json.h"
#include "plan/fleet.h"

/* "load": [{"region", "units": [...], "capacity": [...]}]; json->out fails where memory is out. */
void fleet_load_json(const struct fleet *fleet, const struct fleet_plan *plan, bool gangs,
		     struct jsonw *json);

#endif
