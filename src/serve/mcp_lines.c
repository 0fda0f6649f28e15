/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of a session: read whole, of limited length, and answered one after the other. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/intl.h"
#include "base/mem.h"
#include "serve/mcp.h"

#define CHUNK ((size_t)65536)

struct session {
	struct mcp *mcp;
	int out_fd;
	struct buf line; /* what has come of the present one */
	bool too_long;   /* its rest is left unread */
};

/* True at success, and where nobody reads any more: the session ends by the input then. */
static int send(int fd, struct buf *answer, bool *ret_open, struct frugal_error *reterr)
{
	const char *p = buf_text(answer);
	size_t n = answer->failed ? 0 : answer->n;
	*ret_open = true;
	if (answer->failed)
		return error_nomem(reterr);
	while (n) {
		ssize_t written = write(fd, p, n);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0 && errno == EPIPE) {
			*ret_open = false;
			break;
		}
		if (written < 0)
			return error_io(reterr, _("write"), "-", errno);
		p += written;
		n -= (size_t)written;
	}
	return 0;
}

static int end_line(struct session *session, bool *ret_open, struct frugal_error *reterr)
{
	struct buf answer = {0};
	if (session->line.failed) {
		buf_release(&session->line);
		return error_nomem(reterr);
	}
	if (session->too_long)
		mcp_refuse_long(&answer);
	else
		mcp_answer(session->mcp, buf_str(&session->line), &answer);
	session->too_long = false;
	buf_clear(&session->line);
	int r = send(session->out_fd, &answer, ret_open, reterr);
	buf_release(&answer);
	return r;
}

static int take(struct session *session, const char *p, size_t n, bool *ret_open,
		struct frugal_error *reterr)
{
	int r = 0;
	while (n && r == 0 && *ret_open) {
		const char *end = memchr(p, '\n', n);
		size_t part = end ? (size_t)(end - p) : n;
		if (session->line.n + part > MCP_LINE_MOST) {
			session->too_long = true;
			buf_clear(&session->line);
		}
		if (!session->too_long)
			buf_add(&session->line, p, part);
		if (end)
			r = end_line(session, ret_open, reterr);
		part += end != NULL;
		p += part;
		n -= part;
	}
	return r;
}

int mcp_serve(struct mcp *mcp, int in_fd, int out_fd, struct frugal_error *reterr)
{
	struct session session = {.mcp = mcp, .out_fd = out_fd};
	char *chunk = mem_alloc(CHUNK);
	bool open = true;
	int r = chunk ? 0 : error_nomem(reterr);
	while (r == 0 && open) {
		ssize_t n = read(in_fd, chunk, CHUNK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			r = error_io(reterr, _("read"), "-", errno);
		if (n <= 0)
			break;
		r = take(&session, chunk, (size_t)n, &open, reterr);
	}
	if (r == 0 && open && (session.line.n || session.too_long))
		r = end_line(&session, &open, reterr);
	mem_free(chunk);
	buf_release(&session.line);
	return r;
}
