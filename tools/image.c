/* SPDX-License-Identifier: Apache-2.0 */
/*
 * image OUT MODELS FACTORS: reads the models and tables of two folders, as the program reads those
 * of a user, and writes to OUT a C file with all of them compiled (src/base/image.h): words,
 * doubles, bytes and the list of their parts. It runs on the building machine; what it writes is
 * the same on any. OUT is left alone when nothing changed.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/translations.h"
#include "factor/inside.h"
#include "model/image.h"

#define MAX_PARTS 512
#define MAX_BYTES ((size_t)64 << 20)

/* What is read here comes from the folders. */
const struct image built_in_image = {0};
const struct translations built_in_translations[] = {{0}}; /* its faults are English */

struct parts {
	struct image_part list[MAX_PARTS];
	size_t n;
};

/* The image as it grows. */
struct output {
	struct arena arena;
	struct draft all; /* the parts, one after the other */
	struct parts tables, models;
};

_Noreturn static void die(const struct frugal_error *error)
{
	fprintf(stderr, "image: %s (%s): %s\n", error->what, error->where, error->todo);
	exit(1);
}

_Noreturn static void give_up(const char *why)
{
	fprintf(stderr, "image: %s\n", why);
	exit(1);
}

/* ---- a part ---- */

static void add_part(struct draft *draft, struct output *out, struct parts *to)
{
	struct image_view view;
	struct draft *all = &out->all;
	draft_close(draft, &view);
	if (draft->failed || to->n == MAX_PARTS)
		give_up("too much of it");
	to->list[to->n++] = (struct image_part){
		.digest = image_digest(&view),
		.words = (uint32_t)all->n_words,
		.n_words = (uint32_t)view.n_words,
		.numbers = (uint32_t)all->n_numbers,
		.n_numbers = (uint32_t)view.n_numbers,
		.text = (uint32_t)all->text.n,
		.n_text = (uint32_t)view.n_text,
	};
	for (size_t i = 0; i < view.n_words; i++)
		draft_word(all, view.words[i]);
	for (size_t i = 0; i < view.n_numbers; i++)
		draft_number(all, view.numbers[i]);
	buf_add(&all->text, view.text, view.n_text);
	draft_release(draft);
}

static struct image image_of(const struct output *out)
{
	return (struct image){
		.words = out->all.words,
		.numbers = out->all.numbers,
		.text = (const unsigned char *)buf_text(&out->all.text),
		.tables = out->tables.list,
		.models = out->models.list,
		.n_words = (uint32_t)out->all.n_words,
		.n_numbers = (uint32_t)out->all.n_numbers,
		.n_text = (uint32_t)out->all.text.n,
		.n_tables = (uint32_t)out->tables.n,
		.n_models = (uint32_t)out->models.n,
	};
}

/* ---- files ---- */

struct folder {
	const char *path;
	char **files; /* in order */
	size_t n;
};

static void list(struct output *out, const char *path, const char *suffix, struct folder *ret)
{
	struct frugal_error error;
	ret->path = path;
	if (file_list(&out->arena, path, suffix, &ret->files, &ret->n, &error) < 0)
		die(&error);
}

/* The text of a file; it lives as long as out. */
static struct str read_text(struct output *out, const struct folder *folder, const char *file)
{
	struct frugal_error error;
	struct buf text = {.max = MAX_BYTES};
	char *path = arena_printf(&out->arena, "%s/%s", folder->path, file);
	if (!path)
		give_up("no memory");
	if (file_read(path, MAX_BYTES, &text, &error) < 0)
		die(&error);
	struct str kept = {arena_strndup(&out->arena, buf_text(&text), text.n), text.n};
	if (!kept.p)
		give_up("no memory");
	buf_release(&text);
	return kept;
}

/* ---- tables ---- */

