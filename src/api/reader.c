/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Serves the counters of this machine to users who may not read them, and sends marks to the meter
 * around the calling program.
 */
#include <unistd.h>

#include "api/measured.h"
#include "base/file.h"
#include "base/intl.h"
#include "meter/mark.h"
#include "meter/reader.h"
#include "sensor/reader_protocol.h"

struct frugal_reader {
	struct arena arena;
	struct session *session;
	struct reader *reader;
	const char *path;
	int fd;
	bool ours; /* created here: closed and removed here */
};

static int open_reader(frugal_library *library, const struct frugal_measure_options *options,
		       frugal_reader *to, struct frugal_error *reterr)
{
	const struct host_options here = library_host(library);
	struct frugal_measure_options asked;
	struct session_options sources;
	int r = measure_options_take(options, &asked, reterr);
	if (r == 0)
		r = measure_sources(library, &asked, &to->arena, &sources, reterr);
	if (r == 0)
		r = session_open(&here, &sources, &to->session, reterr);
	if (r < 0)
		return r;
	session_setup(to->session, NULL, NULL);
	return reader_new(to->session, &to->reader, reterr);
}

int frugal_reader_new(frugal_library *library, const struct frugal_measure_options *options,
		      int32_t listen_fd, const char *path, const char *group,
		      frugal_reader **ret_reader, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!library)
		return missing_argument("library", reterr);
	if (!ret_reader)
		return missing_argument("ret_reader", reterr);
	frugal_reader *reader = mem_zalloc(1, sizeof(*reader));
	if (!reader)
		return error_nomem(reterr);
	reader->fd = listen_fd;
	reader->path = arena_strdup(&reader->arena, path ? path : READER_SOCKET);
	int r = reader->path ? open_reader(library, options, reader, reterr) : error_nomem(reterr);
	if (r == 0 && listen_fd < 0) {
		r = reader_listen(reader->path, group, &reader->fd, reterr);
		reader->ours = r == 0;
	}
	if (r < 0) {
		frugal_reader_free(reader);
		return r;
	}
	*ret_reader = reader;
	return 0;
}

size_t frugal_reader_count(const frugal_reader *reader)
{
	return reader ? reader_parts(reader->reader) : 0;
}

const char *frugal_reader_path(const frugal_reader *reader)
{
	return reader ? reader->path : "";
}

int frugal_reader_serve(frugal_reader *reader, int32_t stop_fd, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!reader)
		return missing_argument("reader", reterr);
	return reader_serve(reader->reader, reader->fd, stop_fd, reterr);
}

void frugal_reader_free(frugal_reader *reader)
{
	if (!reader)
		return;
	if (reader->ours) {
		file_remove_socket(reader->path);
		close(reader->fd);
	}
	reader_free(reader->reader);
	session_free(reader->session);
	arena_release(&reader->arena);
	mem_free(reader);
}

int frugal_mark(const char *socket, const char *line, struct frugal_error *reterr)
{
	struct frugal_error unread;
	reterr = reterr ? reterr : &unread;
	if (!line)
		return missing_argument("line", reterr);
	if (socket && socket[0])
		return mark_send(socket, str_of(line), reterr);
	/* A wrong line is an error even if no meter listens. */
	struct mark parsed;
	int r = mark_parse(str_of(line), &parsed, reterr);
	if (r < 0)
		return r;
	error_set(reterr, FRUGAL_EENV, _("%s is not set: no meter is running"), "FRUGAL_SOCKET");
	return error_todo(reterr, "%s", _("start the command with: frugal run -- CMD"));
}
