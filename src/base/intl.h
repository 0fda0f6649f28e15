/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words for people go through _() where they are printed and N_() in tables. The library never
 * changes the locale: the command line tool binds the catalogue, any other caller gets English.
 */
#ifndef BASE_INTL_H
#define BASE_INTL_H

#include <libintl.h>

#define FRUGAL_DOMAIN "frugal"
#define _(text) dgettext(FRUGAL_DOMAIN, text)
#define N_(text) text

#endif
