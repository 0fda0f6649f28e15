/* SPDX-License-Identifier: Apache-2.0 */
/* A service of the register, as text and as JSON. */
#ifndef REPORT_SERVICE_H
#define REPORT_SERVICE_H

#include "base/buf.h"
#include "base/json.h"
#include "insight/register.h"
#include "quantity/print.h"

void service_text(const struct service_view *view, const char *lang,
		  const struct number_style *numbers, struct buf *to);
/* Of the list of all: an object of an array. */
void service_row_json(struct jsonw *json, const struct service_row *row);
void service_json(const struct service_view *view, struct buf *to);

#endif
