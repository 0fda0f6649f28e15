/* SPDX-License-Identifier: Apache-2.0 */
/* frugal runs export, import and set: whole runs from ledger to ledger, and where they belong. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intl.h"
#include "cli/run_metered.h"
#include "cli/runs.h"
#include "report/run.h"
#include "report/run_read.h"

/* ---- export --------------------------------------------------------------------------------- */

static int export_run(void *context, const struct run_record *run, struct frugal_error *reterr)
{
	struct buf *text = context;
	struct jsonw json = {.out = text};
	run_json(&json, run, true);
	buf_putc(text, '\n');
	if (text->failed)
		return error_nomem(reterr);
	cli_put(text);
	buf_clear(text);
	return 0;
}

/* One run a line, oldest first: a ledger may hold more than memory. */
int runs_export(struct cli *cli, struct ledger *ledger, struct frugal_error *reterr)
{
	const struct runs_options *options = cli->options;
	struct run_filter filter;
	struct buf text = {0};
	int r = runs_filter(cli, &filter, reterr);
	if (r < 0)
		return r;
	filter.oldest_first = true;
	filter.limit = (size_t)options->limit;
	r = ledger_list(ledger, &filter, RUN_WHOLE, export_run, &text, reterr);
	buf_release(&text);
	return r;
}

/* ---- import --------------------------------------------------------------------------------- */

struct import {
	struct ledger *ledger;
	const char *name;
	size_t line, added, known;
};

static int import_line(struct import *import, struct str text, struct frugal_error *reterr)
{
	struct run_record run;
	bool known = false;
	if (!str_trim(text).n)
		return 0;
	int r = run_read(text, &run, reterr);
	if (r < 0) {
		if (r == FRUGAL_EDATA)
			error_where(reterr, "%s:%zu", import->name, import->line);
		return r;
	}
	r = ledger_has_run(import->ledger, run.id, &known, reterr);
	if (r == 0 && known)
		import->known++;
	else if (r == 0)
		r = ledger_finish_run(import->ledger, &run, reterr);
	import->added += r == 0 && !known;
	run_record_release(&run);
	return r;
}

static int import_all(struct import *import, FILE *file, struct frugal_error *reterr)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	int r = 0;
	while (r == 0 && (n = getline(&line, &room, file)) >= 0) {
		import->line++;
		r = import_line(import, (struct str){line, (size_t)n}, reterr);
	}
	if (r == 0 && ferror(file))
		r = error_set(reterr, FRUGAL_EENV, _("%s cannot be read"), import->name);
	free(line);
	return r;
}

/* All of the file or nothing of it. */
int runs_import(struct cli *cli, struct ledger *ledger, struct frugal_error *reterr)
{
	struct import import = {.ledger = ledger, .name = cli->args[1]};
	struct buf text = {0};
	bool standard = strcmp(import.name, "-") == 0;
	FILE *file = standard ? stdin : fopen(import.name, "re");
	if (!file)
		return error_io(reterr, _("open"), import.name, errno);
	int r = ledger_batch(ledger, reterr);
	if (r == 0)
		r = ledger_batch_end(ledger, import_all(&import, file, reterr), reterr);
	if (!standard)
		(void)fclose(file);
	if (r < 0)
		return r;
	buf_addf(&text, _("runs added: %zu; there already: %zu\n"), import.added, import.known);
	if (!cli->common.quiet)
		cli_put(&text);
	buf_release(&text);
	return 0;
}

/* ---- set ------------------------------------------------------------------------------------ */

static bool is_one_of(const char *word, const char *const *list)
{
	while (*list && strcmp(*list, word) != 0)
		list++;
	return *list != NULL;
}

static int bad_value(const char *key, const char *value, const char *const *list,
		     struct frugal_error *reterr)
{
	struct buf names = {0};
	for (size_t i = 0; list[i]; i++)
		buf_addf(&names, "%s%s", i ? ", " : "", list[i]);
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is no %s"), value, key);
	error_todo(reterr, "%s", buf_text(&names));
	buf_release(&names);
	return FRUGAL_EUSAGE;
}

static int set_one(const char *text, struct run_place *place, const char **outcome,
		   struct frugal_error *reterr)
{
	struct str value, item = str_of(text);
	if (str_after(item, "project=", &value))
		place->project = value.p;
	else if (str_after(item, "service=", &value))
		place->service = value.p;
	else if (str_after(item, "name=", &value))
		place->name = value.p;
	else if (str_after(item, "phase=", &value)) {
		place->phase = value.p;
		if (value.n && !is_one_of(value.p, run_phases))
			return bad_value("phase", value.p, run_phases, reterr);
	} else if (str_after(item, "outcome=", &value)) {
		*outcome = value.p;
		if (!is_one_of(value.p, run_outcomes))
			return bad_value("outcome", value.p, run_outcomes, reterr);
	} else {
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' sets nothing of a run"), text);
		return error_todo(reterr, "%s", "project= service= phase= name= outcome=");
	}
	return 0;
}

/* frugal runs set RUN project=... outcome=... */
int runs_set(struct cli *cli, struct ledger *ledger, struct frugal_error *reterr)
{
	struct run_place place = {0};
	const char *outcome = NULL;
	int r = 0;
	if (cli->n_args < 3) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s is missing"), "KEY=VALUE");
		return error_todo(reterr, "frugal runs set %s outcome=shipped", cli->args[1]);
	}
	for (size_t i = 2; r == 0 && i < cli->n_args; i++)
		r = set_one(cli->args[i], &place, &outcome, reterr);
	if (r == 0)
		r = ledger_place(ledger, cli->args[1], &place, reterr);
	if (r == 0 && outcome) {
		const char *tag = arena_printf(&cli->context.arena, "outcome:%s", outcome);
		r = tag ? ledger_tag(ledger, cli->args[1], tag, TAG_ADD, reterr)
			: error_nomem(reterr);
	}
	return r;
}
