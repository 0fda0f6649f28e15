/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts for people go through _() where they are printed and N_() in tables. The library never
 * changes the locale: the command line tool binds the catalogue, any other caller gets English.
 */
#ifndef BASE_INTL_H
#define BASE_INTL_H

#include <libintl.h>
#include <stdbool.h>

#define FRUGAL_DOMAIN "frugal"
#define _(text) (intl_plain ? (text) : dgettext(FRUGAL_DOMAIN, text))
#define N_(text) text

/* True while texts for a program are written (JSON, CSV): they are English in every language. */
extern _Thread_local bool intl_plain;

#endif
