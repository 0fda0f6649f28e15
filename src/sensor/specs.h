/* SPDX-License-Identifier: Apache-2.0 */
/* Sources that the user names: "exec:LINE", "replay:FILE", "shelly:URL"... */
#ifndef SENSOR_SPECS_H
#define SENSOR_SPECS_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"

/* The text after prefix, or NULL. */
const char *sensor_spec_after(const char *spec, const char *prefix);

/* Finds NAME in the text after "gpu:", which is [NUMBERx]NAME[@PERCENT%]; false when it is not. */
bool sensor_spec_gpu_name(const char *text, struct str *ret);

/* FRUGAL_EUSAGE, with a list of the kinds, when spec begins with none of them. */
int sensor_spec_check(const char *spec, struct frugal_error *reterr);

#endif
