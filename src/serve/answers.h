/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers to questions that were asked before: the same model, the same inputs in any order, the
 * same models and tables. They are of the program, not of the ledger.
 */
#ifndef SERVE_ANSWERS_H
#define SERVE_ANSWERS_H

#include "serve/estimate_asked.h"
#include "serve/server.h"

/* Changes when a folder of models or tables of the user does. */
uint64_t answers_version(const struct server *server);

/* The key of one question; "" when memory is out. */
const char *answers_key(struct request *request, const struct estimate_asked *asked);

/* Fills the reply, and is true, where the answer is kept. */
bool answers_find(struct request *request, const char *key, struct http_reply *reply);
void answers_add(struct request *request, const char *key, const struct http_reply *reply);
void answers_release(struct server *server);

#endif
