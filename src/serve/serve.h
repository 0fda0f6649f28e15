/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal serve: the pages, the API and the metrics of this machine and its ledger, by HTTP, on
 * loopback or a Unix socket by default. Nothing here prints.
 */
#ifndef SERVE_SERVE_H
#define SERVE_SERVE_H

#include <stdbool.h>
#include <stddef.h>

#include "frugal.h"

struct serve_settings {
	struct frugal_options library; /* of the questions; its texts live as long as the server */
	const char *lang;              /* of who asks for no language */
	const char *listen;            /* "127.0.0.1:8420", "unix:PATH"; NULL: the former */
	int fd;                        /* a listening socket that was inherited; -1: none */
	const char *const *hosts; /* names that Host may have besides loopback; NULL at the end */
	bool share;               /* other users of this machine may read */
	bool read_only;
	bool demo; /* every page says that its runs are those of the demo */
};

struct server;

/*
 * Listens and answers from now on. FRUGAL_EUSAGE: the address; FRUGAL_EENV: the port is in use, by
 * whom, or libmicrohttpd is missing.
 */
int serve_open(const struct serve_settings *settings, struct server **ret,
	       struct frugal_error *reterr);
/* "http://127.0.0.1:8420/". */
const char *serve_address(const struct server *server);
/* Makes another token for programs and other machines, in the user's state folder as its hash. */
int serve_token_renew(char ret[65], struct frugal_error *reterr);
/* The file of that hash; freed by the caller. NULL: the user has no folder. */
char *serve_hash_path(void);
/* Whether it listens on an address that other machines reach; whether a token was made. */
bool serve_is_open(const struct server *server);
bool serve_has_token(const struct server *server);
/* Ends the answers that have begun, and stops. */
void serve_close(struct server *server);

#endif
