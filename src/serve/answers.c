/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each question has one place, which the next question of that place takes over: no list to search
 * and none to tidy. A minute at most, since a file may be edited within its folder.
 */
#include "serve/answers.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/hash.h"

#define PLACES 1024
#define BYTES_MOST ((size_t)32 << 20)
#define KEPT_S 60

struct answers {
	struct kept_answer {
		char *key;
		struct http_shared *shared;
		char tag[32];
		uint64_t version;
		size_t n;
		int64_t until_s;
	} places[PLACES];
	size_t bytes;
};

static uint64_t stamp_of_folder(uint64_t hash, const char *folder, const char *name)
{
	char path[4096];
	struct stat about;
	if (!folder)
		return hash;
	int n = snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (n < 0 || (size_t)n >= sizeof(path) || stat(path, &about) != 0)
		return hash_step(hash, 1);
	hash = hash_step(hash, (uint64_t)about.st_ino);
	hash = hash_step(hash, (uint64_t)about.st_mtim.tv_sec);
	return hash_step(hash, (uint64_t)about.st_mtim.tv_nsec);
}

uint64_t answers_version(const struct server *server)
{
	const struct frugal_options *options = &server->settings.library;
	uint64_t hash = stamp_of_folder(HASH_BEGIN, options->models_dir, "");
	hash = stamp_of_folder(hash, options->factors_dir, "");
	hash = stamp_of_folder(hash, options->config_dir, "models");
	return stamp_of_folder(hash, options->config_dir, "factors");
}

const char *answers_key(struct request *request, const struct estimate_asked *asked)
{
	struct buf key = {0};
	buf_addf(&key, "%s %d", asked->model, asked->sensitivity);
	for (size_t i = 0; i < asked->n_inputs; i++)
		buf_addf(&key, "\n%s", asked->inputs[i]);
	const char *kept = key.failed ? NULL : arena_strdup(request->arena, buf_text(&key));
	buf_release(&key);
	return kept ? kept : "";
}

static int64_t now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec;
}

static struct kept_answer *place_of(struct answers *answers, const char *key)
{
	return &answers->places[hash_bytes(HASH_BEGIN, key, strlen(key)) % PLACES];
}

static void drop(struct answers *answers, struct kept_answer *kept)
{
	answers->bytes -= kept->n;
	mem_free(kept->key);
	http_shared_unref(kept->shared);
	*kept = (struct kept_answer){0};
}

bool answers_find(struct request *request, const char *key, struct http_reply *reply)
{
	struct server *server = request->server;
	uint64_t version = answers_version(server);
	bool found = false;
	pthread_mutex_lock(&server->lock);
	if (server->answers && *key) {
		struct kept_answer *kept = place_of(server->answers, key);
		found = kept->key && kept->version == version && kept->until_s > now_s() &&
			strcmp(kept->key, key) == 0;
		if (found) {
			reply->shared = http_shared_ref(kept->shared);
			reply_header(request, reply, "ETag", kept->tag);
		}
	}
	pthread_mutex_unlock(&server->lock);
	if (found) {
		reply_json(reply);
	}
	return found;
}

/* Under the lock. */
static void take(struct server *server, struct kept_answer *made)
{
	if (!server->answers)
		server->answers = mem_zalloc(1, sizeof(*server->answers));
	struct answers *answers = server->answers;
	if (!answers)
		return;
	struct kept_answer *kept = place_of(answers, made->key);
	drop(answers, kept);
	for (size_t i = 0; answers->bytes + made->n > BYTES_MOST && i < PLACES; i++)
		drop(answers, &answers->places[i]);
	*kept = *made;
	answers->bytes += kept->n;
	*made = (struct kept_answer){0};
}

void answers_add(struct request *request, const char *key, const struct http_reply *reply)
{
	struct server *server = request->server;
	struct kept_answer made = {.n = reply->body.n + strlen(key)};
	if (!*key || reply->body.failed || made.n > BYTES_MOST / 16)
		return;
	made.key = mem_strndup(key, strlen(key));
	made.shared = http_shared_new(buf_str(&reply->body));
	made.version = request->hand->version;
	made.until_s = now_s() + KEPT_S;
	(void)snprintf(
		made.tag, sizeof(made.tag), "\"%016llx\"",
		(unsigned long long)hash_bytes(HASH_BEGIN, buf_text(&reply->body), reply->body.n));
	pthread_mutex_lock(&server->lock);
	if (made.key && made.shared)
		take(server, &made);
	pthread_mutex_unlock(&server->lock);
	mem_free(made.key);
	http_shared_unref(made.shared);
}

void answers_release(struct server *server)
{
	for (size_t i = 0; server->answers && i < PLACES; i++)
		drop(server->answers, &server->answers->places[i]);
	mem_free(server->answers);
	server->answers = NULL;
}
