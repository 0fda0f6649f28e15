/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints the rows of a batch: each as it was with its figures, or, where it is refused, with its
 * line and reason.
 */
#include <math.h>

#include "base/num.h"
#include "model/batch_rows.h"

static void quote_into(struct buf *to, struct str text)
{
	buf_putc(to, '"');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			buf_putc(to, '"');
		buf_putc(to, text.p[i]);
	}
	buf_putc(to, '"');
}

void worker_print_reject(struct batch_worker *worker, size_t at)
{
	const struct frugal_error *error = worker->rows[at].error;
	worker->report.refused++;
	if (worker->report.refused == 1) {
		worker->report.first = *error;
		error_where(&worker->report.first, "%s:%u", worker->batch->name,
			    worker->rows[at].line);
	}
	if (!worker->batch->keeps_rejects)
		return;
	struct buf reason = {0};
	buf_puts(&reason, error->what);
	if (error->todo[0])
		buf_addf(&reason, ": %s", error->todo);
	buf_addf(&worker->rejects, "%u,", worker->rows[at].line);
	quote_into(&worker->rejects, buf_str(&reason));
	buf_putc(&worker->rejects, ',');
	/* Keeps no more of an endless line, wherever the text was cut. */
	struct str text = worker->rows[at].text;
	text.n = text.n > CSV_MAX_RECORD ? CSV_MAX_RECORD : text.n;
	quote_into(&worker->rejects, text);
	buf_putc(&worker->rejects, '\n');
	worker->rejects.failed |= reason.failed;
	buf_release(&reason);
}

static char *print_cell(char *to, char separator, double value, const struct unit *unit)
{
	*to++ = separator;
	return isnan(value) ? to : to + num_format(value / unit->scale, to);
}

void worker_print(struct batch_worker *worker, size_t at, const struct headline_values *intervals)
{
	const struct batch *batch = worker->batch;
	struct str text = worker->rows[at].text;
	size_t n_cells = batch->n_figures * (intervals ? 3 : 1);
	char *to = buf_reserve(&worker->out, text.n + n_cells * (NUM_TEXT + 1) + 1);
	if (!to)
		return;
	char *p = to;
	memcpy(p, text.p, text.n);
	p += text.n;
	for (size_t i = 0; i < batch->n_figures; i++) {
		const struct entry *entry = &batch->program->entries[batch->figures[i]];
		double value = machine_column(&worker->machine, entry->reg)[at];
		if (isnan(value))
			worker->report.absent |= UINT64_C(1) << (i < 63 ? i : 63);
		p = print_cell(p, batch->separator, intervals ? intervals[i].value : value,
			       &entry->unit);
		if (!intervals)
			continue;
		p = print_cell(p, batch->separator, intervals[i].low, &entry->unit);
		p = print_cell(p, batch->separator, intervals[i].high, &entry->unit);
	}
	*p++ = '\n';
	worker->out.n += (size_t)(p - to);
	*p = '\0';
}