/* Adds the table of the files[0..n), which follow one another: NAME.csv and its NAME.PART.csv. */
static void add_table(struct output *out, const struct folder *folder, const char *name,
		      char *const *files, size_t n)
{
	struct table_text texts[TABLE_MAX_FILES];
	struct frugal_error error;
	struct table *table;
	struct draft draft;
	if (n > TABLE_MAX_FILES - 2)
		give_up("a table has too many parts");
	for (size_t i = 0; i < n; i++) {
		texts[i].name = arena_printf(&out->arena, "factors/%s", files[i]);
		texts[i].text = read_text(out, folder, files[i]);
		if (!texts[i].name)
			give_up("no memory");
	}
	if (table_load(name, texts, n, NULL, NULL, &table, &error) < 0)
		die(&error);
	draft_init(&draft, name);
	table_draft(table, &draft);
	add_part(&draft, out, &out->tables);
	table_free(table);
}

/* "zones" of "zones.csv" and of "zones.owid.csv". */
static const char *table_of(struct output *out, const char *file)
{
	const char *name = arena_strndup(&out->arena, file, strcspn(file, "."));
	if (!name)
		give_up("no memory");
	return name;
}

static int by_table(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	size_t n = strcspn(x, "."), m = strcspn(y, ".");
	int order = strncmp(x, y, n < m ? n : m);
	if (order || n != m)
		return order ? order : n < m ? -1 : 1;
	/* The table's own file goes before its parts. */
	bool own = strcmp(x + n, ".csv") == 0, other = strcmp(y + m, ".csv") == 0;
	return own != other ? (own ? -1 : 1) : strcmp(x, y);
}

static void add_tables(struct output *out, const char *path)
{
	struct folder folder;
	list(out, path, ".csv", &folder);
	qsort(folder.files, folder.n, sizeof(*folder.files), by_table);
	for (size_t i = 0, n; i < folder.n; i += n) {
		const char *name = table_of(out, folder.files[i]);
		for (n = 1; i + n < folder.n; n++)
			if (strcmp(table_of(out, folder.files[i + n]), name) != 0)
				break;
		add_table(out, &folder, name, folder.files + i, n);
	}
}

/* ---- models ---- */

struct shelf {
	struct model *models[MAX_PARTS];
	size_t n;
	struct image_models used; /* by the program being compiled */
};

static void use(struct image_models *used, const struct model *model)
{
	for (size_t i = 0; i < used->n; i++)
		if (strcmp(used->names[i], model->name) == 0)
			return;
	if (used->n == IMAGE_MODELS)
		give_up("a model uses too many others");
	used->names[used->n] = model->name;
	used->texts[used->n++] = model->text;
}

static int find_model(void *context, struct str name, const struct model **ret,
		      struct frugal_error *reterr)
{
	struct shelf *shelf = context;
	for (size_t i = 0; i < shelf->n; i++)
		if (str_is(name, shelf->models[i]->name)) {
			*ret = shelf->models[i];
			use(&shelf->used, *ret);
			return 0;
		}
	return error_set(reterr, FRUGAL_EUSAGE, "unknown model '%.*s'", STR_ARG(name));
}

static void read_models(struct output *out, const char *path, struct shelf *ret)
{
	struct frugal_error error;
	struct folder folder;
	list(out, path, ".model", &folder);
	for (size_t i = 0; i < folder.n; i++) {
		char *shown = arena_printf(&out->arena, "models/%s", folder.files[i]);
		struct str text = read_text(out, &folder, folder.files[i]);
		if (!shown || ret->n == MAX_PARTS)
			give_up("too many models");
		if (model_parse(shown, text, &ret->models[ret->n], &error) < 0)
			die(&error);
		ret->n++;
	}
}

static void draft_model(struct shelf *shelf, struct model *model, struct tables *tables,
			struct draft *ret)
{
	struct frugal_error error;
	struct program *program;
	shelf->used.n = 0;
	use(&shelf->used, model);
	if (program_compile(model, tables, find_model, shelf, &program, &error) < 0)
		die(&error);
	draft_init(ret, model->name);
	if (!model_draft(model, program, &shelf->used, ret))
		give_up("a model is too large");
	program_free(program);
}

/* Models are compiled over the tables that were made, and added when those are closed again. */
static void add_models(struct output *out, const char *path)
{
	struct image made = image_of(out);
	struct tables_options options = {.image = &made};
	struct shelf *shelf = mem_zalloc(1, sizeof(*shelf));
	struct draft *drafts = mem_zalloc(MAX_PARTS, sizeof(*drafts));
	struct tables *tables;
	struct frugal_error error;
	if (!shelf || !drafts)
		give_up("no memory");
	if (tables_new(&options, &tables, &error) < 0)
		die(&error);
	read_models(out, path, shelf);
	for (size_t i = 0; i < shelf->n; i++)
		draft_model(shelf, shelf->models[i], tables, &drafts[i]);
	tables_free(tables);
	for (size_t i = 0; i < shelf->n; i++) {
		add_part(&drafts[i], out, &out->models);
		model_free(shelf->models[i]);
	}
	mem_free(drafts);
	mem_free(shelf);
}

