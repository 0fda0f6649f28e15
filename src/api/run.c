/* SPDX-License-Identifier: Apache-2.0 */
/* A stored run as a handle: its head, its figures and parts, and the complete record as JSON. */
#include <string.h>

#include "api/inside.h"
#include "base/intl.h"
#include "insight/derivation.h"
#include "report/run.h"

void frugal_run_free(frugal_run *run)
{
	if (!run)
		return;
	run_record_release(&run->record);
	mem_free(run);
}

const struct run_record *record_of(const frugal_run *run)
{
	return &run->record;
}

int frugal_run_about(const frugal_run *run, struct frugal_run_about *ret,
		     struct frugal_error *reterr)
{
	static const char *const none[] = {NULL};
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!run)
		return missing_argument("run", reterr);
	if (!ret)
		return missing_argument("ret", reterr);
	const struct run_record *record = &run->record;
	const struct frugal_run_about about = {
		.size = ret->size,
		.id = record->id,
		.status = run_status_name(record->status),
		.project = record->project,
		.service = record->service,
		.phase = record->phase,
		.name = record->name,
		.host = record->host,
		.zone = record->zone,
		.machine = record->machine,
		.outcome = run_outcome(record),
		.attribution = record->attribution,
		.command = record->command ? (const char *const *)record->command : none,
		.tags = record->tags ? (const char *const *)record->tags : none,
		.started_us = record->started_us,
		.ended_us = record->ended_us,
		.duration_s = record->duration.s,
		.cpu_s = record->cpu.s,
		.share = record->share,
		.exit_code = record->exit_code,
		.by_signal = record->by_signal,
		.left_out = record->left_out ? record->left_out : "",
		.derivation = record->derivation ? record->derivation : "",
	};
	return sized_fill(ret, ret->size, &about, sizeof(about), reterr);
}

/* ---- figures and parts ---------------------------------------------------------------------- */

static void tell_figure(const struct run_figure *figure, struct frugal_figure *ret)
{
	*ret = (struct frugal_figure){
		.name = figure->name,
		.perimeter = figure->perimeter,
		.unit = figure->unit,
		.value = figure->value,
		.low = figure->low,
		.high = figure->high,
		.quality = figure->quality,
		.measured_share = figure->measured_share,
	};
}

size_t frugal_run_count(const frugal_run *run)
{
	return run ? run->record.n_figures : 0;
}

int frugal_run_figure(const frugal_run *run, size_t index, struct frugal_figure *ret_figure)
{
	if (!run || !ret_figure || index >= run->record.n_figures)
		return FRUGAL_EUSAGE;
	tell_figure(&run->record.figures[index], ret_figure);
	return 0;
}

int frugal_run_find(const frugal_run *run, const char *name, const char *perimeter,
		    struct frugal_figure *ret_figure)
{
	if (!run || !name || !perimeter || !ret_figure)
		return FRUGAL_EUSAGE;
	const struct run_figure *figure = run_figure_find(&run->record, name, perimeter);
	if (!figure)
		return FRUGAL_EUSAGE;
	tell_figure(figure, ret_figure);
	return 0;
}

size_t frugal_run_part_count(const frugal_run *run)
{
	return run ? run->record.n_parts : 0;
}

int frugal_run_part(const frugal_run *run, size_t index, struct frugal_part *ret_part)
{
	if (!run || !ret_part || index >= run->record.n_parts)
		return FRUGAL_EUSAGE;
	const struct run_part *part = &run->record.parts[index];
	*ret_part = (struct frugal_part){
		.part = part->part,
		.sensor = part->sensor,
		.energy_j = part->energy.j,
		.low_factor = part->low_factor,
		.high_factor = part->high_factor,
		.idle_j = part->idle.j,
		.attributed_j = part->attributed.j,
		.unattributed_j = part->unattributed.j,
		.gaps_s = part->gaps.s,
		.quality = part->quality,
		.state = source_state_name(part->state),
		.idle_known = part->idle_known,
		.is_check = part->is_check,
		.device = part->device,
	};
	return 0;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

int frugal_run_derivation(frugal_library *library, const frugal_run *run,
			  frugal_result **ret_result, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct answer *answer = NULL;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!run)
		return missing_argument("run", reterr);
	if (!ret_result)
		return missing_argument("ret_result", reterr);
	const char *kept = run->record.derivation;
	int r = derivation_read(kept ? kept : "", &answer, reterr);
	struct catalogue *models = NULL;
	if (r == 0)
		r = library_models(library, &models, reterr);
	if (r == 0)
		r = derivation_words(answer, models, reterr);
	if (r < 0) {
		answer_free(answer);
		return r;
	}
	return result_of_answer(library, answer, ret_result, reterr);
}

int frugal_run_json(const frugal_run *run, char **ret_text, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct buf text = {0};
	struct jsonw json = {.out = &text};
	reterr = reterr ? reterr : &unread;
	if (!run)
		return missing_argument("run", reterr);
	if (!ret_text)
		return missing_argument("ret_text", reterr);
	run_json(&json, &run->record, true);
	return text_give(&text, ret_text, reterr);
}
