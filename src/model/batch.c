/* SPDX-License-Identifier: Apache-2.0 */
/* The header of a batch, and the stream: pieces to workers, answers back in order. */
#include "model/batch.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>

#include "base/intl.h"
#include "base/num.h"
#include "model/batch_rows.h"

#define PIECE ((size_t)1 << 20)
#define PIECE_MAX (2 * CSV_MAX_RECORD)
#define MAX_THREADS 64u

/* ---- the header ---- */

static int bad_column(const struct batch *batch, struct frugal_error *reterr, const char *fmt,
		      struct str column)
{
	char what[320];
	(void)snprintf(what, sizeof(what), fmt, STR_ARG(column));
	error_set(reterr, FRUGAL_EDATA, "%s", what);
	error_where(reterr, "%s:1", batch->name);
	return FRUGAL_EDATA;
}

/* "gpu_hours[kh]" into name and unit. */
static bool split_unit(struct str cell, struct str *name, struct str *unit)
{
	const char *open = memchr(cell.p, '[', cell.n);
	*name = cell;
	*unit = (struct str){0};
	if (!open)
		return true;
	if (cell.p[cell.n - 1] != ']')
		return false;
	*name = str_trim((struct str){cell.p, (size_t)(open - cell.p)});
	*unit = str_trim((struct str){open + 1, (size_t)(cell.p + cell.n - 1 - (open + 1))});
	return unit->n > 0;
}

static int number_column(struct batch *batch, struct batch_column *column, struct str unit_text,
			 struct unit own, struct str own_text, struct frugal_error *reterr)
{
	column->kind = COLUMN_NUMBER;
	column->unit = own;
	column->unit_name = arena_strndup(&batch->arena, own_text.p, own_text.n);
	if (!column->unit_name)
		return error_nomem(reterr);
	if (!unit_text.n)
		return 0;
	struct quantity one;
	struct frugal_error why;
	char text[64];
	(void)snprintf(text, sizeof(text), "1 %.*s", (int)(unit_text.n > 60 ? 60 : unit_text.n),
		       unit_text.p);
	/* As on the command line, a mass may stand for gCO2e. */
	int r = batch_quantity(column, str_of(text), BARE_REFUSED, &one, &why);
	if (r < 0) {
		error_set(reterr, FRUGAL_EDATA, "%s", why.what);
		error_todo(reterr, _("write %s[%s], or another unit of that kind"), column->name,
			   column->unit_name);
		return error_where(reterr, "%s:1", batch->name);
	}
	column->unit.scale = one.value;
	return 0;
}

static int input_column(struct batch *batch, struct batch_column *column, size_t index,
			struct str unit_text, struct str cell, struct frugal_error *reterr)
{
	const struct input *input = &batch->program->inputs[index];
	if (batch->fixed->values[index].given)
		return bad_column(batch, reterr,
				  _("'%.*s' is given on the command line and in the file"), cell);
	column->input = (uint32_t)index;
	column->reg = input->reg;
	column->may_miss = input->has_default || input->optional;
	column->missing = input->has_default ? input->value : MISSING;
	if (input->kind == INPUT_NUMBER)
		return number_column(batch, column, unit_text, input->unit, input->unit_text,
				     reterr);
	if (unit_text.n)
		return bad_column(batch, reterr, _("'%.*s' contains names and cannot have a unit"),
				  cell);
	column->kind = input->kind == INPUT_ROW ? COLUMN_ROW : COLUMN_CHOICE;
	column->may_miss = (input->has_default || input->optional) && input->follows == NO_INPUT;
	if (input->kind == INPUT_CHOICE)
		column->missing = input->has_default ? input->choice : MISSING;
	return 0;
}

static int find_column(struct batch *batch, struct batch_column *column, struct str cell,
		       struct frugal_error *reterr)
{
	const struct program *program = batch->program;
	struct str name, unit_text;
	if (!split_unit(cell, &name, &unit_text))
		return bad_column(batch, reterr, _("column '%.*s' is not NAME or NAME[UNIT]"),
				  cell);
	column->name = arena_strndup(&batch->arena, name.p, name.n);
	if (!column->name)
		return error_nomem(reterr);
	size_t index = program_input(program, name);
	if (index != SIZE_MAX)
		return input_column(batch, column, index, unit_text, cell, reterr);
	for (size_t i = 0; i < program->n_params; i++) {
		const struct param *param = &program->params[i];
		if (param->kind != PARAM_FIELD ||
		    !str_eq(program->entries[param->entry].name, name))
			continue;
		column->input = UINT32_MAX;
		column->reg = param->reg;
		return number_column(batch, column, unit_text, program->entries[param->entry].unit,
				     program->entries[param->entry].unit_text, reterr);
	}
	if (str_is(name, "id") || (name.n && name.p[0] == '_')) {
		column->kind = COLUMN_CARRIED;
		return 0;
	}
	/* The words of question.c, with its near miss. */
	struct question *scratch;
	int r = question_new(program, &scratch, reterr);
	if (r < 0)
		return r;
	question_set_text(scratch, name, STR("0"), BARE_IN_UNIT, NULL, reterr);
	question_free(scratch);
	error_where(reterr, "%s:1", batch->name);
	return FRUGAL_EDATA;
}

