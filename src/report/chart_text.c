/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text in SVG: escapes what could be read as markup, and breaks paragraphs into lines by an
 * estimate of the width of letters, since no font can be measured here.
 */
#include <math.h>
#include <string.h>

#include "report/chart_inside.h"
#include "report/layout.h"

#define LETTER 0.6 /* of the size: what system fonts take on average, with some room */
#define LEADING 1.35

static void add_char(struct buf *to, char c)
{
	switch (c) {
	case '<':
		buf_puts(to, "&lt;");
		break;
	case '>':
		buf_puts(to, "&gt;");
		break;
	case '&':
		buf_puts(to, "&amp;");
		break;
	case '"':
		buf_puts(to, "&quot;");
		break;
	default:
		buf_putc(to, c);
	}
}

void chart_add_text(struct buf *to, const char *text)
{
	struct buf clean = {0};
	buf_add_clean(&clean, text);
	for (const char *p = buf_text(&clean); *p; p++)
		add_char(to, *p);
	to->failed |= clean.failed;
	buf_release(&clean);
}

double chart_nice_step(double range, int most)
{
	double rough = range / most, power = pow(10, floor(log10(rough))), over = rough / power;
	return power * (over <= 1 ? 1 : over <= 2 ? 2 : over <= 5 ? 5 : 10);
}

double chart_text_width(const char *text, double size)
{
	return (double)text_width(text) * LETTER * size;
}

/* Bytes of the words at the start of text that fit so many letters; at least one word. */
static size_t line_bytes(const char *text, size_t letters)
{
	size_t n = 0, at = 0, seen = 0;
	for (; text[at]; at++) {
		if (text[at] == ' ' && (seen <= letters || !n))
			n = at;
		seen += ((unsigned char)text[at] & 0xC0u) != 0x80u;
		if (seen > letters && n)
			return n;
	}
	return seen <= letters || !n ? at : n;
}

double chart_add_paragraph(struct buf *to, const struct chart_paragraph *paragraph,
			   const char *text)
{
	size_t letters = (size_t)fmax(paragraph->width / (LETTER * paragraph->size), 1);
	double y = paragraph->y;
	for (bool first = true; *text; first = false) {
		size_t n = line_bytes(text, letters);
		y += first ? 0 : paragraph->size * LEADING;
		buf_addf(to, "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%g\"", paragraph->x, y,
			 paragraph->size);
		if (paragraph->weight != 400)
			buf_addf(to, " font-weight=\"%d\"", paragraph->weight);
		if (paragraph->id)
			buf_addf(to, " class=\"%s\"", paragraph->id);
		buf_putc(to, '>');
		for (size_t i = 0; i < n; i++)
			add_char(to, text[i]);
		buf_puts(to, "</text>\n");
		text += n;
		while (*text == ' ')
			text++;
	}
	return y;
}
