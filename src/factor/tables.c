/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where tables come from: the folder of --factors, the user's own folder, the image. Each of the
 * three is listed once and each table is loaded once. The folder of --factors must exist; the
 * user's own may be missing. A name is looked up in those lists only, never in a path.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "factor/inside.h"

#define SUFFIX ".csv"

struct tables {
	struct arena arena;
	struct tables_options options;
	const char **names; /* sorted, ends with NULL; NULL before the first listing */
	size_t n_names;
	struct table **loaded; /* by name; NULL until loaded */
};

int tables_new(const struct tables_options *options, struct tables **ret,
	       struct frugal_error *reterr)
{
	static const struct tables_options NONE = {0};
	struct tables *tables = mem_zalloc(1, sizeof(*tables));
	if (!tables)
		return error_nomem(reterr);
	tables->options = options ? *options : NONE;
	if (!tables->options.image)
		tables->options.image = &built_in_image;
	const char **texts[] = {&tables->options.dir, &tables->options.user_dir,
				&tables->options.source};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		if (!*texts[i])
			continue;
		*texts[i] = arena_strdup(&tables->arena, *texts[i]);
		if (!*texts[i]) {
			tables_free(tables);
			return error_nomem(reterr);
		}
	}
	*ret = tables;
	return 0;
}

void tables_free(struct tables *tables)
{
	if (!tables)
		return;
	for (size_t i = 0; tables->loaded && i < tables->n_names; i++)
		table_free(tables->loaded[i]);
	mem_free(tables->loaded);
	arena_release(&tables->arena);
	mem_free(tables);
}

