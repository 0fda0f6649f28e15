/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Escapes text for Markdown (CommonMark 0.31 and the tables of GitHub: a backslash makes any ASCII
 * punctuation literal) and for LaTeX (its ten special characters). Only what could be markup is
 * escaped, so that the source stays readable: gpu_hours and [0.8, 4.1] remain as they are.
 */
#include "report/escape.h"

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

/* Whether the punctuation text[i] could be markup where it stands. */
static bool is_markup(const char *text, size_t i)
{
	char before = '\0', after = text[i + 1];
	if (i)
		before = text[i - 1];
	switch (text[i]) {
	case '\\':
	case '|':
	case '`':
	case '*':
	case '<':
		return true;
	case '_':
		return !is_word(before) || !is_word(after);
	case '&':
		return after == '#' || is_word(after);
	case ']':
		return after == '(' || after == '[';
	case '~':
		return before == '~' || after == '~';
	default:
		return false;
	}
}

void escape_markdown(struct buf *to, const char *text)
{
	struct buf clean = {0};
	buf_add_clean(&clean, text);
	const char *p = buf_text(&clean);
	for (size_t i = 0; p[i]; i++) {
		if (is_markup(p, i))
			buf_putc(to, '\\');
		buf_putc(to, p[i]);
	}
	to->failed |= clean.failed;
	buf_release(&clean);
}

void escape_markdown_line(struct buf *to, const char *text)
{
	size_t blanks = strspn(text, " "), digits = strspn(text + blanks, "0123456789");
	const char *p = text + blanks + digits;
	bool list = digits && (*p == '.' || *p == ')');
	/* Four blanks would begin code: all leading blanks are dropped. */
	buf_add(to, text + blanks, digits);
	if (list || (!digits && *p && strchr("#>-+=~", *p)))
		buf_putc(to, '\\');
	escape_markdown(to, p);
}

static const char *latex_of(char c)
{
	switch (c) {
	case '\\':
		return "\\textbackslash{}";
	case '~':
		return "\\textasciitilde{}";
	case '^':
		return "\\textasciicircum{}";
	case '<':
		return "\\textless{}";
	case '>':
		return "\\textgreater{}";
	case '|':
		return "\\textbar{}";
	default:
		return NULL;
	}
}

void escape_latex(struct buf *to, const char *text)
{
	struct buf clean = {0};
	buf_add_clean(&clean, text);
	for (const char *p = buf_text(&clean); *p; p++) {
		const char *name = latex_of(*p);
		if (name) {
			buf_puts(to, name);
			continue;
		}
		if (strchr("%&#_${}", *p))
			buf_putc(to, '\\');
		buf_putc(to, *p);
	}
	to->failed |= clean.failed;
	buf_release(&clean);
}