/* ---- the file ---- */

static void put_words(const struct draft *all, struct buf *to)
{
	buf_puts(to, "static const uint32_t words[] = {");
	for (size_t i = 0; i < all->n_words; i++)
		buf_addf(to, "%s%u,", i % 16 ? "" : "\n", all->words[i]);
	buf_puts(to, "\n};\n");
}

static void put_numbers(const struct draft *all, struct buf *to)
{
	buf_puts(to, "static const double numbers[] = {");
	for (size_t i = 0; i < all->n_numbers; i++) {
		buf_puts(to, i % 8 ? "" : "\n");
		if (isnan(all->numbers[i]))
			buf_puts(to, "MISSING,");
		else
			buf_addf(to, "%a,", all->numbers[i]);
	}
	buf_puts(to, "\n};\n");
}

static void put_text(const struct draft *all, struct buf *to)
{
	buf_puts(to, "static const unsigned char text[] = {");
	for (size_t i = 0; i < all->text.n; i++)
		buf_addf(to, "%s%d,", i % 32 ? "" : "\n", (unsigned char)all->text.p[i]);
	buf_puts(to, "\n};\n");
}

static void put_parts(struct buf *to, const char *name, const struct parts *parts)
{
	buf_addf(to, "static const struct image_part %s[] = {\n", name);
	for (size_t i = 0; i < parts->n; i++) {
		const struct image_part *part = &parts->list[i];
		buf_addf(to, "\t{UINT64_C(%llu), %u, %u, %u, %u, %u, %u},\n",
			 (unsigned long long)part->digest, part->words, part->n_words,
			 part->numbers, part->n_numbers, part->text, part->n_text);
	}
	buf_puts(to, "};\n");
}

static void put_file(const struct output *out, struct buf *to)
{
	const struct draft *all = &out->all;
	buf_puts(to, "/* Made of models/ and factors/ by tools/image.c; do not edit. */\n"
		     "#include \"base/image.h\"\n#include \"base/num.h\"\n");
	put_words(all, to);
	put_numbers(all, to);
	put_text(all, to);
	put_parts(to, "tables", &out->tables);
	put_parts(to, "models", &out->models);
	buf_addf(to,
		 "const struct image built_in_image = {\n"
		 "\twords, numbers, text, tables, models, %zu, %zu, %zu, %zu, %zu,\n};\n",
		 all->n_words, all->n_numbers, all->text.n, out->tables.n, out->models.n);
	if (to->failed || all->failed || all->text.failed)
		give_up("no memory");
}

/* Whether the file at path is text already. */
static bool is_there(const char *path, const struct buf *text)
{
	FILE *f = fopen(path, "rb");
	char *old = f ? malloc(text->n + 1) : NULL;
	size_t n = old ? fread(old, 1, text->n + 1, f) : 0;
	bool same = old && n == text->n && memcmp(old, text->p, n) == 0;
	if (f)
		(void)fclose(f);
	free(old);
	return same;
}

static void write_file(const char *path, const struct buf *text)
{
	if (is_there(path, text))
		return;
	FILE *f = fopen(path, "wb");
	if (!f || fwrite(text->p, 1, text->n, f) != text->n || fclose(f) != 0)
		give_up("cannot write");
}

int main(int argc, char **argv)
{
	struct output *out = mem_zalloc(1, sizeof(*out));
	struct buf text = {0};
	if (argc != 4)
		give_up("usage: image OUT MODELS FACTORS");
	if (!out)
		give_up("no memory");
	add_tables(out, argv[3]);
	add_models(out, argv[2]);
	put_file(out, &text);
	write_file(argv[1], &text);
	buf_release(&text);
	draft_release(&out->all);
	arena_release(&out->arena);
	mem_free(out);
	return 0;
}
