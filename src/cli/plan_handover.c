/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a scheduler is to know beside the plan: the folder, the variables without which the command
 * or frugal would not be found there, and the path of frugal.
 */
#include "cli/plan_handover.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/inside_grid.h"
#include "base/intl.h"
#include "base/str.h"

/* ---- what is around the command ------------------------------------------------------------- */

static const char *value_of(const struct cli *cli, const char *name)
{
	size_t n = strlen(name);
	for (char **variable = cli->environ; variable && *variable; variable++)
		if (strncmp(*variable, name, n) == 0 && (*variable)[n] == '=')
			return *variable;
	return NULL;
}

/* Where programs, libraries and the ledger are found; no key is among them. */
static int take_surroundings(struct cli *cli, struct frugal_planned_job *to,
			     struct frugal_error *reterr)
{
	static const char *const names[] = {"PATH",
					    "TZ",
					    "FRUGAL_STORE",
					    "FRUGAL_GRID",
					    "XDG_CONFIG_HOME",
					    "XDG_DATA_HOME",
					    "XDG_STATE_HOME",
					    "VIRTUAL_ENV",
					    "CONDA_PREFIX",
					    "PYTHONPATH",
					    "LD_LIBRARY_PATH",
					    NULL};
	const char **found =
		arena_array(&cli->arena, sizeof(names) / sizeof(*names), sizeof(*found));
	if (!found)
		return error_nomem(reterr);
	to->surroundings = found;
	for (size_t i = 0; names[i]; i++) {
		const char *variable = value_of(cli, names[i]);
		if (variable && variable[strlen(names[i]) + 1])
			found[to->n_surroundings++] = variable;
	}
	return 0;
}

/* "NAME=value" as it is, NAME with its value here. */
static int take_variables(struct cli *cli, const struct option_list *asked,
			  struct frugal_planned_job *to, struct frugal_error *reterr)
{
	const char **list = arena_array(&cli->arena, asked->n + 1, sizeof(*list));
	if (!list)
		return error_nomem(reterr);
	for (size_t i = 0; i < asked->n; i++) {
		const char *text = asked->items[i];
		list[i] = strchr(text, '=') ? text : value_of(cli, text);
		if (list[i])
			continue;
		error_set(reterr, FRUGAL_EUSAGE, _("the variable '%s' is not set here"), text);
		error_where(reterr, "%s", "--env");
		return error_todo(reterr, "%s", "--env NAME=value");
	}
	to->environment = list;
	to->n_environment = asked->n;
	return 0;
}

/* This folder; a container has its own. */
static int take_folder(struct cli *cli, const struct handover_options *asked,
		       struct frugal_planned_job *to, struct frugal_error *reterr)
{
	char path[PATH_MAX];
	if (asked->emit && strcmp(asked->emit, "k8s") == 0)
		return 0;
	if (!getcwd(path, sizeof(path)))
		return error_io(reterr, "open", ".", errno);
	to->folder = arena_strdup(&cli->arena, path);
	return to->folder ? 0 : error_nomem(reterr);
}

