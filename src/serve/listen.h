/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SERVE_LISTEN_H
#define SERVE_LISTEN_H

#include "serve/server.h"

/* Opens the socket that settings name, and sets fd, address and socket_path. */
int listen_open(struct server *server, struct frugal_error *reterr);

#endif
