/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/answers.h"

#include <time.h>

#define HAND_USES 512

static const char *const languages[LANG_COUNT] = {"en", "fr"};

static void hand_close(struct hand *hand)
{
	for (int i = 0; i < LANG_COUNT; i++) {
		frugal_ledger_close(hand->ledger[i]);
		frugal_library_free(hand->library[i]);
		hand->ledger[i] = NULL;
		hand->library[i] = NULL;
	}
	hand->uses = 0;
}

struct hand *hand_take(struct server *server)
{
	pthread_mutex_lock(&server->lock);
	struct hand *hand = server->hands;
	if (hand)
		server->hands = hand->next;
	pthread_mutex_unlock(&server->lock);
	if (!hand)
		hand = mem_zalloc(1, sizeof(*hand));
	if (!hand)
		return NULL;
	uint64_t version = answers_version(server);
	if (hand->uses++ == HAND_USES || hand->version != version)
		hand_close(hand);
	hand->version = version;
	return hand;
}

void hand_give(struct server *server, struct hand *hand)
{
	if (!hand)
		return;
	pthread_mutex_lock(&server->lock);
	hand->next = server->hands;
	server->hands = hand;
	pthread_mutex_unlock(&server->lock);
}

void hands_release(struct server *server)
{
	while (server->hands) {
		struct hand *hand = server->hands;
		server->hands = hand->next;
		hand_close(hand);
		mem_free(hand);
	}
}

int request_library(struct request *request, frugal_library **ret, struct frugal_error *reterr)
{
	frugal_library **own = &request->hand->library[request->lang_index];
	struct frugal_options options = request->server->settings.library;
	options.lang = languages[request->lang_index];
	int r = *own ? 0 : frugal_library_new(&options, own, reterr);
	if (r < 0)
		return r;
	/* A handle of a program that ends is dated by its start; here each request has its time. */
	if (!options.now_s)
		context_of(*own)->now_s = (int64_t)time(NULL);
	*ret = *own;
	return 0;
}

int request_ledger(struct request *request, frugal_ledger **ret, struct frugal_error *reterr)
{
	frugal_ledger **own = &request->hand->ledger[request->lang_index];
	frugal_library *library = NULL;
	int r = request_library(request, &library, reterr);
	if (r == 0 && !*own)
		r = frugal_ledger_open(library, FRUGAL_LEDGER_READ, own, reterr);
	*ret = *own;
	return r;
}

int request_ledger_to_write(struct request *request, frugal_ledger **ret,
			    struct frugal_error *reterr)
{
	frugal_library *library = NULL;
	*ret = NULL;
	int r = request_library(request, &library, reterr);
	return r == 0 ? frugal_ledger_open(library, FRUGAL_LEDGER_WRITE, ret, reterr) : r;
}
