/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The language of texts and numbers for people: English or French.
 * Numbers for machines (JSON, CSV) do not depend on it.
 */
#ifndef CLI_LANG_H
#define CLI_LANG_H

#include "cli/cli.h"

extern const char *const lang_names[]; /* "en", "fr", NULL */

/*
 * Chooses asked (may be NULL or unknown), else the language of LANGUAGE, LC_ALL, LC_MESSAGES and
 * LANG. Never sets LC_NUMERIC: numbers for machines do not depend on the locale.
 */
void lang_use(struct cli *cli, const char *asked);

#endif
