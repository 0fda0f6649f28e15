/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tokens of a server. That of programs and of other machines is made by `frugal serve token`,
 * shown once, and kept as its SHA-256 alone. That of forms, and the prefix of the paths of a
 * browser that showed a token, are of one start.
 */
#ifndef SERVE_SECRET_H
#define SERVE_SECRET_H

#include <stdbool.h>

#include "frugal.h"

#define TOKEN_TEXT 65 /* 64 hexadecimal digits, with the end */

/* 64 random hexadecimal digits. */
int token_make(char to[TOKEN_TEXT], struct frugal_error *reterr);
/* As long for the first byte that differs as for the last. given: NULL is none. */
bool token_is(const char *token, const char *given);

/* Whether the token is that whose hash is in the file. */
bool token_is_kept(const char *hash_path, const char *given);

#endif
