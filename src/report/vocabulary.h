/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys as people read them: phases, outcomes, roles, states and figures in the language of the
 * user. JSON, CSV and forms write the keys themselves and do not call these.
 */
#ifndef REPORT_VOCABULARY_H
#define REPORT_VOCABULARY_H

/* The translation of key; key itself when it is a word of the user. */
const char *vocabulary_word(const char *key);

/* The value of a fact of a service: translated where the register lists its choices. */
const char *vocabulary_fact(const char *fact, const char *value);

#endif
