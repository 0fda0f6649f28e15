/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/places.h"
#include "base/sha256.h"
#include "serve/serve.h"

_Static_assert(TOKEN_TEXT == SHA256_TEXT, "a hash is compared as a token is");

int token_make(char to[TOKEN_TEXT], struct frugal_error *reterr)
{
	unsigned char bytes[(TOKEN_TEXT - 1) / 2];
	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return error_set(reterr, FRUGAL_EENV, "%s", _("the system gives no random bytes"));
	for (size_t i = 0; i < sizeof(bytes); i++)
		(void)snprintf(to + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

bool token_is(const char *token, const char *given)
{
	unsigned differs = 0;
	if (!given || strlen(given) != TOKEN_TEXT - 1)
		return false;
	for (size_t i = 0; i < TOKEN_TEXT - 1; i++)
		differs |= (unsigned char)token[i] ^ (unsigned char)given[i];
	return differs == 0;
}

bool token_is_kept(const char *hash_path, const char *given)
{
	struct buf kept = {0};
	struct frugal_error error;
	char hash[SHA256_TEXT];
	bool is = given && strlen(given) == TOKEN_TEXT - 1 && hash_path &&
		  file_read_plain(hash_path, 256, &kept, &error) == 0 && kept.n >= TOKEN_TEXT - 1 &&
		  sha256_text((struct str){given, TOKEN_TEXT - 1}, hash, &error) == 0;
	if (is) {
		char text[TOKEN_TEXT];
		memcpy(text, buf_text(&kept), TOKEN_TEXT - 1);
		text[TOKEN_TEXT - 1] = '\0';
		is = token_is(text, hash);
	}
	buf_release(&kept);
	return is;
}

char *serve_hash_path(void)
{
	struct buf path = {0};
	if (!place_add(&path, PLACE_STATE, "frugal/serve.token"))
		return NULL;
	return buf_steal(&path);
}

/* The file takes its name when it is whole; nobody else can read it at any moment. */
static int write_hash(const char *path, const char *hash, struct frugal_error *reterr)
{
	struct buf folder = {0}, fresh = {0};
	const char *slash = strrchr(path, '/');
	buf_add(&folder, path, slash ? (size_t)(slash - path) : 0);
	buf_addf(&fresh, "%s.%d", path, (int)getpid());
	int r = folder.failed || fresh.failed ? error_nomem(reterr)
					      : file_make_dirs(buf_text(&folder), reterr);
	if (r == 0) {
		(void)unlink(buf_text(&fresh));
		int fd = open(buf_text(&fresh), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		int failed = fd < 0 ? -errno : file_write_fd(fd, hash, strlen(hash));
		if (fd >= 0 && fsync(fd) != 0 && !failed)
			failed = -errno;
		if (fd >= 0)
			close(fd);
		if (!failed && rename(buf_text(&fresh), path) != 0)
			failed = -errno;
		if (failed) {
			(void)unlink(buf_text(&fresh));
			r = error_io(reterr, _("write"), path, -failed);
		}
	}
	buf_release(&folder);
	buf_release(&fresh);
	return r;
}

int serve_token_renew(char ret[TOKEN_TEXT], struct frugal_error *reterr)
{
	char hash[SHA256_TEXT + 1];
	char *path = serve_hash_path();
	int r = path ? token_make(ret, reterr)
		     : error_set(reterr, FRUGAL_EENV, "%s",
				 _("the folder of the user is not known"));
	if (r == 0)
		r = sha256_text((struct str){ret, TOKEN_TEXT - 1}, hash, reterr);
	if (r == 0) {
		memcpy(hash + SHA256_TEXT - 1, "\n", 2);
		r = write_hash(path, hash, reterr);
	}
	mem_free(path);
	return r;
}
