/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The stream of a batch: cuts it into pieces, gives the pieces to workers, and writes their output
 * in order. batch_header.c reads the header, batch_rows.c the rows.
 */
#include "model/batch.h"

#include <pthread.h>

#include "base/intl.h"
#include "model/batch_notes.h"

#define PIECE ((size_t)1 << 20)
#define PIECE_MAX (2 * CSV_MAX_RECORD)
#define MAX_THREADS 64u

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
 * Finds the length of the next piece; reads on when a record is longer. The places of the cuts
 * depend on how the bytes arrive, the answers must not.
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
		      struct batch_report *ret, struct batch_note *notes,
		      struct frugal_error *reterr)
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
			batch_notes_add(notes, jobs[i].worker.notes);
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

static int give_notes(const struct batch_note *notes, const struct batch_io *io,
		      struct frugal_error *reterr)
{
	int r = 0;
	for (size_t k = 0; r == 0 && k < BATCH_WATCHES; k++)
		if (notes[k].rows)
			r = io->note(io->context, notes[k].text, notes[k].rows, notes[k].line,
				     reterr);
	return r;
}

int batch_run(const struct question *fixed, const char *name, const struct batch_options *options,
	      const struct batch_io *io, struct batch_report *ret, struct frugal_error *reterr)
{
	struct stream stream = {.io = io, .name = name, .line = 1};
	pthread_mutex_t finding = PTHREAD_MUTEX_INITIALIZER;
	struct batch batch = {
		.keeps_rejects = io->reject != NULL,
		.keeps_notes = io->note != NULL,
		.finding = &finding,
		.intervals = options->intervals,
		.draws = options->draws ? options->draws : DEFAULT_DRAWS,
		.seed = options->seed ? options->seed : DEFAULT_SEED,
	};
	unsigned threads = options->threads;
	struct batch_note notes[BATCH_WATCHES] = {0};
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
		r = run_pieces(&stream, &batch, threads, ret, notes, reterr);
	if (r == 0 && io->note)
		r = give_notes(notes, io, reterr);
	batch_notes_release(notes);
	buf_release(&first);
	buf_release(&stream.text);
	batch_close(&batch);
	return r;
}
