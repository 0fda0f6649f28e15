/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is at the other end of a connection: by the credentials of a Unix socket, or on loopback by
 * the owner of the client's socket, from sock_diag(7) or else from /proc/net/tcp and tcp6
 * (proc(5)).
 */
#ifndef SERVE_PEER_H
#define SERVE_PEER_H

#include <stdio.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "serve/http.h"

enum http_peer peer_of(int fd);

/*
 * The owner of the socket whose own end is client and whose other end is server, in a table as
 * /proc/net/tcp (family AF_INET) or tcp6 (AF_INET6) has it. -1: not there, or nobody has it open.
 */
int64_t peer_owner(FILE *table, const struct sockaddr_storage *client,
		   const struct sockaddr_storage *server);

#endif
