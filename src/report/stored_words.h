/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts that the ledger has in English, in the language of the user: the description of a machine,
 * and the source of a part of it. JSON and CSV give them as they were stored.
 */
#ifndef REPORT_STORED_WORDS_H
#define REPORT_STORED_WORDS_H

#include "base/buf.h"
#include "quantity/print.h"

/* "2 x EPYC 7763, 128 cores, 256 threads, 512 GB, virtual machine" (host_describe). */
void machine_words(struct buf *to, const char *machine);

/* "rapl package-0, denied, gaps of 0.5 s, idle power not known yet" (insight/derivation.c). */
void part_source_words(struct buf *to, const char *source, const struct number_style *numbers);

#endif
