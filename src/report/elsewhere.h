/* SPDX-License-Identifier: Apache-2.0 */
/* A job as it would be on other machines and in other zones, as a table and in JSON. */
#ifndef REPORT_ELSEWHERE_H
#define REPORT_ELSEWHERE_H

#include "base/buf.h"
#include "base/json.h"
#include "insight/elsewhere.h"

void elsewhere_text(const struct elsewhere *elsewhere, struct buf *to);

/* "elsewhere": [...] */
void elsewhere_json(const struct elsewhere *elsewhere, struct jsonw *json);

#endif
