/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a run as JSON and CSV: full digits, SI units as they were counted, UTC times. Keys and
 * words are the same in every language.
 */
#include <math.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/num.h"
#include "report/answer.h"
#include "report/run.h"
#include "store/command.h"
#include "store/sum.h"

static void time_json(struct jsonw *json, const char *key, int64_t utc_us)
{
	char text[CLOCK_TEXT];
	clock_utc_text(utc_us, text);
	jsonw_string(json, key, utc_us ? text : NULL);
}

static void exit_json(struct jsonw *json, const struct run_record *run)
{
	if (run->status != RUN_FINISHED) {
		jsonw_null(json, "exit");
		return;
	}
	jsonw_object(json, "exit");
	jsonw_int(json, run->by_signal ? "signal" : "code", run->exit_code);
	jsonw_object_end(json);
}

static void attribution_json(struct jsonw *json, const struct run_record *run)
{
	jsonw_object(json, "attribution");
	jsonw_string(json, "method", run->attribution);
	jsonw_number(json, "cpu_s", run->cpu.s);
	jsonw_number(json, "machine_busy_s", run->machine_busy.s);
	jsonw_number(json, "share", run->share);
	jsonw_object_end(json);
}

static void part_json(struct jsonw *json, const struct run_part *part)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "part", part->part);
	jsonw_string(json, "sensor", part->sensor);
	if (part->device[0])
		jsonw_string(json, "device", part->device);
	jsonw_number(json, "energy_j", part->energy.j);
	jsonw_number(json, "idle_j", part->idle.j);
	jsonw_number(json, "attributed_j", part->attributed.j);
	jsonw_number(json, "unattributed_j", part->unattributed.j);
	jsonw_string(json, "quality", frugal_quality_name(part->quality));
	jsonw_string(json, "state", source_state_name(part->state));
	jsonw_number(json, "gaps_s", part->gaps.s);
	jsonw_bool(json, "idle_known", part->idle_known);
	if (part->is_check)
		jsonw_bool(json, "check", true);
	jsonw_number(json, "low_factor", part->low_factor);
	jsonw_number(json, "high_factor", part->high_factor);
	jsonw_object_end(json);
}

static void figure_json(struct jsonw *json, const struct run_figure *figure)
{
	jsonw_object(json, NULL);
	jsonw_string(json, "name", figure->name);
	jsonw_string(json, "perimeter", figure->perimeter);
	jsonw_number(json, "value", figure->value);
	jsonw_string(json, "unit", figure->unit);
	jsonw_number(json, "low", figure->low);
	jsonw_number(json, "high", figure->high);
	jsonw_string(json, "quality", frugal_quality_name(figure->quality));
	jsonw_number(json, "measured_share", figure->measured_share);
	jsonw_object_end(json);
}