/* Fields that columns give and rows that columns name must not be missed by the question. */
static int complete(const struct batch *batch, struct frugal_error *reterr)
{
	struct question *all;
	int r = question_new(batch->program, &all, reterr);
	if (r < 0)
		return r;
	memcpy(all->values, batch->fixed->values, batch->program->n_inputs * sizeof(struct value));
	memcpy(all->overrides, batch->fixed->overrides,
	       batch->program->n_params * sizeof(struct value));
	for (size_t i = 0; i < batch->n_columns; i++) {
		const struct batch_column *column = &batch->columns[i];
		if (column->kind != COLUMN_CARRIED && column->input != UINT32_MAX)
			all->values[column->input].given = true;
		for (size_t p = 0; column->kind == COLUMN_NUMBER && column->input == UINT32_MAX &&
				   p < batch->program->n_params;
		     p++)
			if (batch->program->params[p].reg == column->reg)
				all->overrides[p].given = true;
	}
	r = question_complete(all, reterr);
	if (r == FRUGAL_EUSAGE)
		error_where(reterr, "%s:1", batch->name);
	question_free(all);
	return r;
}

static int refuse_duplicate(const struct batch *batch, size_t index, struct str cell,
			    struct frugal_error *reterr)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(batch->columns[i].name, batch->columns[index].name) == 0)
			return bad_column(batch, reterr, _("column '%.*s' appears twice"), cell);
	return 0;
}

int batch_open(struct batch *batch, const struct question *fixed, const char *name,
	       const struct str *header, size_t n, struct frugal_error *reterr)
{
	batch->fixed = fixed;
	batch->program = fixed->program;
	batch->name = name;
	batch->n_columns = n;
	batch->columns = arena_array(&batch->arena, n + 1, sizeof(struct batch_column));
	batch->figures =
		arena_array(&batch->arena, batch->program->n_entries + 1, sizeof(uint32_t));
	batch->given = arena_array(&batch->arena, batch->program->n_inputs + 1, sizeof(bool));
	if (!batch->columns || !batch->figures || !batch->given)
		return error_nomem(reterr);
	for (size_t i = 0; i < batch->program->n_inputs; i++)
		batch->given[i] = fixed->values[i].given;
	int r = 0;
	for (size_t i = 0; r == 0 && i < n; i++) {
		struct str cell = str_trim(header[i]);
		if (str_utf8_valid(cell) != cell.n) {
			r = error_set(reterr, FRUGAL_EDATA, "%s", _("the header is not text"));
			error_where(reterr, "%s:1", name);
		}
		if (r == 0)
			r = find_column(batch, &batch->columns[i], cell, reterr);
		if (r == 0)
			r = refuse_duplicate(batch, i, cell, reterr);
		if (r == 0 && batch->columns[i].kind != COLUMN_CARRIED &&
		    batch->columns[i].input != UINT32_MAX)
			batch->given[batch->columns[i].input] = true;
	}
	for (size_t i = 0; i < batch->program->n_entries; i++)
		if (batch->program->entries[i].figure)
			batch->figures[batch->n_figures++] = (uint32_t)i;
	if (r == 0)
		r = complete(batch, reterr);
	return r == 0 ? sample_init(&batch->sample, fixed, reterr) : r;
}

void batch_close(struct batch *batch)
{
	sample_release(&batch->sample);
	arena_release(&batch->arena);
}

void batch_header(const struct batch *batch, const struct str *header, size_t n, struct buf *to)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_putc(to, batch->separator);
		buf_add(to, header[i].p, header[i].n);
	}
	for (size_t i = 0; i < batch->n_figures; i++) {
		const struct entry *entry = &batch->program->entries[batch->figures[i]];
		buf_addf(to, "%c%.*s[%.*s]", batch->separator, STR_ARG(entry->name),
			 STR_ARG(entry->unit_text));
	}
	buf_putc(to, '\n');
}

/* ---- the stream ---- */

struct stream {
	const struct batch_io *io;
	const char *name;
	struct buf text; /* read and not yet handed out */
	bool ended;
	bool skipping; /* within a line that was too long and has been refused */
	uint32_t line; /* of the first byte of text */
	char separator;
	struct str *fields; /* room for those of a record */
	struct arena scratch;
};

