/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fills struct frugal_error. A room that fails sets what is wrong, where, and the remedy, and
 * returns the code, so `return error_set(reterr, FRUGAL_EUSAGE, "...")` is one line. reterr may
 * always be NULL: the caller then has the code alone.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "frugal.h"

#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

/* Sets code and what; clears where and todo. Returns code. */
int error_set(struct frugal_error *reterr, int code, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Adds the place ("models/training.model:12:5", "budget") or the remedy ("zone=FR"). Returns
 * reterr->code. */
int error_where(struct frugal_error *reterr, const char *fmt, ...) PRINTF_LIKE(2, 3);
int error_todo(struct frugal_error *reterr, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* "out of memory", FRUGAL_EENV. */
int error_nomem(struct frugal_error *reterr);

/* "cannot VERB PATH: strerror(errnum)", FRUGAL_EENV. */
int error_io(struct frugal_error *reterr, const char *verb, const char *path, int errnum);

#endif
