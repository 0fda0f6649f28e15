/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question that is built step by step: inputs as texts or numbers, warnings about them, answers,
 * and the rows of a file.
 */
#include <math.h>
#include <unistd.h>

#include "api/column.h"
#include "api/inside.h"
#include "base/intl.h"
#include "model/ask.h"
#include "model/batch.h"
#include "record/ranges.h"

int frugal_question_new(frugal_library *library, const char *model, frugal_question **ret_question,
			struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!ret_question)
		return missing_argument("ret_question", reterr);
	frugal_question *question = mem_zalloc(1, sizeof(*question));
	if (!question)
		return error_nomem(reterr);
	question->library = library;
	int r = library_question(library, model, NULL, 0, &question->question, reterr);
	if (r < 0) {
		frugal_question_free(question);
		return r;
	}
	*ret_question = question;
	return 0;
}

void frugal_question_free(frugal_question *question)
{
	if (!question)
		return;
	question_free(question->question);
	arena_release(&question->arena);
	mem_free(question);
}

int frugal_question_set(frugal_question *question, const char *input, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!question)
		return missing_argument("question", reterr);
	if (!input)
		return missing_argument("input", reterr);
	return question_set(question->question, str_of(input), BARE_REFUSED, reterr);
}

/* ---- numbers -------------------------------------------------------------------------------- */

/* The unit of an input that takes a number, or of a field. */
static int find_unit(const struct program *program, const char *name, struct unit *ret,
		     struct str *ret_text, struct frugal_error *reterr)
{
	size_t input = program_input(program, str_of(name));
	size_t field = program_field(program, str_of(name));
	if (input != SIZE_MAX && program->inputs[input].kind != INPUT_NUMBER) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s takes a name, not a number"), name);
		return error_todo(reterr, _("give it as text: %s=VALUE"), name);
	}
	if (input != SIZE_MAX) {
		*ret = program->inputs[input].unit;
		*ret_text = program->inputs[input].unit_text;
	} else if (field != SIZE_MAX) {
		const struct entry *entry = &program->entries[program->params[field].entry];
		*ret = entry->unit;
		*ret_text = entry->unit_text;
	}
	return 0; /* setting it refuses an unknown name */
}

static bool is_exact(const struct frugal_number *number)
{
	return !(fabs(number->low) > 0) && !(fabs(number->high) > 0);
}

static int check_number(const struct frugal_number *number, struct frugal_error *reterr)
{
	if (!number->name)
		return missing_argument("name", reterr);
	if (!isfinite(number->value) || !isfinite(number->low) || !isfinite(number->high))
		return error_set(reterr, FRUGAL_EUSAGE, _("%s is not a finite number"),
				 number->name);
	if (number->quality < FRUGAL_MEASURED || number->quality > FRUGAL_DEFAULT ||
	    !(number->measured_share >= 0 && number->measured_share <= 1))
		return error_set(reterr, FRUGAL_EUSAGE,
				 _("%s has an unknown quality, or a measured share outside 0 to 1"),
				 number->name);
	return 0;
}

int frugal_question_set_number(frugal_question *question, const struct frugal_number *number,
			       struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_number copy = {.size = sizeof(copy)};
	struct unit unit = {.scale = 1};
	struct str text = {0};
	double scale = 1;
	reterr = reterr ? reterr : &unread;
	if (!question)
		return missing_argument("question", reterr);
	if (!number)
		return missing_argument("number", reterr);
	int r = copy_sized(number, &copy, sizeof(copy), "number", reterr);
	if (r == 0)
		r = check_number(&copy, reterr);
	if (r == 0)
		r = find_unit(question->question->program, copy.name, &unit, &text, reterr);
	if (r == 0 && text.n)
		r = unit_scale(copy.name, copy.unit, unit, text, &scale, reterr);
	if (r < 0)
		return r;
	bool exact = is_exact(&copy);
	struct model_input input =
		model_figure(copy.name, copy.value * scale, (exact ? copy.value : copy.low) * scale,
			     (exact ? copy.value : copy.high) * scale, "1", copy.quality,
			     copy.measured_share, copy.source);
	input.number.dim = unit.dim;
	return question_take(question->question, &input, 1, reterr);
}

/* ---- doubts about what was given ------------------------------------------------------------ */

static bool own_texts(frugal_question *question, struct doubtful *doubtful)
{
	const char *name = arena_strndup(&question->arena, doubtful->name.p, doubtful->name.n);
	const char *unit =
		arena_strndup(&question->arena, doubtful->unit_text.p, doubtful->unit_text.n);
	if (!name || !unit)
		return false;
	doubtful->name = str_of(name);
	doubtful->unit_text = str_of(unit);
	return true;
}

