/* SPDX-License-Identifier: Apache-2.0 */
/* A question in a sentence: what it says, what it leaves open, its answer. */
#include "report/ask.h"
#include "api/inside.h"
#include "base/intl.h"

struct ask *question_of(frugal_ask *ask)
{
	return ask->ask;
}

int frugal_ask_new(frugal_library *library, const char *sentence, frugal_ask **ret_ask,
		   struct frugal_error *reterr)
{
	struct frugal_error unread;
	const struct knowledge *knowledge;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!ret_ask)
		return missing_argument("ret_ask", reterr);
	frugal_ask *ask = mem_zalloc(1, sizeof(*ask));
	int r = ask ? library_knowledge(library, &knowledge, reterr) : error_nomem(reterr);
	if (r == 0)
		r = ask_new(&library->context, knowledge, str_of(sentence ? sentence : ""),
			    &ask->ask, reterr);
	if (r < 0) {
		mem_free(ask);
		return r;
	}
	ask->library = library;
	*ret_ask = ask;
	return 0;
}

void frugal_ask_free(frugal_ask *ask)
{
	if (!ask)
		return;
	ask_free(ask->ask);
	mem_free(ask);
}

int frugal_ask_set(frugal_ask *ask, const char *key, const char *answer,
		   struct frugal_error *reterr)
{
	struct frugal_error unread;
	enum ask_key which;
	reterr = reterr ? reterr : &unread;
	if (!ask)
		return missing_argument("ask", reterr);
	if (!key)
		return missing_argument("key", reterr);
	if (!answer)
		return missing_argument("answer", reterr);
	int r = ask_key_of(str_of(key), &which, reterr);
	return r == 0 ? ask_set(ask->ask, which, str_of(answer), reterr) : r;
}

int frugal_ask_item(const frugal_ask *ask, size_t index, struct frugal_ask_item *ret,
		    struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!ask)
		return missing_argument("ask", reterr);
	if (!ret)
		return missing_argument("ret", reterr);
	if (index >= ASK_KEYS)
		return past_last(index, ASK_KEYS, reterr);
	enum ask_key key = (enum ask_key)index;
	const struct ask_item *item = &ask->ask->item[key];
	const struct frugal_ask_item filled = {
		.size = sizeof(filled),
		.key = ask_keys[key],
		.label = ask_label(key),
		.question = ask_question(key),
		.help = ask_help(key),
		.value = item->value,
		.note = item->note,
		.state = (enum frugal_ask_state)item->state,
	};
	return sized_fill(ret, ret->size, &filled, sizeof(filled), reterr);
}

const char *frugal_ask_unclear(const frugal_ask *ask, size_t index, const char **ret_why)
{
	if (!ask || index >= ask->ask->said.n_unclear)
		return NULL;
	const struct ask_unclear *unclear = &ask->ask->said.unclear[index];
	if (ret_why)
		*ret_why = ask_reason(unclear->why);
	return unclear->text;
}

const char *frugal_ask_unused(const frugal_ask *ask, size_t index)
{
	return ask && index < ask->ask->said.n_unused ? ask->ask->said.unused[index] : NULL;
}

const char *frugal_ask_warning(const frugal_ask *ask, size_t index)
{
	return ask && index < ask->ask->n_warnings ? ask->ask->warnings[index] : NULL;
}

const char *frugal_ask_model(const frugal_ask *ask)
{
	return ask ? ask->ask->model : NULL;
}

const char *frugal_ask_input(const frugal_ask *ask, size_t index)
{
	return ask && ask->ask->model && index < ask->ask->n_inputs ? ask->ask->inputs[index]
								    : NULL;
}

const char *frugal_ask_command(const frugal_ask *ask)
{
	return ask ? ask->ask->command : NULL;
}

int frugal_ask_check(const frugal_ask *ask, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	return ask ? ask_refuse(ask->ask, reterr) : missing_argument("ask", reterr);
}

int frugal_ask_answer(frugal_ask *ask, frugal_result **ret_result, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!ask)
		return missing_argument("ask", reterr);
	int r = ask_refuse(ask->ask, reterr);
	return r == 0 ? frugal_estimate(ask->library, ask->ask->model, ask->ask->inputs,
					ask->ask->n_inputs, ret_result, reterr)
		      : r;
}

int frugal_ask_json(frugal_ask *ask, char **ret_text, struct frugal_error *reterr)
{
	struct frugal_error unread;
	struct ask_answer answer = {0};
	struct buf text = {0};
	struct jsonw json = {.out = &text, .pretty = true};
	reterr = reterr ? reterr : &unread;
	if (!ask)
		return missing_argument("ask", reterr);
	if (!ret_text)
		return missing_argument("ret_text", reterr);
	bool whole = ask_is_whole(ask->ask), was_plain = intl_plain;
	struct context *context = ask->ask->context;
	const struct number_style *numbers = context->numbers;
	/* Words and numbers for programs are the same in every language. */
	intl_plain = true;
	context->numbers = &NUMBERS_EN;
	int r = ask_state(ask->ask, reterr);
	if (r == 0 && whole)
		r = ask_answer(ask->ask, &answer, reterr);
	if (r == 0) {
		ask_answer_json(&json, ask->ask, whole ? &answer : NULL);
		buf_putc(&text, '\n');
		r = text_give(&text, ret_text, reterr);
	}
	intl_plain = was_plain;
	context->numbers = numbers;
	if (r == 0)
		r = ask_state(ask->ask, reterr);
	ask_answer_release(&answer);
	buf_release(&text);
	return r;
}
