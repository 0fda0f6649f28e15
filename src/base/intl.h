/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts for people go through _() where they are printed and N_() in tables. They are English until
 * intl_use() chooses another language, whose words are built in (base/translations.h): neither the
 * locales of a system nor its C library have a part in it, and nothing is read from a file.
 */
#ifndef BASE_INTL_H
#define BASE_INTL_H

#include <stdbool.h>

#define _(text) intl_text(text)
#define N_(text) text

/* True while texts for a program are written (JSON, CSV): they are English in every language. */
extern _Thread_local bool intl_plain;

/*
 * Chooses "fr", or any language of po/; another one is English. For the whole process, once, before
 * its threads; the library leaves it to the program.
 */
void intl_use(const char *language);

/*
 * The same for the calling thread alone, until the next call: a server answers each request in the
 * language of who asks. NULL: that of the process again.
 */
void intl_use_here(const char *language);

/* text in the language chosen, or text itself where that language lacks it. */
__attribute__((format_arg(1))) const char *intl_text(const char *text);

#endif
