/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a measured run as JSON, to a file or after the output of the command. An error of writing
 * is printed but changes neither the command nor its exit status. The room report writes the text.
 */
#include "cli/run_show.h"

#include <string.h>

#include "base/file.h"

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
