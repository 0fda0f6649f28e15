/* SPDX-License-Identifier: Apache-2.0 */
/* A run read back from the JSON that run_json writes of it, whole. */
#ifndef REPORT_RUN_READ_H
#define REPORT_RUN_READ_H

#include "base/error.h"
#include "base/str.h"
#include "record/run.h"

/*
 * text: one object. A run that was running reads as interrupted. FRUGAL_EDATA, with the key at
 * fault in `what`: it is not a run, or not whole. Keys that are not known are passed over.
 */
int run_read(struct str text, struct run_record *ret, struct frugal_error *reterr);

#endif
