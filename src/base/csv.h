/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads CSV (RFC 4180) from memory, record by record: quotes, doubled quotes, line breaks within
 * quotes, LF or CRLF, a UTF-8 byte order mark. Lines that are empty, and lines before the header
 * that begin with '#', are skipped. The separator is found in the header: ',', ';' or a tab.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/str.h"

#define CSV_MAX_RECORD ((size_t)1 << 20)
#define CSV_MAX_FIELDS ((size_t)512)

struct csv {
	const char *name; /* of the file, for messages */
	const char *p;
	const char *end;
	struct arena *arena; /* has the fields that had doubled quotes */
	uint32_t line;       /* of the record last read, from 1 */
	uint32_t next_line;
	char separator;
	bool open; /* the text ended within quotes in the record last read */
};

/* Skips the byte order mark and comments, and finds the separator. */
void csv_init(struct csv *csv, const char *name, struct str text, struct arena *arena);

/* The same for a piece of a document: without mark and comments, with known separator and line. */
void csv_init_piece(struct csv *csv, const char *name, struct str text, struct arena *arena,
		    char separator, uint32_t line);

/*
 * Reads a record into fields[0..max). Returns 1 and the number of fields, 0 at the end, or
 * FRUGAL_EDATA (unclosed quote, text after a quote, more than max fields, a record over
 * CSV_MAX_RECORD, a NUL byte). After an error the next call goes on with the next line.
 */
int csv_next(struct csv *csv, struct str *fields, size_t max, size_t *ret_n,
	     struct frugal_error *reterr);

/* Writes a field, in quotes where CSV requires them. */
void csv_put(struct buf *to, struct str text);

/*
 * The same for text of unknown origin that a spreadsheet or a terminal will read: writes a ' before
 * what would be a formula (= + - @, CWE-1236) and is not a number, and '?' for controls.
 */
void csv_put_words(struct buf *to, struct str text);

/*
 * Returns how many bytes at the start of text are whole records, by the rules of csv_next, whatever
 * follows the text: a document cut there reads the same in pieces. Uses fields and arena as scratch
 * space.
 */
size_t csv_whole(struct str text, char separator, struct str *fields, size_t max,
		 struct arena *arena);

#endif
