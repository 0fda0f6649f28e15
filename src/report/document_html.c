/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a document as one HTML file with its style inside, without a script and without outer
 * files. The contrast is at least 4.5 (AA).
 */
#include "report/document.h"

#include <string.h>

#include "base/intl.h"
#include "report/chart_inside.h"

#define SHORT_ROWS 16 /* a table of at most so many rows stays on one page */

static const char STYLE[] =
	":root{color-scheme:light dark;--b:#fff;--f:#1a1a1a;--m:#545454;--l:#d0d0d0;--k:#00695c;"
	"--t:#eceff1;--n:#fff8e1;--h0:#e0f2f1;--h1:#9fd3cd;--h2:#4fa79c;--h3:#1d7a6e;--h4:#004d40}"
	"@media(prefers-color-scheme:dark){:root{--b:#161616;--f:#e8e8e8;--m:#b0b0b0;--l:#444;"
	"--k:#4db6ac;--t:#2b2b2b;--n:#3a3117;--h0:#16302d;--h1:#1d544d;--h2:#2b8177;--h3:#4db6ac;"
	"--h4:#a7dbd6}}"
	"*{box-sizing:border-box}"
	"body{margin:0 auto;max-width:60rem;padding:1rem;background:var(--b);color:var(--f);"
	"font:1rem/1.5 system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif;"
	"overflow-wrap:break-word}"
	"h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.25rem;line-height:1.3;"
	"margin:2.2rem 0 .6rem;border-top:2px solid var(--k);padding-top:.6rem}"
	".s{color:var(--m);margin:0 0 1rem}p{margin:.6rem 0}"
	"a{color:var(--k)}nav ol{columns:2 16rem;padding-left:1.6rem;margin:.5rem 0}"
	".skip{position:absolute;left:-100rem}.skip:focus{left:1rem;background:var(--b)}"
	".w{overflow-x:auto;margin:.8rem 0}.w:focus-visible,a:focus-visible{outline:3px solid "
	"var(--k);outline-offset:2px}"
	"table{border-collapse:collapse;width:100%;font-size:.93rem}"
	"caption{text-align:left;font-weight:600;padding:.3rem 0}"
	"th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;"
	"border-bottom:1px solid var(--l)}th{font-weight:600}tbody th{font-weight:400}"
	".n{text-align:right;font-variant-numeric:tabular-nums;padding-left:.6rem}"
	".n span{white-space:nowrap}"
	/* On a telephone a row is a block, each cell beneath its head. */
	"@media screen and (max-width:38rem){table,tbody,tr,tbody th,td,caption{display:block}"
	"thead{position:absolute;left:-100rem}tr{border-bottom:1px solid var(--l);padding:.4rem 0}"
	"th,td{border:0;padding:.1rem 0}tbody "
	"th{font-weight:600}.n{text-align:left;padding-left:0}"
	"td:before{content:attr(data-l) \": \";color:var(--m)}}"
	".note{background:var(--n);border-left:4px solid var(--k);padding:.5rem .8rem;margin:.8rem "
	"0}"
	"figure{margin:1rem 0;max-width:27rem}figcaption{font-weight:600}"
	"svg{display:block;width:100%;height:auto;margin-top:.4rem}svg text{fill:var(--f)}"
	".k{fill:var(--k)}.p{fill:var(--l)}.o{fill:var(--b);stroke:var(--k);stroke-width:2}.t{fill:"
	"var(--t)}"
	".g{stroke:var(--l);fill:none}.h0{fill:var(--h0)}.h1{fill:var(--h1)}.h2{fill:var(--h2)}"
	".h3{fill:var(--h3)}.h4{fill:var(--h4)}"
	"@media print{:root{--b:#fff;--f:#000;--m:#444;--l:#bbb;--k:#00695c;--t:#eceff1;--n:#fff}"
	"body{max-width:none;padding:0;font-size:10pt}nav,.skip{display:none}"
	"h2{break-after:avoid}figure,tr,.r{break-inside:avoid}.w{overflow:visible}"
	"@page{margin:18mm 16mm}}";

static void words(const char *open, const char *text, const char *close, struct buf *to)
{
	buf_puts(to, open);
	chart_add_text(to, text);
	buf_puts(to, close);
}

