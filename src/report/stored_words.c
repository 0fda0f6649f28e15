/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes a stored text apart at ", " and translates the items that it knows: whole words, and a
 * number between fixed words. What it does not know is a name and stays.
 */
#include "report/stored_words.h"

#include "base/intl.h"
#include "base/num.h"
#include "base/str.h"

struct numbered {
	const char *before, *after;
	const char *people; /* marked for translation, with the number as its text */
};

struct stored_form {
	const char *const *words; /* ends with NULL */
	const struct numbered *numbered;
};

static const char *const machine_items[] = {N_("virtual machine"), N_("unknown processor"), NULL};
static const struct numbered machine_numbers[] = {
	{"", " cores", N_("%s cores")}, {"", " threads", N_("%s threads")}, {NULL, NULL, NULL}};
static const char *const part_items[] = {
	N_("denied"), N_("absent"), N_("stale"), N_("asleep"), N_("idle power not known yet"),
	NULL};
static const struct numbered part_numbers[] = {{"gaps of ", " s", N_("gaps of %s s")},
					       {NULL, NULL, NULL}};

static void put_number(struct buf *to, struct str number, const char *decimal)
{
	for (size_t i = 0; i < number.n; i++)
		if (number.p[i] == '.')
			buf_puts(to, decimal);
		else
			buf_putc(to, number.p[i]);
}

static bool put_numbered(struct buf *to, struct str item, const struct numbered *form,
			 const char *decimal)
{
	struct str before = str_of(form->before), after = str_of(form->after), rest;
	double value;
	if (item.n <= before.n + after.n || !str_after(item, form->before, &rest) ||
	    memcmp(item.p + item.n - after.n, after.p, after.n) != 0)
		return false;
	struct str number = {rest.p, rest.n - after.n};
	struct buf text = {0};
	if (num_parse(number, &value) != number.n)
		return false;
	put_number(&text, number, decimal);
	buf_addf(to, _(form->people), buf_text(&text));
	to->failed |= text.failed;
	buf_release(&text);
	return true;
}

static void put_item(struct buf *to, struct str item, const struct stored_form *form,
		     const char *decimal)
{
	for (const char *const *word = form->words; *word; word++)
		if (str_is(item, *word)) {
			buf_puts(to, _(*word));
			return;
		}
	for (const struct numbered *n = form->numbered; n->people; n++)
		if (put_numbered(to, item, n, decimal))
			return;
	buf_add(to, item.p, item.n);
}

static void put_stored(struct buf *to, const char *stored, const struct stored_form *form,
		       const char *decimal)
{
	struct str rest = str_of(stored);
	while (rest.n) {
		const char *comma = memmem(rest.p, rest.n, ", ", 2);
		size_t n = comma ? (size_t)(comma - rest.p) : rest.n;
		put_item(to, (struct str){rest.p, n}, form, decimal);
		buf_puts(to, comma ? ", " : "");
		n += comma ? 2 : 0;
		rest = (struct str){rest.p + n, rest.n - n};
	}
}

void machine_words(struct buf *to, const char *machine)
{
	put_stored(to, machine, &(struct stored_form){machine_items, machine_numbers}, ".");
}

void part_source_words(struct buf *to, const char *source, const struct number_style *numbers)
{
	put_stored(to, source, &(struct stored_form){part_items, part_numbers}, numbers->decimal);
}
