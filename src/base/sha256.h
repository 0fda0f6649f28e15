/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 (FIPS 180-4) of a file or a text, by nettle, which is loaded at the first call. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/error.h"
#include "base/str.h"

#define SHA256_TEXT 65 /* hexadecimal, with its end */

/* FRUGAL_EENV: the file cannot be read, or nettle is not installed. */
int sha256_file(const char *path, char ret[SHA256_TEXT], struct frugal_error *reterr);
/* FRUGAL_EENV: nettle is not installed. */
int sha256_text(struct str text, char ret[SHA256_TEXT], struct frugal_error *reterr);

#endif
