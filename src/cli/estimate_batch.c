/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal estimate --batch: reads rows from a file or standard input, and writes answers to a file
 * or standard output. The library parses and answers (frugal_question_stream); here are the files,
 * which are replaced only when all rows have been written.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "cli/estimate.h"

#define REJECTS_HEADER "line,reason,row\n"

/* A file to write is created at the first write, and gets its name at the end if all went well. */
struct ends {
	const struct estimate_options *asked;
	const char *name; /* of the input, for messages */
	int in;
	bool begun;
	struct file_out out, rejects;
};

static int read_in(void *context, char *to, size_t size, size_t *ret_n, struct frugal_error *reterr)
{
	const struct ends *ends = context;
	ssize_t got;
	do {
		got = read(ends->in, to, size);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return error_io(reterr, _("read"), ends->name, errno);
	*ret_n = (size_t)got;
	return 0;
}

/* r is 0 or -errno. */
static int written(int r, const char *name, struct frugal_error *reterr)
{
	return r < 0 ? error_io(reterr, _("write"), name, -r) : 0;
}

static int begin(struct ends *ends, struct frugal_error *reterr)
{
	const struct estimate_options *asked = ends->asked;
	int r = 0;
	ends->begun = true;
	if (asked->output)
		r = written(file_out_open(asked->output, &ends->out), asked->output, reterr);
	if (r == 0 && asked->rejects)
		r = written(file_out_open(asked->rejects, &ends->rejects), asked->rejects, reterr);
	if (r == 0 && asked->rejects)
		r = written(file_write_fd(ends->rejects.fd, REJECTS_HEADER, strlen(REJECTS_HEADER)),
			    asked->rejects, reterr);
	return r;
}

static int write_out(void *context, const char *bytes, size_t n, struct frugal_error *reterr)
{
	struct ends *ends = context;
	const char *output = ends->asked->output;
	int r = ends->begun ? 0 : begin(ends, reterr);
	if (r < 0)
		return r;
	return written(file_write_fd(output ? ends->out.fd : STDOUT_FILENO, bytes, n),
		       output ? output : _("standard output"), reterr);
}

static int write_reject(void *context, const char *bytes, size_t n, struct frugal_error *reterr)
{
	struct ends *ends = context;
	return written(file_write_fd(ends->rejects.fd, bytes, n), ends->asked->rejects, reterr);
}

/* Answers to one question show these; a million rows show how many have them. */
static int write_note(void *context, const char *text, uint64_t rows, uint64_t first_line,
		      struct frugal_error *reterr)
{
	const struct ends *ends = context;
	(void)reterr;
	fprintf(stderr, _("frugal: %s:%llu: %s (rows with this note: %llu)\n"), ends->name,
		(unsigned long long)first_line, text, (unsigned long long)rows);
	return 0;
}

static bool same_file(const struct stat *a, const char *path)
{
	struct stat b;
	return S_ISREG(a->st_mode) && stat(path, &b) == 0 && a->st_dev == b.st_dev &&
	       a->st_ino == b.st_ino;
}

/* Checks that none of the three files would overwrite another. */
static int check_distinct(const struct estimate_options *asked, const struct stat *in,
			  struct frugal_error *reterr)
{
	const char *option = asked->output && same_file(in, asked->output)     ? "--output"
			     : asked->rejects && same_file(in, asked->rejects) ? "--rejects"
									       : NULL;
	if (option) {
		error_set(reterr, FRUGAL_EUSAGE, _("%s is the file that --batch reads"), option);
		return error_todo(reterr, "%s", _("name another file"));
	}
	struct stat st;
	if (!asked->output || !asked->rejects)
		return 0;
	bool exists = stat(asked->output, &st) == 0;
	if (exists ? !same_file(&st, asked->rejects) : strcmp(asked->output, asked->rejects) != 0)
		return 0;
	error_set(reterr, FRUGAL_EUSAGE, "%s", _("--output and --rejects are the same file"));
	return error_todo(reterr, "%s", _("name another file"));
}

static int open_ends(struct ends *ends, const struct estimate_options *asked, const char *name,
		     struct frugal_error *reterr)
{
	struct stat st = {0};
	*ends = (struct ends){asked, name, STDIN_FILENO, .out.fd = -1, .rejects.fd = -1};
	if (strcmp(asked->batch, "-") != 0)
		ends->in = open(asked->batch, O_RDONLY | O_CLOEXEC);
	if (ends->in < 0)
		return error_io(reterr, _("open"), asked->batch, errno);
	if (fstat(ends->in, &st) == 0 && S_ISDIR(st.st_mode))
		return error_set(reterr, FRUGAL_EDATA, _("%s is a folder, not a file"), name);
	(void)posix_fadvise(ends->in, 0, 0, POSIX_FADV_SEQUENTIAL);
	return check_distinct(asked, &st, reterr);
}

/* A file that cannot be closed has not been written. */
static int close_ends(struct ends *ends, int r, struct frugal_error *reterr)
{
	const struct estimate_options *asked = ends->asked;
	if (ends->in > STDIN_FILENO)
		close(ends->in);
	int closed = file_out_close(&ends->out, r == 0);
	if (r == 0 && closed < 0)
		r = error_io(reterr, _("write"), asked->output, -closed);
	closed = file_out_close(&ends->rejects, r == 0);
	if (r == 0 && closed < 0)
		r = error_io(reterr, _("write"), asked->rejects, -closed);
	return r;
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Machine-readable, because benches read it. */
static void tell_timing(const struct frugal_stream_report *report, unsigned threads, double wall_s)
{
	double cpu_s = report->parse_s + report->answer_s + report->print_s;
	fprintf(stderr,
		"rows=%llu threads=%u wall_s=%.3f parse_s=%.3f answer_s=%.3f print_s=%.3f "
		"rows_per_s=%.0f answer_rows_per_s=%.0f cpu_s=%.3f\n",
		(unsigned long long)report->rows, threads, wall_s, report->parse_s,
		report->answer_s, report->print_s, wall_s > 0 ? (double)report->rows / wall_s : 0,
		report->answer_s > 0 ? (double)report->rows / report->answer_s : 0, cpu_s);
}

static int tell_refused(const struct frugal_stream_report *report,
			const struct estimate_options *asked, struct frugal_error *reterr)
{
	struct frugal_error first = report->first;
	error_set(reterr, FRUGAL_EDATA, _("%llu of %llu rows refused; the first: %s"),
		  (unsigned long long)report->refused, (unsigned long long)report->rows,
		  first.what);
	error_where(reterr, "%s", first.where);
	if (asked->rejects)
		error_todo(reterr, _("they are in %s with their reasons"), asked->rejects);
	else if (first.todo[0])
		error_todo(reterr, "%s", first.todo);
	else
		error_todo(reterr, "%s", _("--rejects FILE stores them with their reasons"));
	return FRUGAL_EDATA;
}

/*
 * Empty cells do not show their reason: the note names the figures and the command that shows it.
 */
static int tell_absent(const struct cli *cli, const struct frugal_stream_report *report,
		       struct frugal_error *reterr)
{
	const struct frugal_model *model;
	struct buf names = {0};
	int r = frugal_model_get(cli->library, cli->args[0], &model, reterr);
	if (r < 0)
		return r;
	for (size_t i = 0; model->outputs[i]; i++)
		if (report->absent >> (i < 63 ? i : 63) & 1)
			buf_addf(&names, "%s%s", names.n ? ", " : "", model->outputs[i]->name);
	fprintf(stderr,
		_("frugal: absent in some rows, whose cells are empty: %s; `frugal estimate "
		  "%s` with the inputs of a row shows why\n"),
		buf_text(&names), model->head->name);
	buf_release(&names);
	return 0;
}

/* A model whose figures are means gives others here than in a single answer. */
static int tell_central(const struct cli *cli, struct frugal_error *reterr)
{
	const struct frugal_model *model;
	int r = frugal_model_get(cli->library, cli->args[0], &model, reterr);
	if (r < 0 || strcmp(model->head->headline, "mean") != 0)
		return r;
	fprintf(stderr,
		_("frugal: figures are at central inputs; the value of %s is the mean of draws, "
		  "which --intervals gives\n"),
		model->head->name);
	return 0;
}

static unsigned thread_count(const struct estimate_options *asked)
{
	long online = asked->threads ? (long)asked->threads : sysconf(_SC_NPROCESSORS_ONLN);
	return online < 1 ? 1 : (unsigned)online;
}

int estimate_batch(struct cli *cli, const struct estimate_options *asked,
		   const frugal_question *question, struct frugal_error *reterr)
{
	struct ends ends;
	struct frugal_stream_report report = {0};
	const char *name = strcmp(asked->batch, "-") == 0 ? _("standard input") : asked->batch;
	int r = open_ends(&ends, asked, name, reterr);
	const struct frugal_stream stream = {
		.size = sizeof(stream),
		.name = name,
		.read = read_in,
		.write = write_out,
		.reject = asked->rejects ? write_reject : NULL,
		.context = &ends,
		.threads = thread_count(asked),
		.intervals = asked->intervals,
		.draws = (uint32_t)cli->common.draws,
		.note = cli->common.quiet ? NULL : write_note,
	};
	double start = seconds();
	if (r == 0)
		r = frugal_question_stream(question, &stream, &report, reterr);
	r = close_ends(&ends, r, reterr);
	if (r == 0 && asked->timing)
		tell_timing(&report, stream.threads, seconds() - start);
	if (r == 0 && report.absent && !cli->common.quiet)
		r = tell_absent(cli, &report, reterr);
	if (r == 0 && !asked->intervals && report.rows && !cli->common.quiet)
		r = tell_central(cli, reterr);
	if (r == 0 && report.refused)
		r = tell_refused(&report, asked, reterr);
	return r;
}
