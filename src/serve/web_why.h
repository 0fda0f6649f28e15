/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where figures come from, as a tree that opens down to the inputs and the rows of tables. Each
 * line that has parts has the id "why-NAME" within its <details>, so that a link to it opens it.
 */
#ifndef SERVE_WEB_WHY_H
#define SERVE_WEB_WHY_H

#include "report/answer.h"
#include "serve/web.h"

void web_derivation(struct request *request, struct buf *b, const struct answer *answer);

#endif
