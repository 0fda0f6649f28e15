/* SPDX-License-Identifier: Apache-2.0 */
/*
 * translations OUT LANGUAGE.mo...: writes to OUT a C file with the translations of each language
 * (src/base/translations.h), from what msgfmt made of po/LANGUAGE.po ("The Format of GNU MO Files"
 * of the manual of GNU gettext), little-endian. Two texts with the same hash fail the build.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/translations.h"

#define MAGIC 0x950412deu
#define MAX_BYTES 8000000u
#define MAX_LANGUAGES 16

_Noreturn static void die(const char *what, const char *name)
{
	fprintf(stderr, "translations: %s %s\n", what, name);
	exit(1);
}

struct file {
	const char *path;
	unsigned char *bytes;
	size_t n;
};

struct entry {
	uint64_t hash;
	const char *text, *translation;
	size_t length; /* of the translation */
};

static void *room(size_t n, size_t size)
{
	void *p = calloc(n + 1, size);
	if (!p)
		die("no memory for", "entries");
	return p;
}

static struct file read_file(const char *path)
{
	struct file file = {.path = path, .bytes = room(MAX_BYTES, 1)};
	FILE *f = fopen(path, "rb");
	if (!f)
		die("cannot read", path);
	file.n = fread(file.bytes, 1, MAX_BYTES, f);
	fclose(f);
	return file;
}

static uint32_t number_at(const struct file *file, size_t at)
{
	if (at + 4 > file->n)
		die("cut off:", file->path);
	const unsigned char *byte = file->bytes + at;
	return (uint32_t)byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16 |
	       (uint32_t)byte[3] << 24;
}

/* The text of the entry at of a table: its length, then its place. */
static const char *text_at(const struct file *file, size_t at, size_t *ret_length)
{
	size_t length = number_at(file, at), place = number_at(file, at + 4);
	if (place + length >= file->n || file->bytes[place + length] != '\0')
		die("cut off:", file->path);
	*ret_length = length;
	return (const char *)file->bytes + place;
}

static int by_hash(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* All but the heading of the file, whose text is empty. */
static size_t read_entries(const struct file *file, struct entry **ret)
{
	if (number_at(file, 0) != MAGIC || number_at(file, 4) != 0)
		die("not written by msgfmt, or with a size of the system (PRId64) in a text:",
		    file->path);
	size_t all = number_at(file, 8), n = 0;
	size_t texts = number_at(file, 12), translations = number_at(file, 16);
	struct entry *entries = room(all < MAX_BYTES ? all : 0, sizeof(*entries));
	for (size_t i = 0; i < all; i++) {
		size_t length;
		const char *text = text_at(file, texts + 8 * i, &length);
		if (strlen(text) != length)
			die("plurals and contexts are not known here:", text);
		if (!length)
			continue;
		struct entry *entry = &entries[n++];
		entry->text = text;
		entry->hash = hash_bytes(HASH_BEGIN, text, length);
		entry->translation = text_at(file, translations + 8 * i, &entry->length);
	}
	qsort(entries, n, sizeof(*entries), by_hash);
	for (size_t i = 1; i < n; i++)
		if (entries[i].hash == entries[i - 1].hash)
			die("another text has the hash of", entries[i].text);
	*ret = entries;
	return n;
}

/* ---- the C file ---- */

/* The arrays of one language. */
static void write_arrays(FILE *out, size_t number, const struct entry *entries, size_t n)
{
	size_t place = 0;
	fprintf(out, "static const uint64_t hashes_%zu[] = {", number);
	for (size_t i = 0; i < n; i++)
		fprintf(out, "%sUINT64_C(%" PRIu64 "),", i % 4 ? "" : "\n", entries[i].hash);
	fprintf(out, "\n0};\nstatic const uint32_t places_%zu[] = {", number);
	for (size_t i = 0; i < n; place += entries[i++].length + 1)
		fprintf(out, "%s%zu,", i % 16 ? "" : "\n", place);
	fprintf(out, "\n0};\nstatic const unsigned char texts_%zu[] = {\n", number);
	/* Numbers, not a string literal: C11 promises only 4095 characters in one of those. */
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k <= entries[i].length; k++)
			fprintf(out, "%d,", (unsigned char)entries[i].translation[k]);
		fputc('\n', out);
	}
	fprintf(out, "0};\n");
}

/* "fr" of "FOLDER/fr.mo". */
static void write_name(FILE *out, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	fprintf(out, "%.*s", (int)strcspn(name, "."), name);
}

int main(int argc, char **argv)
{
	size_t n[MAX_LANGUAGES];
	if (argc < 2 || argc - 2 > MAX_LANGUAGES)
		die("usage: translations OUT LANGUAGE.mo...", "");
	FILE *out = fopen(argv[1], "wb");
	if (!out)
		die("cannot write", argv[1]);
	fprintf(out, "/* Made of po/ by tools/translations.c; do not edit. */\n"
		     "#include \"base/translations.h\"\n");
	for (int i = 2; i < argc; i++) {
		struct file file = read_file(argv[i]);
		struct entry *entries;
		n[i - 2] = read_entries(&file, &entries);
		write_arrays(out, (size_t)i, entries, n[i - 2]);
		free(entries);
		free(file.bytes);
	}
	fprintf(out, "const struct translations built_in_translations[] = {\n");
	for (int i = 2; i < argc; i++) {
		fprintf(out, "\t{\"");
		write_name(out, argv[i]);
		fprintf(out, "\", hashes_%d, places_%d, (const char *)texts_%d, %zu},\n", i, i, i,
			n[i - 2]);
	}
	fprintf(out, "\t{0, 0, 0, 0, 0},\n};\n");
	if (fclose(out) != 0)
		die("cannot write", argv[1]);
	return 0;
}
