/* SPDX-License-Identifier: Apache-2.0 */
/*
 * embed NAME OUT DIR SUFFIX: writes to OUT a C file with every file of DIR whose name ends
 * with SUFFIX, sorted, as `const struct embedded_file NAME[]` (see base/embedded.h). OUT is left
 * alone when nothing changed, so that a new model is one new text file and a plain `make`.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn static void die(const char *what, const char *name)
{
	fprintf(stderr, "embed: %s %s\n", what, name);
	exit(1);
}

static char *read_whole(const char *path, size_t *ret_n)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return NULL;
	char *text = NULL;
	size_t n = 0, cap = 0;
	for (;;) {
		if (cap - n < 65536) {
			cap = cap ? cap * 2 : 131072;
			char *more = realloc(text, cap);
			if (!more)
				die("no memory for", path);
			text = more;
		}
		size_t got = fread(text + n, 1, 65536, f);
		if (!got)
			break;
		n += got;
	}
	fclose(f);
	*ret_n = n;
	return text;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Numbers, not a string literal: C11 promises only 4095 characters in one of those. */
static void write_file(FILE *out, size_t index, const char *text, size_t n)
{
	fprintf(out, "static const unsigned char file_%zu[] = {", index);
	for (size_t i = 0; i < n; i++)
		fprintf(out, "%s%d,", i % 32 ? "" : "\n", (unsigned char)text[i]);
	fprintf(out, "\n0};\n");
}

int main(int argc, char **argv)
{
	if (argc != 5)
		die("usage: embed NAME OUT DIR SUFFIX, not", argc > 1 ? argv[1] : "nothing");
	const char *name = argv[1], *out_path = argv[2], *dir = argv[3], *suffix = argv[4];
	DIR *stream = opendir(dir);
	if (!stream)
		die("cannot open", dir);
	char *names[1024];
	size_t count = 0;
	struct dirent *entry;
	while ((entry = readdir(stream)) && count < 1024) {
		size_t n = strlen(entry->d_name), m = strlen(suffix);
		if (entry->d_name[0] != '.' && n >= m && !strcmp(entry->d_name + n - m, suffix))
			names[count++] = strdup(entry->d_name);
	}
	closedir(stream);
	if (!count)
		die("no file ends with", suffix);
	qsort(names, count, sizeof(*names), by_name);

	char *text = NULL;
	size_t text_n = 0;
	FILE *out = open_memstream(&text, &text_n);
	if (!out)
		die("no memory for", out_path);
	fprintf(out, "/* Generated from the %s files; do not edit. */\n", suffix);
	fprintf(out, "#include \"base/embedded.h\"\n");
	size_t *sizes = calloc(count + 1, sizeof(*sizes));
	if (!sizes)
		die("no memory for", out_path);
	for (size_t i = 0; i < count; i++) {
		char path[4096];
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		char *file = read_whole(path, &sizes[i]);
		if (!file)
			die("cannot read", path);
		write_file(out, i, file, sizes[i]);
		free(file);
	}
	fprintf(out, "const struct embedded_file %s[] = {\n", name);
	for (size_t i = 0; i < count; i++)
		fprintf(out, "\t{\"%s\", (const char *)file_%zu, %zu},\n", names[i], i, sizes[i]);
	fprintf(out, "\t{0, 0, 0},\n};\n");
	fclose(out);

	size_t old_n = 0;
	char *old = read_whole(out_path, &old_n);
	bool same = old && old_n == text_n && !memcmp(old, text, text_n);
	FILE *f = same ? NULL : fopen(out_path, "wb");
	if (!same && (!f || fwrite(text, 1, text_n, f) != text_n || fclose(f) != 0))
		die("cannot write", out_path);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(sizes);
	free(text);
	free(old);
	return 0;
}