static int fill(struct stream *stream, size_t want, struct frugal_error *reterr)
{
	while (!stream->ended && stream->text.n < want) {
		char *to = buf_reserve(&stream->text, PIECE);
		if (!to)
			return error_nomem(reterr);
		size_t n = 0;
		int r = stream->io->read(stream->io->context, to, PIECE, &n, reterr);
		if (r < 0)
			return r;
		stream->text.n += n;
		stream->text.p[stream->text.n] = '\0';
		stream->ended = n == 0;
	}
	return 0;
}

static void drop(struct stream *stream, size_t n)
{
	memmove(stream->text.p, stream->text.p + n, stream->text.n - n);
	stream->text.n -= n;
}

static uint32_t count_lines(struct str text)
{
	uint32_t n = 0;
	const char *p = text.p, *end = text.p + text.n;
	while ((p = memchr(p, '\n', (size_t)(end - p)))) {
		n++;
		if (++p == end)
			break;
	}
	return n;
}

/* Passes over the rest of a line that was refused for its length. */
static int skip_rest(struct stream *stream, struct frugal_error *reterr)
{
	while (stream->skipping) {
		int r = fill(stream, 1, reterr);
		if (r < 0)
			return r;
		const char *newline =
			stream->text.n ? memchr(stream->text.p, '\n', stream->text.n) : NULL;
		if (newline) {
			drop(stream, (size_t)(newline - stream->text.p) + 1);
			stream->line++;
			stream->skipping = false;
		} else {
			stream->text.n = 0;
			stream->skipping = !stream->ended;
		}
	}
	return 0;
}

static size_t whole(struct stream *stream)
{
	size_t n = csv_whole(buf_str(&stream->text), stream->separator, stream->fields,
			     CSV_MAX_FIELDS, &stream->scratch);
	arena_release(&stream->scratch);
	return n;
}

/*
 * How much of the text is the next piece; more is read when a record goes on past it. Where the
 * cuts fall depends on how the bytes come in, what the pieces say must not.
 */
static int cut_piece(struct stream *stream, size_t *ret_n, struct frugal_error *reterr)
{
	int r = skip_rest(stream, reterr);
	if (r == 0)
		r = fill(stream, PIECE, reterr);
	if (r < 0)
		return r;
	*ret_n = whole(stream);
	if (*ret_n == 0 && !stream->ended) {
		r = fill(stream, PIECE_MAX, reterr);
		if (r < 0)
			return r;
		*ret_n = whole(stream);
	}
	if (stream->ended && stream->text.n < PIECE_MAX) {
		*ret_n = stream->text.n;
	} else if (*ret_n == 0) {
		/* A line without end: its beginning is refused, the rest is passed over. */
		*ret_n = CSV_MAX_RECORD + 2;
		stream->skipping = true;
	}
	return 0;
}

/* Reads the header record, which may be preceded by comments. */
static int read_header(struct stream *stream, struct batch *batch, struct str **ret, size_t *ret_n,
		       struct frugal_error *reterr)
{
	size_t n = 0;
	int r = fill(stream, PIECE_MAX, reterr);
	if (r < 0)
		return r;
	*ret = arena_array(&batch->arena, CSV_MAX_FIELDS, sizeof(struct str));
	stream->fields = arena_array(&batch->arena, CSV_MAX_FIELDS, sizeof(struct str));
	if (!*ret || !stream->fields)
		return error_nomem(reterr);
	struct csv csv;
	csv_init(&csv, stream->name, buf_str(&stream->text), &batch->arena);
	r = csv_next(&csv, *ret, CSV_MAX_FIELDS, &n, reterr);
	if (r < 0)
		return r;
	if (!stream->ended && csv.p == csv.end) {
		error_set(reterr, FRUGAL_EDATA, "%s", _("the first 2 MiB contain no header"));
		return error_where(reterr, "%s:%u", stream->name, csv.line);
	}
	if (r == 0) {
		error_set(reterr, FRUGAL_EDATA, _("%s is empty"), stream->name);
		return error_todo(reterr, "%s",
				  _("write the names of the inputs on the first line"));
	}
	for (size_t i = 0; i < n; i++) {
		const char *copy = arena_strndup(&batch->arena, (*ret)[i].p, (*ret)[i].n);
		if (!copy)
			return error_nomem(reterr);
		(*ret)[i].p = copy;
	}
	*ret_n = n;
	batch->separator = csv.separator;
	stream->separator = csv.separator;
	stream->line = csv.next_line;
	drop(stream, (size_t)(csv.p - stream->text.p));
	return 0;
}

