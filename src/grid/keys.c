/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the key of a service: given, or a line "entsoe = TOKEN" of the file keys in the user's
 * configuration, which only the user may read. A key is never printed.
 */
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/intl.h"
#include "grid/service.h"

#define MOST_KEYS_BYTES 65536

static const char *keys_path(struct context *context)
{
	return context->config ? arena_printf(&context->arena, "%s/keys", context->config) : NULL;
}

/* Finds the line "entsoe = TOKEN"; NULL: the text has no such line. */
static const char *key_in(struct context *context, const char *text, const char *name)
{
	for (const char *p = text; *p;) {
		struct str line = str_trim((struct str){p, strcspn(p, "\n")});
		const char *equals = line.n ? memchr(line.p, '=', line.n) : NULL;
		p += strcspn(p, "\n");
		p += *p == '\n';
		if (!equals || line.p[0] == '#')
			continue;
		struct str key = str_trim((struct str){line.p, (size_t)(equals - line.p)});
		struct str value =
			str_trim((struct str){equals + 1, line.n - (size_t)(equals + 1 - line.p)});
		if (str_is(key, name) && value.n)
			return arena_printf(&context->arena, "%.*s", STR_ARG(value));
	}
	return NULL;
}

static int no_key(const struct grid_service *service, const char *path, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("%s requires a key (%s)"), service->name, service->key);
	return error_todo(reterr, _("put it in %s, or as \"%s = ...\" in %s (chmod 600)"),
			  service->variable, service->name, path ? path : "?");
}

int grid_key_find(struct context *context, const struct grid_service *service,
		  const struct grid_fetch *asked, const char **ret, struct frugal_error *reterr)
{
	struct stat st;
	struct buf text = {0};
	*ret = "";
	if (!service->key)
		return 0;
	*ret = asked->key;
	if (*ret && (*ret)[0])
		return 0;
	const char *path = keys_path(context);
	if (!path || stat(path, &st) != 0)
		return no_key(service, path, reterr);
	if (st.st_mode & (S_IRWXG | S_IRWXO)) {
		error_set(reterr, FRUGAL_EENV, "%s", _("other users can read the file of keys"));
		(void)error_where(reterr, "%s", path);
		return error_todo(reterr, "chmod 600 %s", path);
	}
	int r = file_read_plain(path, MOST_KEYS_BYTES, &text, reterr);
	if (r == 0) {
		*ret = key_in(context, buf_text(&text), service->name);
		r = *ret ? 0 : no_key(service, path, reterr);
	}
	if (text.p)
		explicit_bzero(text.p, text.n);
	buf_release(&text);
	return r;
}
