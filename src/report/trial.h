/* SPDX-License-Identifier: Apache-2.0 */
/* A trial in words and in JSON: its runs, the whole that they forecast, and the whole that was run.
 */
#ifndef REPORT_TRIAL_H
#define REPORT_TRIAL_H

#include "base/buf.h"
#include "insight/trial.h"

/* The forecast, with other machines and zones where they were asked for. */
void trial_text(const struct trial *trial, struct buf *to);

/* Only the whole that was run, and on which side of its forecast. */
void trial_whole_text(const struct trial *trial, struct buf *to);

/* All of it; the whole that was run as "actual" once it was read. */
void trial_json(const struct trial *trial, struct buf *to);

#endif
