/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers that are kept in memory: of parts of the program for ever, of the ledger until its file,
 * its log or its running runs change, a minute at most. They are few (KEPT_MOST) and the one that
 * was asked for least recently goes first. The key is all that an answer depends on.
 */
#include "serve/routes.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/hash.h"
#include "base/str.h"

#define KEPT_MOST 256
#define KEPT_BYTES ((size_t)256 << 10) /* of one of them, at most */
#define KEPT_S 60

struct kept_reply {
	struct kept_reply *next;
	char *key;
	const char *media; /* of the program's constants */
	struct http_shared *shared;
	char tag[32];
	uint64_t stamp;
	int64_t until_s, used_s;
	enum keep keep;
};

static uint64_t stamp_of_file(uint64_t hash, const char *path)
{
	struct stat about;
	if (stat(path, &about) != 0)
		return hash_step(hash, 1);
	hash = hash_step(hash, (uint64_t)about.st_ino);
	hash = hash_step(hash, (uint64_t)about.st_size);
	hash = hash_step(hash, (uint64_t)about.st_mtim.tv_sec);
	return hash_step(hash, (uint64_t)about.st_mtim.tv_nsec);
}

/* Changes whenever the ledger does. */
static uint64_t stamp_of(const struct server *server)
{
	uint64_t hash = stamp_of_file(HASH_BEGIN, server->ledger_path);
	hash = stamp_of_file(hash, server->log_path);
	return stamp_of_file(hash, server->running_path);
}

static int64_t now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec;
}

static void add_key(struct buf *to, const struct request *request)
{
	buf_addf(to, "%s %s %s %d", request->lang, request->base, request->path,
		 request->may_write);
	for (size_t i = 0; i < request->http->n_query; i++)
		buf_addf(to, "\n%s=%s", request->http->query[i].name,
			 request->http->query[i].value);
}

static void drop(struct kept_reply **link)
{
	struct kept_reply *kept = *link;
	*link = kept->next;
	http_shared_unref(kept->shared);
	mem_free(kept->key);
	mem_free(kept);
}

/* Under the lock: the one of this key that still holds. */
static struct kept_reply *find(struct server *server, const char *key, uint64_t stamp)
{
	for (struct kept_reply **link = &server->kept; *link;) {
		struct kept_reply *kept = *link;
		bool stale = kept->keep == KEEP_LEDGER &&
			     (kept->stamp != stamp || kept->until_s <= now_s());
		if (strcmp(kept->key, key) != 0) {
			link = &kept->next;
		} else if (stale) {
			drop(link);
		} else {
			*link = kept->next;
			kept->next = server->kept; /* the last one used is first */
			server->kept = kept;
			return kept;
		}
	}
	return NULL;
}

bool kept_find(struct request *request, struct http_reply *reply)
{
	struct server *server = request->server;
	struct buf key = {0};
	if (request->route->keep == KEEP_NEVER)
		return false;
	add_key(&key, request);
	uint64_t stamp = stamp_of(server);
	pthread_mutex_lock(&server->lock);
	struct kept_reply *kept = key.failed ? NULL : find(server, buf_text(&key), stamp);
	if (kept) {
		const char *known = http_header(request->http, "If-None-Match");
		bool same = known && strstr(known, kept->tag);
		reply->status = same ? 304 : 200;
		reply->media = same ? NULL : kept->media;
		reply->shared = same ? NULL : http_shared_ref(kept->shared);
		reply_header(request, reply, "ETag", kept->tag);
	}
	pthread_mutex_unlock(&server->lock);
	buf_release(&key);
	return kept != NULL;
}

static struct kept_reply *make(struct request *request, const struct http_reply *reply)
{
	struct kept_reply *kept = mem_zalloc(1, sizeof(*kept));
	struct buf key = {0};
	if (!kept)
		return NULL;
	add_key(&key, request);
	kept->key = buf_steal(&key);
	kept->media = reply->media;
	kept->shared = http_shared_new(buf_str(&reply->body));
	kept->keep = request->route->keep;
	kept->stamp = request->stamp;
	kept->until_s = now_s() + KEPT_S;
	(void)snprintf(
		kept->tag, sizeof(kept->tag), "\"%016llx\"",
		(unsigned long long)hash_bytes(HASH_BEGIN, buf_text(&reply->body), reply->body.n));
	if (kept->key && kept->shared)
		return kept;
	drop(&kept);
	return NULL;
}

void kept_add(struct request *request, struct http_reply *reply)
{
	struct server *server = request->server;
	size_t n = 0;
	if (reply->body.failed || reply->body.n > KEPT_BYTES)
		return;
	/* The ledger may have changed while it was read: what was read is then of neither state. */
	if (request->route->keep == KEEP_LEDGER && request->stamp != stamp_of(server))
		return;
	struct kept_reply *kept = make(request, reply);
	if (!kept)
		return;
	pthread_mutex_lock(&server->lock);
	kept->next = server->kept;
	server->kept = kept;
	for (struct kept_reply **link = &server->kept; *link;) {
		if (++n > KEPT_MOST)
			drop(link);
		else
			link = &(*link)->next;
	}
	pthread_mutex_unlock(&server->lock);
}

void kept_begin(struct request *request)
{
	if (request->route->keep == KEEP_LEDGER)
		request->stamp = stamp_of(request->server);
}

void kept_release(struct server *server)
{
	while (server->kept)
		drop(&server->kept);
}
