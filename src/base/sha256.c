/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The digest comes from libnettle, loaded at the first call: a program that never checks a file
 * does not need the library.
 */
#include "base/sha256.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/symbol.h"

#define LIBRARY "libnettle.so.8"
#define CHUNK 65536

static struct {
	void *library;
	void (*init)(struct sha256_ctx *);
	void (*update)(struct sha256_ctx *, size_t, const uint8_t *);
	void (*digest)(struct sha256_ctx *, size_t, uint8_t *);
} lib;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
	lib.library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (lib.library && !(symbol_find(lib.library, "nettle_sha256_init", &lib.init) &&
			     symbol_find(lib.library, "nettle_sha256_update", &lib.update) &&
			     symbol_find(lib.library, "nettle_sha256_digest", &lib.digest))) {
		dlclose(lib.library);
		lib.library = NULL;
	}
}

static int hash(int fd, struct sha256_ctx *context)
{
	static __thread uint8_t chunk[CHUNK];
	ssize_t n;
	while ((n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		lib.update(context, (size_t)n, chunk);
	}
	return 0;
}

static int loaded(struct frugal_error *reterr)
{
	pthread_once(&once, load);
	if (lib.library)
		return 0;
	error_set(reterr, FRUGAL_EENV, _("%s is not installed"), LIBRARY);
	return error_todo(reterr, "%s", _("on Debian: sudo apt install libnettle8"));
}

static void finish(struct sha256_ctx *context, char ret[SHA256_TEXT])
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	lib.digest(context, sizeof(digest), digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		(void)snprintf(ret + 2 * i, 3, "%02x", digest[i]);
}

int sha256_text(struct str text, char ret[SHA256_TEXT], struct frugal_error *reterr)
{
	struct sha256_ctx context;
	int r = loaded(reterr);
	if (r < 0)
		return r;
	lib.init(&context);
	lib.update(&context, text.n, (const uint8_t *)text.p);
	finish(&context, ret);
	return 0;
}

int sha256_file(const char *path, char ret[SHA256_TEXT], struct frugal_error *reterr)
{
	struct sha256_ctx context;
	int r = loaded(reterr);
	if (r < 0)
		return r;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_io(reterr, _("open"), path, errno);
	lib.init(&context);
	int failed = hash(fd, &context);
	close(fd);
	if (failed)
		return error_io(reterr, _("read"), path, -failed);
	finish(&context, ret);
	return 0;
}
