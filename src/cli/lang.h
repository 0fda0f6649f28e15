/* SPDX-License-Identifier: Apache-2.0 */
/* The language of the words and numbers for people; two are known, English without any catalogue.
 */
#ifndef CLI_LANG_H
#define CLI_LANG_H

#include "cli/cli.h"

extern const char *const lang_names[]; /* "en", "fr", NULL */

/*
 * Chooses asked (may be NULL or unknown), else what LANGUAGE, LC_ALL, LC_MESSAGES and LANG say;
 * binds the catalogue. LC_NUMERIC is never set: numbers for machines do not depend on us.
 */
void lang_use(struct cli *cli, const char *asked);

#endif
