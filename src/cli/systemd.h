/* SPDX-License-Identifier: Apache-2.0 */
/* The sockets that systemd passes to a service, and the states that a service reports:
 * sd_listen_fds(3), sd_notify(3). */
#ifndef CLI_SYSTEMD_H
#define CLI_SYSTEMD_H

#include "base/error.h"

/*
 * The listening socket that was passed, or -1 in *ret. FRUGAL_EUSAGE: there are several; one that
 * does not listen is ignored.
 */
int systemd_socket(int *ret, struct frugal_error *reterr);

/* "READY=1", "STOPPING=1": nothing happens where nobody wants to know. */
void systemd_notify(const char *state);

#endif
