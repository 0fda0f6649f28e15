/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET over HTTP and HTTPS by libcurl, which is loaded at the first request: most commands never use
 * the network, and none does unless the user names the host. Time and bytes have limits. A redirect
 * is followed on the same host only.
 */
#ifndef BASE_HTTP_H
#define BASE_HTTP_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

struct http_request {
	const char *url;
	const char *const *headers; /* "Name: value", ends with NULL; or NULL */
	const char *login;          /* "user:password", or NULL; never printed */
	double timeout_s;           /* 0: 30 s */
	size_t max_bytes;           /* 0: 16 MiB */
	bool any_certificate;       /* of a management controller with a self-signed certificate */
};

struct http_response {
	int status;
	double retry_after_s; /* stated by the server; 0 when it states none */
	struct buf body;
};

/*
 * Returns 0 for any status from 200 to 299. FRUGAL_EENV: no libcurl, no answer in time, or another
 * status (then *ret has the status and the start of the body). FRUGAL_EDATA: more than max_bytes.
 * The caller releases ret->body in any case.
 */
int http_get(const struct http_request *request, struct http_response *ret,
	     struct frugal_error *reterr);

#endif