static int by_byte(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The name of a table from that of its file: "zones" of "zones.csv". */
static const char *table_of_file(struct arena *arena, const char *file)
{
	return arena_strndup(arena, file, strcspn(file, "."));
}

struct listing {
	char **files;
	size_t n;
};

static int list_folders(struct tables *tables, struct listing ret[2], struct frugal_error *reterr)
{
	const char *dirs[2] = {tables->options.dir, tables->options.user_dir};
	for (size_t i = 0; i < 2; i++) {
		if (!dirs[i] || (i == 1 && access(dirs[i], F_OK) != 0))
			continue;
		int r = file_list(&tables->arena, dirs[i], SUFFIX, &ret[i].files, &ret[i].n,
				  reterr);
		if (r < 0)
			return r;
	}
	return 0;
}

/*
 * Collects the names of all tables: those of the image, which are sorted, then those of the
 * folders.
 */
static int gather_names(struct tables *tables, const struct listing folders[2],
			struct frugal_error *reterr)
{
	const struct image *image = tables->options.image;
	size_t n = 0, most = image->n_tables + folders[0].n + folders[1].n;
	const char **names = arena_array(&tables->arena, most + 1, sizeof(*names));
	if (!names)
		return error_nomem(reterr);
	for (; n < image->n_tables; n++)
		names[n] = image_name(image, &image->tables[n]);
	for (size_t f = 0; f < 2; f++)
		for (size_t i = 0; i < folders[f].n; i++, n++) {
			names[n] = table_of_file(&tables->arena, folders[f].files[i]);
			if (!names[n])
				return error_nomem(reterr);
		}
	tables->names = names;
	tables->n_names = n;
	return 0;
}

/* Sorts the names and drops duplicates. */
static void order_names(struct tables *tables)
{
	const char **names = tables->names;
	size_t n = 0;
	qsort(names, tables->n_names, sizeof(*names), by_byte);
	for (size_t i = 0; i < tables->n_names; i++)
		if (n == 0 || strcmp(names[n - 1], names[i]) != 0)
			names[n++] = names[i];
	names[n] = NULL;
	tables->n_names = n;
}

static int list_all(struct tables *tables, struct frugal_error *reterr)
{
	struct listing folders[2] = {0};
	if (tables->loaded)
		return 0;
	int r = list_folders(tables, folders, reterr);
	if (r == 0)
		r = gather_names(tables, folders, reterr);
	if (r < 0)
		return r;
	if (tables->n_names > tables->options.image->n_tables)
		order_names(tables);
	tables->loaded = mem_zalloc(tables->n_names, sizeof(struct table *));
	return tables->loaded ? 0 : error_nomem(reterr);
}

int tables_names(struct tables *tables, const char *const **ret, struct frugal_error *reterr)
{
	int r = list_all(tables, reterr);
	if (r < 0)
		return r;
	*ret = tables->names;
	return 0;
}

/* Reads DIR/NAME.csv, with its text in buf; without that file ret->name stays NULL. */
static int read_user(const char *dir, const char *name, struct arena *arena, struct buf *buf,
		     struct table_text *ret, struct frugal_error *reterr)
{
	char *path = arena_printf(arena, "%s/%s%s", dir, name, SUFFIX);
	if (!path)
		return error_nomem(reterr);
	/* A dangling link exists, and is an error. */
	struct stat st;
	if (lstat(path, &st) != 0)
		return 0;
	int r = file_read_plain(path, TABLE_MAX_BYTES, buf, reterr);
	if (r < 0)
		return r;
	*ret = (struct table_text){.name = path, .text = buf_str(buf)};
	return 0;
}

/* Collects the user's files of that name, in order of precedence. */
static int gather(const struct tables *tables, const char *name, struct arena *arena,
		  struct buf bufs[2], struct table_text texts[2], size_t *ret_n,
		  struct frugal_error *reterr)
{
	const char *dirs[2] = {tables->options.dir, tables->options.user_dir};
	*ret_n = 0;
	for (size_t i = 0; i < 2; i++) {
		struct table_text text = {0};
		int r = dirs[i] ? read_user(dirs[i], name, arena, &bufs[i], &text, reterr) : 0;
		if (r < 0)
			return r;
		if (text.name)
			texts[(*ret_n)++] = text;
	}
	return 0;
}

int tables_open_built_in(const struct tables *tables, const char *name, struct table **ret,
			 struct frugal_error *reterr)
{
	return table_open(tables->options.image, name, &tables->options, ret, reterr);
}

static int load(const struct tables *tables, const char *name, struct table **ret,
		struct frugal_error *reterr)
{
	struct arena arena = {0};
	struct buf bufs[2] = {{.max = 2 * TABLE_MAX_BYTES}, {.max = 2 * TABLE_MAX_BYTES}};
	struct table_text texts[2];
	struct table *ours = NULL;
	size_t n = 0;
	int r = gather(tables, name, &arena, bufs, texts, &n, reterr);
	if (r == 0)
		r = tables_open_built_in(tables, name, &ours, reterr);
	if (r == 0 && n) {
		r = table_load(name, texts, n, ours, &tables->options, ret, reterr);
		table_free(ours);
	} else if (r == 0) {
		*ret = ours;
	}
	buf_release(&bufs[0]);
	buf_release(&bufs[1]);
	arena_release(&arena);
	return r;
}

static int refuse_table(const struct tables *tables, const char *name, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("unknown factor table '%.80s'"), name);
	const char *near = str_nearest(str_of(name), tables->names);
	if (near)
		error_todo(reterr, _("did you mean %s?"), near);
	else
		error_todo(reterr, "%s", _("`frugal factors` lists them"));
	return FRUGAL_EUSAGE;
}

int tables_own_folder(struct tables *tables, const char *name, const char **ret,
		      struct frugal_error *reterr)
{
	int r = list_all(tables, reterr);
	if (r < 0)
		return r;
	bool known = false;
	for (size_t i = 0; i < tables->n_names; i++)
		known |= strcmp(tables->names[i], name) == 0;
	if (!known)
		return refuse_table(tables, name, reterr);
	*ret = tables->options.user_dir;
	if (*ret)
		return 0;
	error_set(reterr, FRUGAL_EENV, "%s", _("no folder was found for your own tables"));
	return error_todo(reterr, "%s", _("set HOME or XDG_CONFIG_HOME"));
}

int tables_get(struct tables *tables, const char *name, const struct table **ret,
	       struct frugal_error *reterr)
{
	int r = list_all(tables, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; i < tables->n_names; i++) {
		if (strcmp(tables->names[i], name) != 0)
			continue;
		r = tables->loaded[i] ? 0 : load(tables, name, &tables->loaded[i], reterr);
		if (r == 0)
			*ret = tables->loaded[i];
		return r;
	}
	return refuse_table(tables, name, reterr);
}
