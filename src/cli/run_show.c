/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run_show.h"

#include <string.h>

#include "base/file.h"
#include "insight/like.h"

void run_text_with_like(struct buf *to, const struct cli *cli, const struct knowledge *knowledge,
			const struct run_record *run, const struct run_view *view)
{
	struct run_view with_like = *view;
	struct buf like = {0};
	run_like(&like, knowledge, run, cli->context.lang, cli->context.numbers);
	with_like.like = like.n ? buf_text(&like) : NULL;
	run_text(to, run, &with_like);
	buf_release(&like);
}

void run_write_json(const struct cli *cli, const char *path, const struct run_record *run)
{
	struct buf text = {0};
	struct jsonw json = {.out = &text, .pretty = true};
	struct frugal_error error = {0};
	run_json(&json, run, true);
	buf_putc(&text, '\n');
	if (text.failed)
		error_nomem(&error);
	else if (strcmp(path, "-") == 0)
		cli_put(&text);
	else
		(void)file_write(path, buf_str(&text), &error);
	if (error.code < 0)
		(void)cli_fail(cli, &error);
	buf_release(&text);
}
