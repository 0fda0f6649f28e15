/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request at a time, by functions of libcurl that are looked up by name: the program starts
 * without the library. Redirects are followed here and not by libcurl, since it would follow them
 * to other hosts.
 */
#include "base/http.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#include "base/intl.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/symbol.h"

#define LIBRARY "libcurl.so.4"
#define TIMEOUT_S 30
#define MAX_BYTES ((size_t)16 << 20)
#define MAX_REDIRECTS 3
#define AGENT "frugal/" FRUGAL_VERSION
/* By number: headers older than 7.85 lack the one, and those after it call the other deprecated. */
#define OPTION_PROTOCOLS_STR 10318
#define OPTION_PROTOCOLS 181
#define OLD_PROTOCOLS (1L | 2L) /* HTTP and HTTPS */

static struct {
	void *library;
	CURLcode (*global_init)(long);
	CURL *(*easy_init)(void);
	CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
	CURLcode (*easy_perform)(CURL *);
	CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
	void (*easy_cleanup)(CURL *);
	const char *(*easy_strerror)(CURLcode);
	struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
	void (*slist_free_all)(struct curl_slist *);
} lib;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
	lib.library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (!lib.library)
		return;
	bool all = symbol_find(lib.library, "curl_global_init", &lib.global_init) &&
		   symbol_find(lib.library, "curl_easy_init", &lib.easy_init) &&
		   symbol_find(lib.library, "curl_easy_setopt", &lib.easy_setopt) &&
		   symbol_find(lib.library, "curl_easy_perform", &lib.easy_perform) &&
		   symbol_find(lib.library, "curl_easy_getinfo", &lib.easy_getinfo) &&
		   symbol_find(lib.library, "curl_easy_cleanup", &lib.easy_cleanup) &&
		   symbol_find(lib.library, "curl_easy_strerror", &lib.easy_strerror) &&
		   symbol_find(lib.library, "curl_slist_append", &lib.slist_append) &&
		   symbol_find(lib.library, "curl_slist_free_all", &lib.slist_free_all);
	if (!all || lib.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		dlclose(lib.library);
		lib.library = NULL;
	}
}

struct sink {
	struct buf *body;
	size_t max_bytes;
	bool too_long;
};

static size_t take(char *bytes, size_t size, size_t n, void *context)
{
	struct sink *sink = context;
	if (sink->body->n + size * n > sink->max_bytes) {
		sink->too_long = true;
		return 0;
	}
	buf_add(sink->body, bytes, size * n);
	return sink->body->failed ? 0 : size * n;
}

/* "https://host:8080" of an address. */
static struct str origin_of(const char *url)
{
	const char *host = strstr(url, "://");
	size_t n = host ? (size_t)(host - url) + 3 : 0;
	return (struct str){url, n + strcspn(url + n, "/?#")};
}

/* The address without its query, which may contain a key. */
static struct str plain_part(const char *url)
{
	return (struct str){url, strcspn(url, "?#")};
}

/* By their names, or by a mask where libcurl is older than 7.85. */
static CURLcode set_protocols(CURL *curl)
{
	CURLcode r = lib.easy_setopt(curl, (CURLoption)OPTION_PROTOCOLS_STR, "http,https");
	if (r == CURLE_UNKNOWN_OPTION)
		r = lib.easy_setopt(curl, (CURLoption)OPTION_PROTOCOLS, OLD_PROTOCOLS);
	return r;
}

static CURLcode set_up(CURL *curl, const struct http_request *request, const char *url,
		       struct sink *sink, struct curl_slist *headers)
{
	double timeout_s = request->timeout_s > 0 ? request->timeout_s : TIMEOUT_S;
	CURLcode r = lib.easy_setopt(curl, CURLOPT_URL, url);
	r |= lib.easy_setopt(curl, CURLOPT_USERAGENT, AGENT);
	r |= lib.easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	r |= set_protocols(curl);
	r |= lib.easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)(timeout_s * 1000));
	r |= lib.easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)(timeout_s * 1000));
	r |= lib.easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	r |= lib.easy_setopt(curl, CURLOPT_WRITEDATA, sink);
	r |= lib.easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
	r |= lib.easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	if (request->login) {
		r |= lib.easy_setopt(curl, CURLOPT_USERPWD, request->login);
		r |= lib.easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_ANY);
	}
	if (request->any_certificate) {
		r |= lib.easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
		r |= lib.easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	return r;
}

