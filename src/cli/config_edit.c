/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes the general part of the configuration file, which ends at the first name in brackets. All
 * other lines stay as the user wrote them. What was written is read back before the file is
 * replaced.
 */
#include "cli/config_edit.h"

#include <ini.h>
#include <string.h>
#include <unistd.h>

#include "api/inside.h"
#include "base/file.h"
#include "base/intl.h"
#include "base/lock.h"
#include "base/mem.h"
#include "cli/command.h"
#include "cli/config.h"

#define MOST_BYTES ((size_t)1 << 20)

/* ---- lines ---------------------------------------------------------------------------------- */

/* Takes the next line with its newline from *text; false at the end. */
static bool next_line(struct str *text, struct str *ret)
{
	if (!text->n)
		return false;
	const char *end = memchr(text->p, '\n', text->n);
	size_t n = end ? (size_t)(end - text->p) + 1 : text->n;
	*ret = (struct str){text->p, n};
	*text = (struct str){text->p + n, text->n - n};
	return true;
}

static bool sets(struct str line, const char *key)
{
	struct str bare = str_trim(line);
	size_t n = strlen(key);
	if (bare.n <= n || memcmp(bare.p, key, n) != 0)
		return false;
	struct str rest = str_trim((struct str){bare.p + n, bare.n - n});
	return rest.n && (rest.p[0] == '=' || rest.p[0] == ':');
}

static bool begins_section(struct str line)
{
	struct str bare = str_trim(line);
	return bare.n && bare.p[0] == '[';
}

static void put(struct buf *to, const char *lines)
{
	if (to->n && to->p[to->n - 1] != '\n')
		buf_putc(to, '\n');
	buf_puts(to, lines);
}

/*
 * The text with lines (may be "") in its general part: where the first line of key was, whose other
 * lines go, else at the end of the part, before its last empty lines. key NULL: at the end.
 */
static void edit(struct buf *to, struct str text, const char *key, const char *lines)
{
	struct buf empty = {0}; /* lines that may be the last of the part */
	bool written = false, general = true;
	struct str line;
	while (next_line(&text, &line)) {
		if (general && begins_section(line)) {
			general = false;
			if (!written)
				put(to, lines);
			written = true;
		}
		if (!str_trim(line).n) {
			buf_add(&empty, line.p, line.n);
			continue;
		}
		buf_add(to, empty.p, empty.n);
		buf_clear(&empty);
		if (!general || !key || !sets(line, key)) {
			buf_add(to, line.p, line.n);
			continue;
		}
		if (!written)
			put(to, lines);
		written = true;
	}
	if (!written)
		put(to, lines);
	buf_add(to, empty.p, empty.n);
	to->failed |= empty.failed;
	buf_release(&empty);
}

/* ---- the file ------------------------------------------------------------------------------- */

struct wanted {
	const char *key, *value; /* value NULL: the key is not to be there */
	bool ok;
};

static int compare(void *context, const char *section, const char *name, const char *value)
{
	struct wanted *wanted = context;
	if (!section[0] && strcmp(name, wanted->key) == 0)
		wanted->ok = wanted->value && strcmp(value, wanted->value) == 0;
	return 1;
}

static bool reads_back(const struct buf *text, const char *key, const char *value)
{
	struct wanted wanted = {key, value, !value};
	(void)ini_parse_string(buf_text(text), compare, &wanted);
	return wanted.ok;
}

static int rewrite(struct cli *cli, const char *key, const char *value, const char *lines,
		   struct frugal_error *reterr)
{
	struct buf old = {0}, new = {0};
	int lock = -1, r = 0;
	const char *path = config_path(cli);
	char *folder = path ? arena_strdup(&cli->arena, path) : NULL;
	if (!path)
		return error_set(reterr, FRUGAL_EENV, "%s",
				 _("no folder for the configuration file was found"));
	if (!folder)
		return error_nomem(reterr);
	*strrchr(folder, '/') = '\0';
	r = folder_lock(folder, &lock, reterr);
	if (r == 0 && access(path, F_OK) == 0)
		r = file_read(path, MOST_BYTES, &old, reterr);
	if (r == 0) {
		edit(&new, buf_str(&old), key, lines);
		if (new.failed)
			r = error_nomem(reterr);
		else if (key && !reads_back(&new, key, value))
			r = error_set(reterr, FRUGAL_EUSAGE, _("no setting can be '%s'"),
				      value ? value : key);
		else
			r = file_write(path, buf_str(&new), reterr);
	}
	folder_unlock(lock);
	buf_release(&old);
	buf_release(&new);
	return r;
}

int config_add(struct cli *cli, const char *lines, struct frugal_error *reterr)
{
	return rewrite(cli, NULL, NULL, lines, reterr);
}

/* ---- one key -------------------------------------------------------------------------------- */

static const struct option_spec *find_option(const char *key, const struct command **ret)
{
	for (const struct command *const *c = commands; *c; c++)
		for (const struct option_spec *s = (*c)->options; s && s->type; s++)
			if (strcmp(s->name, key) == 0) {
				*ret = *c;
				return s;
			}
	return NULL;
}

/* Passes the value through the option that it becomes the default of. */
static int check_value(struct cli *cli, const char *key, const char *value,
		       struct frugal_error *reterr)
{
	const struct command *of;
	const struct option_spec *spec = find_option(key, &of);
	int r = strcmp(key, "zone") == 0 ? library_check_zone(cli->library, value, reterr) : 0;
	if (r < 0)
		return r;
	if (!spec || spec->type == OPTION_FLAG)
		return 0;
	void *scratch = mem_zalloc(1, of->options_size);
	if (!scratch)
		return error_nomem(reterr);
	struct option_target target = {.specs = of->options, .object = scratch};
	struct option_item item = {.target = &target, .spec = spec, .text = value};
	r = option_store(&item, &cli->arena, reterr);
	mem_free(scratch);
	return r;
}

int config_set(struct cli *cli, const char *key, const char *value, struct frugal_error *reterr)
{
	int r = config_check_key(key, reterr);
	if (r == 0 && value)
		r = check_value(cli, key, value, reterr);
	const char *line =
		r == 0 && value ? arena_printf(&cli->arena, "%s = %s\n", key, value) : "";
	if (r == 0 && !line)
		r = error_nomem(reterr);
	return r < 0 ? r : rewrite(cli, key, value, line, reterr);
}
