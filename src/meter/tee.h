/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The output of a command that cannot be changed, read on its way: it goes where it went, through a
 * terminal of ours if that was one, and each line that fits a pattern is an epoch that has ended
 * (its first number; its second is how many there will be).
 */
#ifndef METER_TEE_H
#define METER_TEE_H

#include "meter/session.h"

struct tee;

/*
 * out_fd is where the output goes: it stays the caller's. FRUGAL_EUSAGE: the pattern is none, or
 * has no (group).
 */
int tee_new(const char *pattern, int out_fd, struct tee **ret, struct frugal_error *reterr);

/* What the command takes for its standard output. */
int tee_end(const struct tee *tee);

/* Starts passing on; the command has its end, ours is closed. */
void tee_start(struct tee *tee, struct session *session);

/* Waits for the last of it, a moment at most. NULL is fine. */
void tee_free(struct tee *tee);

#endif
