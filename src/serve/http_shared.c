/* SPDX-License-Identifier: Apache-2.0 */
/* A body that several answers send at once: counted, and freed by who lets it go last. */
#include <stdio.h>

#include "serve/http_shared.h"

#include <string.h>

struct http_shared *http_shared_new(struct str bytes)
{
	struct http_shared *shared = mem_alloc(sizeof(*shared) + bytes.n);
	if (!shared)
		return NULL;
	atomic_init(&shared->references, 1);
	shared->n = bytes.n;
	if (bytes.n)
		memcpy(shared->bytes, bytes.p, bytes.n);
	return shared;
}

struct http_shared *http_shared_ref(struct http_shared *shared)
{
	atomic_fetch_add_explicit(&shared->references, 1, memory_order_relaxed);
	return shared;
}

void http_shared_unref(struct http_shared *shared)
{
	if (shared && atomic_fetch_sub_explicit(&shared->references, 1, memory_order_acq_rel) == 1)
		mem_free(shared);
}

size_t http_problem(char to[HTTP_PROBLEM], int status)
{
	const char *detail = status == 413   ? "the body is too large"
			     : status == 414 ? "the address is too long"
			     : status == 431 ? "the headers are too large"
					     : "the request is not HTTP, or not UTF-8";
	int n = snprintf(to, HTTP_PROBLEM,
			 "{\"type\":\"about:blank\",\"title\":\"the request is not valid\","
			 "\"status\":%d,\"detail\":\"%s\"}\n",
			 status, detail);
	return n > 0 ? (size_t)n : 0;
}
