/* SPDX-License-Identifier: Apache-2.0 */
/* Stored runs by other factors, as a table and in JSON. */
#ifndef REPORT_RECOMPUTE_H
#define REPORT_RECOMPUTE_H

#include "base/buf.h"
#include "insight/group.h"
#include "insight/recompute.h"

void recomputed_text(const struct recomputed *runs, size_t n, const struct group_pues *left,
		     const struct number_style *numbers, struct buf *to);
void recomputed_json(const struct recomputed *runs, size_t n, const struct group_pues *left,
		     struct buf *to);

#endif
