/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares a published figure with a result, and lists the errors that would explain the
 * difference, by answering the question again with each of them.
 */
#include <stdio.h>

#include "api/inside.h"
#include "base/intl.h"

/* The result may be of another question: its lines would not be those of this program. */
static bool is_answer_to(const struct answer *answer, const struct question *question)
{
	char version[sizeof(answer->version)];
	const struct program *program = question->program;
	(void)snprintf(version, sizeof(version), "%016llx", (unsigned long long)program->version);
	return answer && strcmp(answer->model, program->model->name) == 0 &&
	       answer->n_lines == program->n_entries && strcmp(answer->version, version) == 0;
}

int frugal_versus_new(const frugal_question *question, const frugal_result *result,
		      const char *reported, frugal_versus **ret_versus, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!question)
		return missing_argument("question", reterr);
	if (!result)
		return missing_argument("result", reterr);
	if (!reported)
		return missing_argument("reported", reterr);
	if (!ret_versus)
		return missing_argument("ret_versus", reterr);
	if (!is_answer_to(result->answer, question->question))
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("the result is not an answer to this question"));
	frugal_versus *versus = mem_zalloc(1, sizeof(*versus));
	int r = versus ? question_versus(question->question, result->answer, str_of(reported),
					 &versus->arena, &versus->versus, reterr)
		       : error_nomem(reterr);
	if (r < 0) {
		frugal_versus_free(versus);
		return r;
	}
	*ret_versus = versus;
	return 0;
}

void frugal_versus_free(frugal_versus *versus)
{
	if (!versus)
		return;
	arena_release(&versus->arena);
	mem_free(versus);
}

int frugal_versus_get(const frugal_versus *versus, struct frugal_versus_figure *ret_comparison)
{
	if (!versus || !ret_comparison)
		return FRUGAL_EUSAGE;
	const struct versus *inside = &versus->versus;
	*ret_comparison = (struct frugal_versus_figure){
		.figure = inside->figure->name,
		.unit = inside->figure->unit_text,
		.reported = answer_in_unit(inside->figure, inside->reported),
		.estimated = answer_in_unit(inside->figure, inside->figure->value),
		.ratio = inside->ratio,
		.within = inside->within,
		.agrees = inside->agrees,
	};
	return 0;
}

int frugal_versus_slip(const frugal_versus *versus, size_t index, struct frugal_slip *ret_slip)
{
	if (!versus || !ret_slip || index >= versus->versus.n_slips)
		return FRUGAL_EUSAGE;
	const struct slip *slip = &versus->versus.slips[index];
	*ret_slip = (struct frugal_slip){
		.kind = slip_word(slip->kind),
		.name = slip->name[0] ? slip->name : NULL,
		.source = slip->source[0] ? slip->source : NULL,
		.value = answer_in_unit(versus->versus.figure, slip->value),
	};
	return 0;
}

const struct versus *versus_of(const frugal_versus *versus)
{
	return &versus->versus;
}
