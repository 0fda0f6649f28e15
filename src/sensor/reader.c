/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counters that only a privileged process may read, through the socket of that process (`frugal
 * serve --reader`): FRUGAL_READER, or the default place; "reader:SOCKET" names another. One request
 * a tenth of a second serves all its parts. When the process goes away they become stale, and the
 * client connects again each second.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/log.h"
#include "sensor/reader_protocol.h"
#include "sensor/specs.h"

#define ANSWER_MS 200
#define AGAIN_NS 1000000000

/* One connection serves the process; the meter reads from one thread at a time. */
static struct {
	char path[108];
	int uses;
	int64_t asked_ns, tried_ns;
	bool good; /* the last answer was valid */
	struct reader_entry entries[READER_ENTRIES];
	size_t n;
	char packet[READER_PACKET];
} link_to;

static int link_fd = -1; /* apart: link_to begins as zeros, of which a program's file has none */

struct sensor {
	const struct host *host;
	char part[READER_TEXT], detail[READER_TEXT];
};

static int connect_to(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0) {
		int errnum = errno;
		close(fd);
		return -errnum;
	}
	return fd;
}

static void hang_up(void)
{
	if (link_fd >= 0)
		close(link_fd);
	link_fd = -1;
	link_to.good = false;
}

/* Sends a request and waits for the answer, a moment at most. */
static bool ask(void)
{
	struct pollfd ready = {.fd = link_fd, .events = POLLIN};
	if (send(link_fd, "r", 1, MSG_NOSIGNAL) != 1 || poll(&ready, 1, ANSWER_MS) != 1)
		return false;
	ssize_t n = recv(link_fd, link_to.packet, sizeof(link_to.packet), 0);
	return n > 0 &&
	       reader_parse((struct str){link_to.packet, (size_t)n}, link_to.entries, &link_to.n);
}

static void renew(int64_t now_ns)
{
	if (link_fd < 0 && now_ns - link_to.tried_ns >= AGAIN_NS) {
		link_to.tried_ns = now_ns;
		link_fd = connect_to(link_to.path);
		if (link_fd < 0)
			link_fd = -1;
	}
	if (link_fd < 0 || (link_to.good && now_ns - link_to.asked_ns < READER_RENEW_NS))
		return;
	link_to.asked_ns = now_ns;
	link_to.good = ask();
	if (!link_to.good) {
		log_note("sensor.reader", "%s does not answer", link_to.path);
		hang_up();
	}
}

static int add_entry(struct sources *found, const struct reader_entry *entry,
		     struct frugal_error *reterr)
{
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	source->part = arena_strdup(found->arena, entry->part);
	source->detail = arena_printf(found->arena, "reader: %s", entry->detail);
	source->path = arena_strdup(found->arena, entry->detail);
	if (!source->part || !source->detail || !source->path)
		return error_nomem(reterr);
	source->cover = entry->cover;
	source->index = entry->index;
	source->counter = true;
	source->unit = 1e-3;
	source->update.s = entry->update_s > 0.1 ? entry->update_s : 0.1;
	source->max_w = 20000;
	source->low_factor = entry->low_factor;
	source->high_factor = entry->high_factor;
	source->quality = FRUGAL_MEASURED;
	return 0;
}

/* A socket that exists and may not be opened is a source that a permission would open. */
static int add_closed(struct sources *found, const char *path, struct frugal_error *reterr)
{
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	source->part = "reader";
	source->detail = arena_printf(found->arena, "reader %s", path);
	source->cover = COVER_RAIL;
	source->state = TICK_DENIED;
	source->unlock = "sudo usermod -aG frugal $USER (and log in again)";
	source->unit = 1e-3;
	source->low_factor = source->high_factor = 1;
	return source->detail ? 0 : error_nomem(reterr);
}

static const char *named_socket(const struct host *host, const struct sources *found)
{
	for (size_t i = 0; found->specs && found->specs[i]; i++) {
		const char *path = sensor_spec_after(found->specs[i], "reader:");
		if (path)
			return path;
	}
	return host_options(host)->reader;
}

static int probe(struct host *host, struct sources *found, struct frugal_error *reterr)
{
	const char *path = named_socket(host, found);
	if (!path && strcmp(host_root(host), "/") != 0)
		return 0; /* the counters of another machine */
	if (!path || !path[0])
		path = READER_SOCKET;
	if (link_to.uses)
		return 0;
	hang_up();
	(void)snprintf(link_to.path, sizeof(link_to.path), "%s", path);
	link_fd = connect_to(path);
	if (link_fd == -EACCES || link_fd == -EPERM) {
		link_fd = -1;
		return add_closed(found, path, reterr);
	}
	if (link_fd < 0) {
		link_fd = -1;
		return 0;
	}
	link_to.asked_ns = host_monotonic_ns(host);
	link_to.good = ask();
	int r = 0;
	for (size_t i = 0; r == 0 && link_to.good && i < link_to.n; i++)
		r = add_entry(found, &link_to.entries[i], reterr);
	return r;
}

static void forget(void)
{
	if (!link_to.uses)
		hang_up();
}

static int open_entry(struct host *host, const struct source *source, struct sensor **ret,
		      struct frugal_error *reterr)
{
	struct sensor *sensor = mem_zalloc(1, sizeof(*sensor));
	if (!sensor)
		return error_nomem(reterr);
	sensor->host = host;
	(void)snprintf(sensor->part, sizeof(sensor->part), "%s", source->part);
	(void)snprintf(sensor->detail, sizeof(sensor->detail), "%s", source->path);
	link_to.uses++;
	*ret = sensor;
	return 0;
}

static void read_entry(struct sensor *sensor, struct tick *ret_tick)
{
	int64_t now_ns = host_monotonic_ns(sensor->host);
	*ret_tick = (struct tick){.at_ns = now_ns, .state = TICK_STALE};
	renew(now_ns);
	for (size_t i = 0; link_to.good && i < link_to.n; i++) {
		const struct reader_entry *entry = &link_to.entries[i];
		if (strcmp(entry->part, sensor->part) != 0 ||
		    strcmp(entry->detail, sensor->detail) != 0)
			continue;
		*ret_tick = (struct tick){.raw = entry->energy_mj, .at_ns = entry->at_ns};
		return;
	}
}

static void close_entry(struct sensor *sensor)
{
	if (!sensor)
		return;
	mem_free(sensor);
	if (--link_to.uses == 0)
		hang_up();
}

static const struct sensor_spec specs[] = {{"reader:", N_("SOCKET"), NULL}, {NULL, NULL, NULL}};

const struct sensor_class reader_class = {
	.name = "reader",
	.brief = N_("counters that only root may read, through `frugal serve`"),
	.specs = specs,
	.probe = probe,
	.forget = forget,
	.open = open_entry,
	.read = read_entry,
	.close = close_entry,
};
