/* SPDX-License-Identifier: Apache-2.0 */
/* A project as text and as JSON. */
#ifndef REPORT_PROJECT_H
#define REPORT_PROJECT_H

#include "base/buf.h"
#include "insight/project.h"
#include "quantity/print.h"

void project_text(const struct project *project, const struct number_style *numbers,
		  struct buf *to);
void project_json(const struct project *project, struct buf *to);

#endif