/* One piece in the hands of a worker. */
struct job {
	struct batch_worker worker;
	struct buf text;
	uint32_t line;
	pthread_t thread;
};

static void *work(void *context)
{
	struct job *job = context;
	job->worker.result =
		worker_piece(&job->worker, buf_str(&job->text), job->line, &job->worker.failure);
	return NULL;
}

static int write_job(struct job *job, const struct batch_io *io, struct frugal_error *reterr)
{
	struct batch_worker *worker = &job->worker;
	if (worker->result < 0) {
		if (reterr)
			*reterr = worker->failure;
		return worker->result;
	}
	int r = worker->out.n ? io->write(io->context, worker->out.p, worker->out.n, reterr) : 0;
	if (r == 0 && io->reject && worker->rejects.n)
		r = io->reject(io->context, worker->rejects.p, worker->rejects.n, reterr);
	return r;
}

/* Hands out up to n pieces, answers them, writes them in order. *ret_used: pieces there were. */
static int one_round(struct stream *stream, struct job *jobs, size_t n, size_t *ret_used,
		     struct frugal_error *reterr)
{
	size_t used = 0;
	int r = 0;
	while (r == 0 && used < n) {
		size_t size;
		r = cut_piece(stream, &size, reterr);
		if (r < 0 || size == 0)
			break;
		struct job *job = &jobs[used++];
		buf_clear(&job->text);
		buf_add(&job->text, stream->text.p, size);
		job->line = stream->line;
		if (job->text.failed)
			r = error_nomem(reterr);
		stream->line += count_lines(buf_str(&job->text));
		drop(stream, size);
	}
	size_t threads = 0;
	for (; r == 0 && threads + 1 < used; threads++)
		if (pthread_create(&jobs[threads].thread, NULL, work, &jobs[threads]) != 0)
			break;
	for (size_t i = threads; r == 0 && i < used; i++)
		work(&jobs[i]);
	for (size_t i = 0; i < threads; i++)
		pthread_join(jobs[i].thread, NULL);
	for (size_t i = 0; r == 0 && i < used; i++)
		r = write_job(&jobs[i], stream->io, reterr);
	*ret_used = used;
	return r;
}

static void add_report(struct batch_report *to, const struct batch_report *part)
{
	if (!to->refused && part->refused)
		to->first = part->first;
	to->rows += part->rows;
	to->refused += part->refused;
	to->absent |= part->absent;
	to->parse_s += part->parse_s;
	to->answer_s += part->answer_s;
	to->print_s += part->print_s;
}

static int run_pieces(struct stream *stream, const struct batch *batch, size_t threads,
		      struct batch_report *ret, struct frugal_error *reterr)
{
	struct job *jobs = mem_zalloc(threads, sizeof(*jobs));
	if (!jobs)
		return error_nomem(reterr);
	int r = 0;
	size_t ready = 0;
	for (; r == 0 && ready < threads; ready += r == 0)
		r = worker_init(&jobs[ready].worker, batch, reterr);
	size_t used = 1;
	while (r == 0 && used) {
		r = one_round(stream, jobs, threads, &used, reterr);
		/* Reports are added round by round, so that the first refusal is the file's first.
		 */
		for (size_t i = 0; i < used; i++) {
			add_report(ret, &jobs[i].worker.report);
			jobs[i].worker.report = (struct batch_report){0};
		}
	}
	for (size_t i = 0; i < ready; i++) {
		worker_release(&jobs[i].worker);
		buf_release(&jobs[i].text);
	}
	mem_free(jobs);
	return r;
}

int batch_run(const struct question *fixed, const char *name, unsigned threads,
	      const struct batch_io *io, struct batch_report *ret, struct frugal_error *reterr)
{
	struct stream stream = {.io = io, .name = name, .line = 1};
	pthread_mutex_t finding = PTHREAD_MUTEX_INITIALIZER;
	struct batch batch = {.keeps_rejects = io->reject != NULL, .finding = &finding};
	struct str *header = NULL;
	size_t n = 0;
	struct buf first = {0};
	*ret = (struct batch_report){0};
	int r = read_header(&stream, &batch, &header, &n, reterr);
	if (r == 0)
		r = batch_open(&batch, fixed, name, header, n, reterr);
	if (r == 0) {
		batch_header(&batch, header, n, &first);
		r = first.failed ? error_nomem(reterr) : 0;
	}
	if (r == 0)
		r = io->write(io->context, first.p, first.n, reterr);
	threads = threads < 1 ? 1 : threads > MAX_THREADS ? MAX_THREADS : threads;
	if (r == 0)
		r = run_pieces(&stream, &batch, threads, ret, reterr);
	buf_release(&first);
	buf_release(&stream.text);
	batch_close(&batch);
	return r;
}