static int tell_failure(CURLcode r, const struct sink *sink, const char *url,
			struct frugal_error *reterr)
{
	if (sink->too_long)
		error_set(reterr, FRUGAL_EDATA, _("the answer is longer than %zu bytes"),
			  sink->max_bytes);
	else
		error_set(reterr, FRUGAL_EENV, _("no answer: %s"), lib.easy_strerror(r));
	return error_where(reterr, "%.*s", STR_ARG(plain_part(url)));
}

/* ret_next: the address that the answer redirects to, on the same host; the caller frees it. */
static int get_once(const struct http_request *request, const char *url, struct curl_slist *headers,
		    struct http_response *ret, char **ret_next, struct frugal_error *reterr)
{
	struct sink sink = {&ret->body, request->max_bytes ? request->max_bytes : MAX_BYTES, false};
	CURL *curl = lib.easy_init();
	if (!curl)
		return error_nomem(reterr);
	long status = 0;
	char *next = NULL;
	curl_off_t retry = 0;
	buf_clear(&ret->body);
	CURLcode r = set_up(curl, request, url, &sink, headers);
	if (r == CURLE_OK)
		r = lib.easy_perform(curl);
	(void)lib.easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	(void)lib.easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry);
	(void)lib.easy_getinfo(curl, CURLINFO_REDIRECT_URL, &next);
	ret->status = (int)status;
	ret->retry_after_s = (double)retry;
	int code = 0;
	if (r != CURLE_OK) {
		code = tell_failure(r, &sink, url, reterr);
	} else if (next && status >= 300 && status < 400) {
		if (!str_eq(origin_of(next), origin_of(url))) {
			error_set(reterr, FRUGAL_EENV, "%s",
				  _("the server redirects to another host, which frugal does not "
				    "follow"));
			code = error_where(reterr, "%.*s", STR_ARG(plain_part(next)));
		} else {
			*ret_next = mem_strdup(next);
			code = *ret_next ? 0 : error_nomem(reterr);
		}
	} else if (status < 200 || status > 299) {
		error_set(reterr, FRUGAL_EENV, _("the server answers %ld"), status);
		code = error_where(reterr, "%.*s", STR_ARG(plain_part(url)));
		if (status == 401 || status == 403)
			(void)error_todo(reterr, "%s", _("check the key or the password"));
		else if (status == 429)
			(void)error_todo(reterr, "%s", _("too many requests: try again later"));
	}
	lib.easy_cleanup(curl);
	return code;
}

int http_get(const struct http_request *request, struct http_response *ret,
	     struct frugal_error *reterr)
{
	struct curl_slist *headers = NULL;
	*ret = (struct http_response){0};
	pthread_once(&once, load);
	if (!lib.library) {
		error_set(reterr, FRUGAL_EENV, _("%s is not installed"), LIBRARY);
		return error_todo(reterr, "%s", _("on Debian: sudo apt install libcurl4"));
	}
	for (size_t i = 0; request->headers && request->headers[i]; i++)
		headers = lib.slist_append(headers, request->headers[i]);
	char *url = NULL;
	int r = 0;
	for (int hops = 0; r == 0; hops++) {
		char *next = NULL;
		r = get_once(request, url ? url : request->url, headers, ret, &next, reterr);
		mem_free(url);
		url = next;
		if (!next)
			break;
		if (hops == MAX_REDIRECTS)
			r = error_set(reterr, FRUGAL_EENV, "%s",
				      _("the server redirects too many times"));
	}
	mem_free(url);
	lib.slist_free_all(headers);
	return r;
}
