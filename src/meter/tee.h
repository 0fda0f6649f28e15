/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The output of a command that cannot be changed, read on its way: it goes where it went before,
 * through a terminal of ours if that was one, and each line that matches a pattern is an epoch that
 * has ended (the first number; the second is their total). Patterns are POSIX extended ones, in
 * which \d, \s and \w have the meaning that other programs give them.
 */
#ifndef METER_TEE_H
#define METER_TEE_H

#include "meter/session.h"

struct tee;

/*
 * out_fd is where the output goes: it stays the caller's. FRUGAL_EUSAGE: the pattern is invalid, or
 * has no (group).
 */
int tee_new(const char *pattern, int out_fd, struct tee **ret, struct frugal_error *reterr);

/* The descriptor for the standard output of the command. */
int tee_end(const struct tee *tee);

/* Starts passing on; the command has its end, ours is closed. */
void tee_start(struct tee *tee, struct session *session);

/* Waits for the last output, a moment at most; whether the pattern found a number in it. */
bool tee_stop(struct tee *tee);

/* Stops it if it runs. Accepts NULL. */
void tee_free(struct tee *tee);

#endif
