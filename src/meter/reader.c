/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One poll loop serves all clients from one packet, which is renewed at most ten times a second. A
 * client gets no more than the packet: no finer time, no other counter.
 */
#include "meter/reader.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/intl.h"
#include "meter/session_impl.h"
#include "sensor/reader_protocol.h"

#define MOST_CLIENTS 1000
#define ALONE_MS 10000
#define FIRST_CLIENT 2

struct reader {
	struct session *session;
	struct pollfd fds[MOST_CLIENTS + FIRST_CLIENT];
	size_t n_fds;
	struct buf packet;
	int64_t read_ns;
};

static bool is_shared(const struct part *part)
{
	switch (part->source.cover) {
	case COVER_PACKAGE:
	case COVER_DRAM:
	case COVER_PSYS:
	case COVER_SOCKET:
	case COVER_NODE:
	case COVER_SUPPLY:
		return part->sensor && part->source.quality == FRUGAL_MEASURED &&
		       part->source.class != &reader_class;
	case COVER_CORE:
	case COVER_UNCORE:
	case COVER_RAIL:
	case COVER_GPU:
	case COVER_SERVER:
	case COVER_REST:
		break;
	}
	return false;
}

size_t reader_parts(const struct reader *reader)
{
	size_t n = 0;
	for (size_t i = 0; i < reader->session->n_parts; i++)
		n += is_shared(&reader->session->parts[i]);
	return n;
}

int reader_new(struct session *session, struct reader **ret, struct frugal_error *reterr)
{
	struct reader *reader = mem_zalloc(1, sizeof(*reader));
	if (!reader)
		return error_nomem(reterr);
	reader->session = session;
	if (!reader_parts(reader)) {
		reader_free(reader);
		error_set(reterr, FRUGAL_EENV, "%s", _("no counter of this machine can be read"));
		return error_todo(reterr, "%s",
				  _("run it as root; `frugal doctor` lists what is missing"));
	}
	*ret = reader;
	return 0;
}

/* Renews the packet that all clients get for the next tenth of a second. */
static void renew(struct reader *reader)
{
	struct session *session = reader->session;
	int64_t now_ns = host_monotonic_ns(session->host);
	if (reader->packet.n && now_ns - reader->read_ns < READER_RENEW_NS)
		return;
	reader->read_ns = now_ns;
	session_tick(session);
	buf_clear(&reader->packet);
	buf_puts(&reader->packet, READER_HEAD "\n");
	for (size_t i = 0; i < session->n_parts; i++) {
		const struct part *part = &session->parts[i];
		if (!is_shared(part) || part->last_state != TICK_OK)
			continue;
		struct energy energy = {sum_value(&part->sums.energy) + part->pending.j};
		struct reader_entry entry = {
			.cover = part->source.cover,
			.index = part->source.index,
			.energy_mj = (uint64_t)(energy.j * 1e3 + 0.5),
			.at_ns = part->sampler.last.at_ns,
			.update_s = part->source.update.s,
			.low_factor = part->source.low_factor,
			.high_factor = part->source.high_factor,
		};
		(void)snprintf(entry.part, sizeof(entry.part), "%s", part->source.part);
		(void)snprintf(entry.detail, sizeof(entry.detail), "%s", part->source.detail);
		reader_write(&reader->packet, &entry);
	}
}

static void welcome(struct reader *reader)
{
	int fd = accept4(reader->fds[0].fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (fd < 0)
		return;
	if (reader->n_fds == MOST_CLIENTS + FIRST_CLIENT) {
		close(fd);
		return;
	}
	reader->fds[reader->n_fds++] = (struct pollfd){.fd = fd, .events = POLLIN};
}

/* Answers one request; false when the client has gone. */
static bool answer(struct reader *reader, int fd)
{
	char question[64];
	ssize_t n = recv(fd, question, sizeof(question), 0);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	if (n == 0)
		return false;
	renew(reader);
	/* A client that does not read its answers is dropped. */
	return send(fd, buf_text(&reader->packet), reader->packet.n, MSG_NOSIGNAL | MSG_DONTWAIT) >
	       0;
}

int reader_serve(struct reader *reader, int listen_fd, int stop_fd, struct frugal_error *reterr)
{
	reader->fds[0] = (struct pollfd){.fd = listen_fd, .events = POLLIN};
	reader->fds[1] = (struct pollfd){.fd = stop_fd, .events = POLLIN};
	reader->n_fds = FIRST_CLIENT;
	for (;;) {
		int n = poll(reader->fds, reader->n_fds, ALONE_MS);
		if (n < 0 && errno != EINTR)
			return error_io(reterr, _("wait for"), _("clients"), errno);
		if (n == 0)
			renew(reader);
		if (n <= 0)
			continue;
		if (reader->fds[1].revents)
			return 0;
		for (size_t i = FIRST_CLIENT; i < reader->n_fds; i++)
			if (reader->fds[i].revents && !answer(reader, reader->fds[i].fd)) {
				close(reader->fds[i].fd);
				reader->fds[i--] = reader->fds[--reader->n_fds];
			}
		if (reader->fds[0].revents)
			welcome(reader);
	}
}

void reader_free(struct reader *reader)
{
	if (!reader)
		return;
	for (size_t i = FIRST_CLIENT; i < reader->n_fds; i++)
		close(reader->fds[i].fd);
	buf_release(&reader->packet);
	mem_free(reader);
}