/* Our own path, unless the first frugal of PATH is the same. */
static const char *own_path(struct cli *cli)
{
	char own[PATH_MAX], found[PATH_MAX], there[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", own, sizeof(own) - 1);
	if (n <= 0)
		return "frugal";
	own[n] = '\0';
	const char *path = value_of(cli, "PATH");
	for (const char *p = path ? path + strlen("PATH=") : ""; *p; p += *p == ':') {
		int length = (int)strcspn(p, ":");
		(void)snprintf(found, sizeof(found), "%.*s/frugal", length, p);
		p += length;
		if (access(found, X_OK) == 0)
			return realpath(found, there) && strcmp(there, own) == 0
				       ? "frugal"
				       : arena_strdup(&cli->arena, own);
	}
	return arena_strdup(&cli->arena, own);
}

static int take(struct cli *cli, const struct handover_options *asked,
		struct frugal_planned_job *to, struct frugal_error *reterr)
{
	*to = (struct frugal_planned_job){
		.size = sizeof(*to),
		.scheduler = asked->emit,
		.command = (const char *const *)cli->args,
		.n_words = cli->n_args,
		.image = asked->image,
		.name = asked->name,
		.unmetered = asked->unmetered,
		.keeps_deadline = asked->keeps_deadline,
		.limits_duration = asked->limits_duration,
		.every = asked->every,
		.at_zones = asked->at_zones.items,
		.n_at_zones = asked->at_zones.n,
	};
	if (!asked->emit || strcmp(asked->emit, "k8s") != 0)
		to->program = own_path(cli);
	int r = take_folder(cli, asked, to, reterr);
	bool lacks = asked->emit &&
		     (strcmp(asked->emit, "cron") == 0 || strcmp(asked->emit, "systemd") == 0);
	if (r == 0 && lacks)
		r = take_surroundings(cli, to, reterr);
	return r == 0 ? take_variables(cli, &asked->variables, to, reterr) : r;
}

/* ---- zones ---------------------------------------------------------------------------------- */

/* "DE,pue=1.2" and "DE=ssh de-node {}" name the same zone. */
static bool names_zone(const char *zone, const char *line)
{
	struct str a = {zone, strcspn(zone, ",")}, b = {line, strcspn(line, "=")};
	return str_eq_nocase(str_trim(a), str_trim(b));
}

int handover_zones(struct cli *cli, const struct option_list *at_zones, struct option_list *zones,
		   struct frugal_error *reterr)
{
	const char **all = arena_array(&cli->arena, zones->n + at_zones->n + 1, sizeof(*all));
	size_t n = 0;
	if (!all)
		return error_nomem(reterr);
	for (; n < zones->n; n++)
		all[n] = zones->items[n];
	for (size_t i = 0; i < at_zones->n; i++) {
		const char *line = at_zones->items[i];
		bool known = false;
		for (size_t k = 0; k < n; k++)
			known |= names_zone(all[k], line);
		if (!known && line[strcspn(line, "=")])
			all[n++] = arena_strndup(&cli->arena, line, strcspn(line, "="));
		if (n && !all[n - 1])
			return error_nomem(reterr);
	}
	zones->items = all;
	zones->n = n;
	return 0;
}

/* ---- the three ways ------------------------------------------------------------------------- */

int handover_emit(struct cli *cli, const struct handover_options *asked, const frugal_plan *plan,
		  struct buf *to, struct frugal_error *reterr)
{
	struct frugal_planned_job job;
	char *file;
	int r = take(cli, asked, &job, reterr);
	if (r == 0)
		r = frugal_plan_file(plan, &job, &file, reterr);
	if (r < 0)
		return r;
	buf_puts(to, file);
	frugal_text_free(file);
	return 0;
}

static int no_line(const struct planned_job *job, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE,
		  _("the best hours are in %s, where nothing starts the command from here"),
		  job->zone);
	return error_todo(reterr, "--at-zone %s='ssh node {}'", job->zone);
}

static int become(const struct planned_job *job, struct frugal_error *reterr)
{
	struct emit_words words;
	int r = emit_words(job, job->at_once ? 0 : job->start_s, job->latest_s, false, &words,
			   reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; i < job->n_environment; i++)
		(void)putenv((char *)(uintptr_t)job->environment[i]);
	(void)fflush(stdout);
	execvp(words.words[0], (char *const *)(uintptr_t)words.words);
	r = error_set(reterr, FRUGAL_EENV, _("%s cannot be started: %s"), words.words[0],
		      strerror(errno));
	emit_words_release(&words);
	return r;
}

int handover_run(struct cli *cli, const struct handover_options *asked, const frugal_plan *plan,
		 struct frugal_error *reterr)
{
	struct frugal_planned_job job;
	struct handover handover;
	int r = take(cli, asked, &job, reterr);
	if (r == 0 && (!cli->n_args || asked->every || asked->unmetered)) {
		error_set(reterr, FRUGAL_EUSAGE, "%s",
			  _("--run requires a command, once and measured"));
		r = error_todo(reterr, "%s", "frugal plan --run ... -- CMD");
	}
	if (r == 0)
		r = handover_make(plan, &job, &handover, reterr);
	if (r < 0)
		return r;
	environ = cli->environ;
	r = handover.job.home && !handover.job.away_line ? no_line(&handover.job, reterr)
							 : become(&handover.job, reterr);
	handover_release(&handover);
	return r;
}

int handover_away(struct cli *cli, const struct option_list *at_zones, const char *name,
		  const frugal_plan *plan, bool *ret_away, struct frugal_error *reterr)
{
	const struct frugal_planned_job job = {
		.size = sizeof(job),
		.command = (const char *const *)cli->args,
		.n_words = cli->n_args,
		.name = name,
		.at_zones = at_zones->items,
		.n_at_zones = at_zones->n,
	};
	struct handover handover;
	struct buf line = {0};
	*ret_away = false;
	int r = handover_make(plan, &job, &handover, reterr);
	if (r < 0)
		return r;
	if (handover.job.away_line) {
		r = emit_away(&handover.job, handover.job.away_line, &line, reterr);
		char **words = arena_array(&cli->arena, 4, sizeof(*words));
		char *shell = arena_strdup(&cli->arena, "sh"), *c = arena_strdup(&cli->arena, "-c");
		char *text = arena_strdup(&cli->arena, buf_text(&line));
		if (r == 0 && (!words || !shell || !c || !text))
			r = error_nomem(reterr);
		if (r == 0) {
			words[0] = shell;
			words[1] = c;
			words[2] = text;
			cli->args = words;
			cli->n_args = 3;
			*ret_away = true;
		}
	}
	buf_release(&line);
	handover_release(&handover);
	return r;
}