static void sections_json(struct jsonw *json, const struct run_record *run)
{
	jsonw_array(json, "sections");
	for (size_t i = 0; i < run->n_sections; i++) {
		const struct run_section *section = &run->sections[i];
		jsonw_object(json, NULL);
		jsonw_string(json, "kind", section->kind);
		jsonw_string(json, "name", section->name);
		if (section->number >= 0)
			jsonw_int(json, "number", section->number);
		if (section->begin_us)
			time_json(json, "begin", section->begin_us);
		time_json(json, "at", section->at_us);
		jsonw_number(json, "duration_s", section->duration.s);
		jsonw_number(json, "share_j", section->share.j);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void metrics_json(struct jsonw *json, const struct run_record *run)
{
	jsonw_array(json, "metrics");
	for (size_t i = 0; i < run->n_metrics; i++) {
		jsonw_object(json, NULL);
		time_json(json, "at", run->metrics[i].at_us);
		jsonw_int(json, "epoch", run->metrics[i].epoch);
		jsonw_string(json, "key", run->metrics[i].key);
		jsonw_number(json, "value", run->metrics[i].value);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
}

static void details_json(struct jsonw *json, const struct run_record *run)
{
	bool idle_known = true;
	jsonw_array(json, "parts");
	for (size_t i = 0; i < run->n_parts; i++) {
		part_json(json, &run->parts[i]);
		idle_known &= run->parts[i].idle_known || run->parts[i].is_check ||
			      !(run->parts[i].energy.j > 0);
	}
	jsonw_array_end(json);
	jsonw_bool(json, "idle_known", idle_known);
	if (run->n_sections)
		sections_json(json, run);
	if (run->n_metrics)
		metrics_json(json, run);
	if (run->power && run->power[0])
		jsonw_raw(json, "power", str_of(run->power));
}

/* A word; null for "", which the ledger keeps for a missing one. */
static void word_json(struct jsonw *json, const char *key, const char *word)
{
	jsonw_string(json, key, word && word[0] ? word : NULL);
}

static void head_json(struct jsonw *json, const struct run_record *run)
{
	struct buf command = {0};
	command_write(&command, run->command);
	jsonw_string(json, "frugal", frugal_version());
	jsonw_string(json, "kind", "run");
	jsonw_string(json, "id", run->id);
	if (run->parent[0])
		jsonw_string(json, "parent", run->parent);
	jsonw_string(json, "status", run_status_name(run->status));
	jsonw_raw(json, "command", buf_str(&command));
	json->out->failed |= command.failed;
	buf_release(&command);
	word_json(json, "name", run->name);
	word_json(json, "project", run->project);
	word_json(json, "service", run->service);
	word_json(json, "phase", run->phase);
	jsonw_array(json, "tags");
	for (char **tag = run->tags; tag && *tag; tag++)
		jsonw_string(json, NULL, *tag);
	jsonw_array_end(json);
	time_json(json, "started", run->started_us);
	time_json(json, "ended", run->ended_us);
	jsonw_number(json, "duration_s", run->duration.s);
	exit_json(json, run);
	word_json(json, "host", run->host);
	word_json(json, "machine", run->machine);
	word_json(json, "zone", run->zone);
	jsonw_bool(json, "zone_default", run->zone_is_default);
	jsonw_number(json, "own_cost_s", run->own_cost.s);
}

void run_json(struct jsonw *json, const struct run_record *run, bool whole)
{
	jsonw_object(json, NULL);
	head_json(json, run);
	attribution_json(json, run);
	if (whole)
		details_json(json, run);
	jsonw_array(json, "figures");
	for (size_t i = 0; i < run->n_figures; i++)
		figure_json(json, &run->figures[i]);
	jsonw_array_end(json);
	word_json(json, "left_out", run->left_out);
	if (whole && run->derivation && run->derivation[0])
		jsonw_raw(json, "derivation", str_of(run->derivation));
	else if (whole)
		jsonw_null(json, "derivation");
	jsonw_object_end(json);
}

/* ---- CSV ------------------------------------------------------------------------------------ */

static const char *const csv_figures[] = {"energy", "carbon", "embodied"};
static const char *const csv_perimeters[] = {"share", "marginal", "machine"};
#define N(list) (sizeof(list) / sizeof((list)[0]))

static void csv_number(struct buf *to, double x)
{
	char text[NUM_TEXT];
	if (!isnan(x)) /* a missing number is an empty field */
		buf_add(to, text, num_format(x, text));
}

void run_csv_head(struct buf *to)
{
	buf_puts(to, "id,started,ended,duration_s,status,exit,signal,project,phase,name,command,"
		     "host,zone,zone_default,cpu_s,share");
	/* The units are those of models/run.model; each value has its own in the next field. */
	for (size_t f = 0; f < N(csv_figures); f++) {
		buf_addf(to, ",%s_unit", csv_figures[f]);
		for (size_t p = 0; p < N(csv_perimeters); p++)
			buf_addf(to, ",%s_%s", csv_figures[f], csv_perimeters[p]);
		buf_addf(to, ",%s_share_low,%s_share_high", csv_figures[f], csv_figures[f]);
	}
	buf_puts(to, ",parent,service,outcome,tags");
	for (size_t i = 0; i < USE_CRITERIA; i++) {
		const char *name = use_criterion_names[i];
		buf_addf(to, ",%s_unit,%s_share,%s_share_low,%s_share_high", name, name, name,
			 name);
	}
	buf_putc(to, '\n');
}

static void csv_text(struct buf *to, const char *text)
{
	buf_putc(to, ',');
	csv_put_words(to, str_of(text ? text : ""));
}

static void csv_command(struct buf *to, const struct run_record *run)
{
	struct buf words = {0};
	for (char **word = run->command; word && *word; word++)
		buf_addf(&words, "%s%s", words.n ? " " : "", *word);
	csv_text(to, buf_text(&words));
	to->failed |= words.failed;
	buf_release(&words);
}

static void csv_tags(struct buf *to, const struct run_record *run)
{
	struct buf tags = {0};
	for (char **tag = run->tags; tag && *tag; tag++)
		buf_addf(&tags, "%s%s", tags.n ? ";" : "", *tag);
	csv_text(to, buf_text(&tags));
	to->failed |= tags.failed;
	buf_release(&tags);
}

static void csv_one_figure(struct buf *to, const struct run_record *run, const char *name)
{
	const struct run_figure *share = run_figure_find(run, name, "share");
	csv_text(to, share ? share->unit : "");
	for (size_t p = 0; p < N(csv_perimeters); p++) {
		const struct run_figure *figure = run_figure_find(run, name, csv_perimeters[p]);
		buf_putc(to, ',');
		csv_number(to, figure ? figure->value : MISSING);
	}
	buf_putc(to, ',');
	csv_number(to, share ? share->low : MISSING);
	buf_putc(to, ',');
	csv_number(to, share ? share->high : MISSING);
}

/* Of the share alone. */
static void csv_criterion(struct buf *to, const struct run_record *run, const char *name)
{
	const struct run_figure *figure = run_figure_find(run, name, "share");
	csv_text(to, figure ? figure->unit : "");
	buf_putc(to, ',');
	csv_number(to, figure ? figure->value : MISSING);
	buf_putc(to, ',');
	csv_number(to, figure ? figure->low : MISSING);
	buf_putc(to, ',');
	csv_number(to, figure ? figure->high : MISSING);
}

void run_csv(struct buf *to, const struct run_record *run)
{
	char started[CLOCK_TEXT], ended[CLOCK_TEXT] = "";
	bool finished = run->status == RUN_FINISHED;
	clock_utc_text(run->started_us, started);
	if (run->ended_us)
		clock_utc_text(run->ended_us, ended);
	buf_addf(to, "%s,%s,%s,", run->id, started, ended);
	csv_number(to, run->duration.s);
	csv_text(to, run_status_name(run->status));
	buf_putc(to, ',');
	if (finished && !run->by_signal)
		buf_addf(to, "%d", run->exit_code);
	buf_putc(to, ',');
	if (finished && run->by_signal)
		buf_addf(to, "%d", run->exit_code);
	csv_text(to, run->project);
	csv_text(to, run->phase);
	csv_text(to, run->name);
	csv_command(to, run);
	csv_text(to, run->host);
	csv_text(to, run->zone);
	buf_puts(to, run->zone_is_default ? ",true," : ",false,");
	csv_number(to, run->cpu.s);
	buf_putc(to, ',');
	csv_number(to, run->share);
	for (size_t f = 0; f < N(csv_figures); f++)
		csv_one_figure(to, run, csv_figures[f]);
	csv_text(to, run->parent);
	csv_text(to, run->service);
	csv_text(to, run_outcome(run));
	csv_tags(to, run);
	for (size_t i = 0; i < USE_CRITERIA; i++)
		csv_criterion(to, run, use_criterion_names[i]);
	buf_putc(to, '\n');
}
