/* SPDX-License-Identifier: Apache-2.0 */
/* The contents of a shared body (serve/http.h), which only what sends it looks into. */
#ifndef SERVE_HTTP_SHARED_H
#define SERVE_HTTP_SHARED_H

#include <stdatomic.h>

#include "serve/http.h"

struct http_shared {
	atomic_size_t references;
	size_t n;
	char bytes[];
};

/* What a request is answered with that no page saw (RFC 9457); returns its length. */
#define HTTP_PROBLEM 160
size_t http_problem(char to[HTTP_PROBLEM], int status);

#endif