const struct doubtful *question_warnings(frugal_question *question, size_t *ret_n)
{
	size_t n = question_doubtful(question->question, question->doubtful, MAX_WARNINGS);
	for (size_t i = 0; i < n; i++)
		if (!own_texts(question, &question->doubtful[i]))
			n = i;
	*ret_n = n;
	return question->doubtful;
}

int frugal_question_warning(frugal_question *question, size_t index,
			    struct frugal_warning *ret_warning)
{
	size_t n = 0;
	const struct doubtful *all = question ? question_warnings(question, &n) : NULL;
	if (!ret_warning || index >= n)
		return FRUGAL_EUSAGE;
	const struct doubtful *one = &all[index];
	*ret_warning = (struct frugal_warning){
		.input = one->name.p,
		.unit = one->unit_text.p,
		.given = one->given / one->unit.scale,
		.meant = one->meant / one->unit.scale,
		.low = one->low / one->unit.scale,
		.high = one->high / one->unit.scale,
	};
	return 0;
}

/* ---- answers -------------------------------------------------------------------------------- */

int frugal_question_answer(frugal_question *question, const struct frugal_answering *answering,
			   frugal_result **ret_result, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_answering how = {.size = sizeof(how)};
	struct answer *answer = NULL;
	reterr = reterr ? reterr : &unread;
	if (!question)
		return missing_argument("question", reterr);
	if (!ret_result)
		return missing_argument("ret_result", reterr);
	int r = answering ? copy_sized(answering, &how, sizeof(how), "answering", reterr) : 0;
	if (r == 0 && how.draws > MAX_DRAWS)
		r = error_set(reterr, FRUGAL_EUSAGE, _("draws must be at most %d"), MAX_DRAWS);
	if (r < 0)
		return r;
	struct answer_options options = library_answers(question->library);
	options.draws = how.draws ? how.draws : options.draws;
	options.lines = how.lines != 0;
	options.sensitivity = how.doubts != 0;
	r = question_answer(question->question, &options, &answer, reterr);
	return r == 0 ? result_of_answer(question->library, answer, ret_result, reterr) : r;
}

/* ---- rows of a file ------------------------------------------------------------------------- */

static int check_stream(const struct frugal_stream *stream, struct frugal_error *reterr)
{
	return !stream->name    ? missing_argument("name", reterr)
	       : !stream->read  ? missing_argument("read", reterr)
	       : !stream->write ? missing_argument("write", reterr)
	       : stream->threads > THREADS_MOST
		       ? error_set(reterr, FRUGAL_EUSAGE,
				   _("threads is %u, and must be at most %d"), stream->threads,
				   THREADS_MOST)
		       : 0;
}

static unsigned thread_count(unsigned asked)
{
	long online = asked ? (long)asked : sysconf(_SC_NPROCESSORS_ONLN);
	return online < 1 ? 1 : (unsigned)online;
}

int frugal_question_stream(const frugal_question *question, const struct frugal_stream *stream,
			   struct frugal_stream_report *ret_report, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct frugal_stream copy = {.size = sizeof(copy)};
	struct batch_report report = {0};
	reterr = reterr ? reterr : &unread;
	if (!question)
		return missing_argument("question", reterr);
	if (!stream)
		return missing_argument("stream", reterr);
	int r = copy_sized(stream, &copy, sizeof(copy), "stream", reterr);
	if (r == 0)
		r = check_stream(&copy, reterr);
	if (r < 0)
		return r;
	const struct batch_io io = {copy.read, copy.write, copy.reject, copy.note, copy.context};
	if (r == 0 && copy.draws > MAX_DRAWS)
		r = error_set(reterr, FRUGAL_EUSAGE, _("draws must be at most %d"), MAX_DRAWS);
	const struct answer_options defaults = library_answers(question->library);
	const struct batch_options options = {
		.threads = thread_count(copy.threads),
		.intervals = copy.intervals != 0,
		.draws = copy.draws ? copy.draws : defaults.draws,
		.seed = defaults.seed,
	};
	if (r == 0)
		r = batch_run(question->question, copy.name, &options, &io, &report, reterr);
	if (r == 0 && ret_report)
		*ret_report = (struct frugal_stream_report){
			.rows = report.rows,
			.refused = report.refused,
			.first = report.first,
			.absent = report.absent,
			.parse_s = report.parse_s,
			.answer_s = report.answer_s,
			.print_s = report.print_s,
		};
	return r;
}