/* A number may break before its interval, and nowhere else: a wide table then fits its page. */
static void number(const struct document_cell *cell, struct buf *to)
{
	const char *interval = strstr(cell->text, " [");
	size_t n = interval ? (size_t)(interval - cell->text) : strlen(cell->text);
	if (!cell->value.unit) {
		chart_add_text(to, cell->text);
		return;
	}
	struct buf part = {0};
	buf_add(&part, cell->text, n);
	words("<span>", buf_text(&part), "</span>", to);
	if (interval)
		words(" <span>", interval + 1, "</span>", to);
	to->failed |= part.failed;
	buf_release(&part);
}

static void table(const struct document_block *block, struct buf *to)
{
	bool is_short = block->n <= SHORT_ROWS * block->columns;
	buf_addf(to, "<div class=\"w%s\" role=\"region\" tabindex=\"0\" aria-label=\"",
		 is_short ? " r" : "");
	chart_add_text(to, block->text);
	buf_puts(to, "\"><table role=\"table\"><caption>");
	chart_add_text(to, block->text);
	buf_puts(to, "</caption><thead role=\"rowgroup\"><tr role=\"row\">");
	for (size_t c = 0; c < block->columns; c++) {
		buf_addf(to, "<th role=\"columnheader\" scope=\"col\"%s>",
			 block->numeric[c] ? " class=\"n\"" : "");
		chart_add_text(to, block->heads[c].title);
		buf_puts(to, "</th>");
	}
	buf_puts(to, "</tr></thead><tbody role=\"rowgroup\">\n");
	for (size_t i = 0, next = 0; i < block->n; i++) {
		size_t c = next;
		next = c + 1 < block->columns ? c + 1 : 0;
		if (c)
			words("<td role=\"cell\" data-l=\"", block->heads[c].title, "\"", to);
		else
			buf_puts(to, "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\"");
		buf_puts(to, block->numeric[c] ? " class=\"n\">" : ">");
		if (block->numeric[c])
			number(&block->cells[i], to);
		else
			chart_add_text(to, block->cells[i].text);
		buf_puts(to, c ? "</td>" : "</th>");
		buf_puts(to, next ? "" : "</tr>\n");
	}
	buf_puts(to, "</tbody></table></div>\n");
}

static void contents(const struct document *doc, struct buf *to)
{
	words("<nav aria-label=\"", _("contents"), "\"><ol>\n", to);
	for (size_t i = 0; i < doc->n; i++) {
		const struct document_block *block = &doc->blocks[i];
		if (block->kind != BLOCK_SECTION)
			continue;
		buf_addf(to, "<li value=\"%d\"><a href=\"#s%d\">", block->number, block->number);
		words("", block->text, "</a></li>\n", to);
	}
	buf_puts(to, "</ol></nav>\n");
}

void document_html(const struct document *doc, struct buf *to)
{
	bool in_list = false;
	buf_addf(to,
		 "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		 "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n",
		 doc->lang);
	words("<title>", doc->title, "</title>\n", to);
	buf_addf(to, "<style>%s</style>\n</head>\n<body>\n", STYLE);
	words("<a class=\"skip\" href=\"#s1\">", _("skip to the content"), "</a>\n<header>\n", to);
	words("<h1>", doc->title, "</h1>\n", to);
	words("<p class=\"s\">", doc->subtitle, "</p>\n</header>\n", to);
	contents(doc, to);
	buf_puts(to, "<main>\n");
	for (size_t i = 0; i < doc->n; i++) {
		const struct document_block *block = &doc->blocks[i];
		bool item = block->kind == BLOCK_ITEM;
		if (item != in_list)
			buf_puts(to, item ? "<ul>\n" : "</ul>\n");
		in_list = item;
		switch (block->kind) {
		case BLOCK_SECTION:
			buf_addf(to, "<h2 id=\"s%d\">%d. ", block->number, block->number);
			words("", block->text, "</h2>\n", to);
			break;
		case BLOCK_PARAGRAPH:
			words("<p>", block->text, "</p>\n", to);
			break;
		case BLOCK_NOTE:
			words("<p class=\"note\">", block->text, "</p>\n", to);
			break;
		case BLOCK_ITEM:
			words("<li>", block->text, "</li>\n", to);
			break;
		case BLOCK_TABLE:
			table(block, to);
			break;
		case BLOCK_DIAGRAM:
			words("<figure><figcaption>", block->text, "</figcaption>\n", to);
			diagram_svg(&block->diagram, to);
			buf_puts(to, "</figure>\n");
			break;
		}
	}
	buf_puts(to, in_list ? "</ul>\n" : "");
	buf_puts(to, "</main>\n</body>\n</html>\n");
}
