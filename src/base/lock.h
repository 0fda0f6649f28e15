/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One writer at a time in a folder of frugal: a process that reads a file there, changes it and
 * replaces it has the lock from the reading to the replacing, so that no change is lost.
 */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include "base/error.h"

/*
 * Creates dir where it is missing and waits for its lock, 30 s at most; then FRUGAL_EENV. ret_fd is
 * -1 where the file system has no locks or the file cannot be created: then nothing is locked.
 */
int folder_lock(const char *dir, int *ret_fd, struct frugal_error *reterr);

/* Accepts -1. */
void folder_unlock(int fd);

#endif
