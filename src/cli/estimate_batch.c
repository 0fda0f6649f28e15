/* SPDX-License-Identifier: Apache-2.0 */
/* frugal estimate --batch: a file or standard input in, a file or standard output out. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "cli/estimate.h"
#include "model/batch.h"

#define REJECTS_HEADER "line,reason,row\n"

/* Files to write are made at the first write: a mistake in the header leaves nothing behind. */
struct ends {
	const struct estimate_options *asked;
	int in, out, rejects;
};

static long read_in(void *context, char *to, size_t n)
{
	const struct ends *ends = context;
	ssize_t got;
	do {
		got = read(ends->in, to, n);
	} while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : (long)got;
}

static int open_for_writing(const char *path, int *ret_fd)
{
	*ret_fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	return *ret_fd < 0 ? -errno : 0;
}

static int write_out(void *context, const char *bytes, size_t n)
{
	struct ends *ends = context;
	int r = 0;
	if (ends->out < 0)
		r = open_for_writing(ends->asked->output, &ends->out);
	if (r == 0 && ends->asked->rejects && ends->rejects < 0) {
		r = open_for_writing(ends->asked->rejects, &ends->rejects);
		if (r == 0)
			r = file_write_fd(ends->rejects, REJECTS_HEADER, strlen(REJECTS_HEADER));
	}
	return r < 0 ? r : file_write_fd(ends->out, bytes, n);
}

static int write_reject(void *context, const char *bytes, size_t n)
{
	const struct ends *ends = context;
	return file_write_fd(ends->rejects, bytes, n);
}

static int open_ends(struct ends *ends, const struct estimate_options *asked,
		     struct frugal_error *reterr)
{
	*ends = (struct ends){asked, STDIN_FILENO, asked->output ? -1 : STDOUT_FILENO, -1};
	if (strcmp(asked->batch, "-") == 0)
		return 0;
	ends->in = open(asked->batch, O_RDONLY | O_CLOEXEC);
	if (ends->in < 0)
		return error_io(reterr, _("open"), asked->batch, errno);
	(void)posix_fadvise(ends->in, 0, 0, POSIX_FADV_SEQUENTIAL);
	return 0;
}

/* A file that cannot be closed has not been written. */
static int close_ends(struct ends *ends, const struct estimate_options *asked, int r,
		      struct frugal_error *reterr)
{
	if (ends->in > STDIN_FILENO)
		close(ends->in);
	if (ends->out > STDOUT_FILENO && close(ends->out) != 0 && r == 0)
		r = error_io(reterr, _("write"), asked->output, errno);
	if (ends->rejects >= 0 && close(ends->rejects) != 0 && r == 0)
		r = error_io(reterr, _("write"), asked->rejects, errno);
	return r;
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Machine-readable on purpose: benches read it. */
static void tell_timing(const struct batch_report *report, unsigned threads, double wall_s)
{
	double cpu_s = report->parse_s + report->answer_s + report->print_s;
	fprintf(stderr,
		"rows=%llu threads=%u wall_s=%.3f parse_s=%.3f answer_s=%.3f print_s=%.3f "
		"rows_per_s=%.0f answer_rows_per_s=%.0f cpu_s=%.3f\n",
		(unsigned long long)report->rows, threads, wall_s, report->parse_s,
		report->answer_s, report->print_s, wall_s > 0 ? (double)report->rows / wall_s : 0,
		report->answer_s > 0 ? (double)report->rows / report->answer_s : 0, cpu_s);
}

static int tell_refused(const struct batch_report *report, const struct estimate_options *asked,
			struct frugal_error *reterr)
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
		error_todo(reterr, "%s", _("--rejects FILE keeps them with their reasons"));
	return FRUGAL_EDATA;
}

static unsigned thread_count(const struct estimate_options *asked)
{
	long online = asked->threads ? (long)asked->threads : sysconf(_SC_NPROCESSORS_ONLN);
	return online < 1 ? 1 : (unsigned)online;
}

int estimate_batch(struct cli *cli, const struct estimate_options *asked,
		   const struct question *question, struct frugal_error *reterr)
{
	(void)cli;
	struct ends ends;
	struct batch_report report = {0};
	unsigned threads = thread_count(asked);
	int r = open_ends(&ends, asked, reterr);
	struct batch_io io = {
		.read = read_in,
		.write = write_out,
		.reject = asked->rejects ? write_reject : NULL,
		.context = &ends,
	};
	double start = seconds();
	if (r == 0)
		r = batch_run(question, asked->batch, threads, &io, &report, reterr);
	r = close_ends(&ends, asked, r, reterr);
	if (r == 0 && asked->timing)
		tell_timing(&report, threads, seconds() - start);
	if (r == 0 && report.refused)
		r = tell_refused(&report, asked, reterr);
	return r;
}
