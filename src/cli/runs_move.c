/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal runs export, import and set: writes complete runs as lines of JSON, reads them into
 * another ledger, and sets the fields of a run (project, service, phase, outcome, name).
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "cli/runs.h"
#include "report/run.h"

/* ---- export --------------------------------------------------------------------------------- */

static int export_run(void *context, const frugal_run *run, struct frugal_error *reterr)
{
	struct buf *text = context;
	struct jsonw json = {.out = text};
	run_json(&json, record_of(run), true);
	buf_putc(text, '\n');
	if (text->failed)
		return error_nomem(reterr);
	cli_put(text);
	buf_clear(text);
	return FRUGAL_VISIT_ON;
}

/* One run per line, oldest first: a ledger may be larger than memory. */
int runs_export(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr)
{
	const struct runs_options *options = cli->options;
	struct frugal_filter filter;
	struct buf text = {0};
	int r = runs_filter(cli, &filter, reterr);
	if (r < 0)
		return r;
	filter.oldest_first = true;
	filter.limit = (size_t)options->limit;
	r = frugal_ledger_list(ledger, &filter, FRUGAL_RUN_WHOLE, export_run, &text, reterr);
	buf_release(&text);
	return r;
}

/* ---- import --------------------------------------------------------------------------------- */

struct source {
	FILE *file;
	const char *name;
};

static int read_piece(void *context, char *to, size_t size, size_t *ret_n,
		      struct frugal_error *reterr)
{
	const struct source *source = context;
	*ret_n = fread(to, 1, size, source->file);
	return ferror(source->file)
		       ? error_set(reterr, FRUGAL_EENV, _("%s cannot be read"), source->name)
		       : 0;
}

int runs_import(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr)
{
	const struct runs_options *options = cli->options;
	const char *name = cli->args[1];
	bool standard = strcmp(name, "-") == 0;
	struct source source = {standard ? stdin : fopen(name, "re"), name};
	struct buf text = {0};
	struct jsonw json = {.out = &text, .pretty = true};
	size_t added = 0, known = 0;
	if (!source.file)
		return error_io(reterr, _("open"), name, errno);
	int r = frugal_ledger_import(ledger, name, read_piece, &source, &added, &known, reterr);
	if (!standard)
		(void)fclose(source.file);
	if (r < 0)
		return r;
	if (options->json) {
		jsonw_object(&json, NULL);
		jsonw_int(&json, "runs_added", (int64_t)added);
		jsonw_int(&json, "runs_known", (int64_t)known);
		jsonw_object_end(&json);
		buf_putc(&text, '\n');
	} else {
		buf_addf(&text, _("runs added: %zu; already stored: %zu\n"), added, known);
	}
	if (options->json || !cli->common.quiet)
		cli_put(&text);
	buf_release(&text);
	return 0;
}

/* ---- set ------------------------------------------------------------------------------------ */

/* frugal runs set RUN project=... outcome=... */
int runs_set(struct cli *cli, frugal_ledger *ledger, struct frugal_error *reterr)
{
	if (cli->n_args < 3) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"), "KEY=VALUE");
		return error_todo(reterr, "frugal runs set %s outcome=shipped", cli->args[1]);
	}
	return frugal_ledger_set(ledger, cli->args[1], (const char *const *)cli->args + 2,
				 cli->n_args - 2, reterr);
}
