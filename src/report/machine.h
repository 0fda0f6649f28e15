/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Views of a machine: its sensors and what could be measured better, as text for people and as
 * JSON, which never changes with the language.
 */
#ifndef REPORT_MACHINE_H
#define REPORT_MACHINE_H

#include "insight/machine.h"

void machine_sensors_text(struct buf *to, const struct machine *machine,
			  const struct number_style *style);
void machine_sensors_json(struct buf *to, const struct machine *machine);
void machine_findings_text(struct buf *to, const struct machine *machine);
void machine_findings_json(struct buf *to, const struct machine *machine);

#endif
