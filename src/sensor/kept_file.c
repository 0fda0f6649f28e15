/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens one file, or two whose numbers are multiplied, and reads them by pread without allocation.
 * A failure of a read becomes a state of the tick, never a value.
 */
#include "sensor/kept_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/num.h"
#include "sensor/gauge.h"

#define MOST_FILES 2

struct sensor {
	const struct host *host;
	int fds[MOST_FILES];
	size_t n_fds;
	bool two_ways; /* as in the source */
};

enum tick_state kept_file_state(ssize_t r)
{
	if (r >= 0)
		return TICK_OK;
	return r == -EACCES || r == -EPERM ? TICK_DENIED : TICK_ABSENT;
}

static int open_one(struct sensor *sensor, const struct source *source, struct str path,
		    struct frugal_error *reterr)
{
	char one[512];
	(void)snprintf(one, sizeof(one), "%.*s", STR_ARG(path));
	int fd = host_open(sensor->host, one);
	if (fd < 0) {
		(void)error_io(reterr, _("open"), one, -fd);
		if (source->unlock[0])
			(void)error_todo(reterr, "%s", source->unlock);
		return FRUGAL_EENV;
	}
	sensor->fds[sensor->n_fds++] = fd;
	return 0;
}

bool kept_file_beside(const struct source *source, const char *name, char *to, size_t size)
{
	const char *end = memrchr(source->path, '/', strcspn(source->path, "\n"));
	if (!end)
		return false;
	int n = snprintf(to, size, "%.*s/%s", (int)(end - source->path), source->path, name);
	return n > 0 && (size_t)n < size;
}

int kept_file_open(struct host *host, const struct source *source, struct sensor **ret,
		   struct frugal_error *reterr)
{
	struct sensor *sensor = mem_zalloc(1, sizeof(*sensor));
	if (!sensor)
		return error_nomem(reterr);
	sensor->host = host;
	sensor->two_ways = source->two_ways;
	int r = 0;
	for (const char *path = source->path; r == 0 && path && sensor->n_fds < MOST_FILES;) {
		const char *end = strchr(path, '\n');
		size_t n = end ? (size_t)(end - path) : strlen(path);
		r = open_one(sensor, source, (struct str){path, n}, reterr);
		path = end ? end + 1 : NULL;
	}
	if (r < 0) {
		kept_file_close(sensor);
		return r;
	}
	*ret = sensor;
	return 0;
}

static enum tick_state take_number(struct str text, bool two_ways, uint64_t *ret)
{
	int64_t number;
	if (!num_parse_int(text, two_ways ? -INT64_MAX : 0, INT64_MAX, &number))
		return TICK_STALE;
	*ret = (uint64_t)(number < 0 ? -number : number);
	return TICK_OK;
}

static enum tick_state read_number(int fd, bool two_ways, uint64_t *ret)
{
	char text[32];
	ssize_t n = pread(fd, text, sizeof(text), 0);
	if (n < 0)
		return kept_file_state(-errno);
	return take_number((struct str){text, strnlen(text, (size_t)n)}, two_ways, ret);
}

enum tick_state kept_file_look(const struct host *host, const struct source *source,
			       uint64_t *ret_raw)
{
	uint64_t product = 1, number = 0;
	enum tick_state state = TICK_OK;
	for (const char *path = source->path; state == TICK_OK && path;) {
		char one[512], text[32];
		const char *end = strchr(path, '\n');
		(void)snprintf(one, sizeof(one), "%.*s", (int)strcspn(path, "\n"), path);
		ssize_t r = host_read_file(host, one, text, sizeof(text));
		state = r < 0 ? kept_file_state(r)
			      : take_number(str_of(text), source->two_ways, &number);
		if (state == TICK_OK && __builtin_mul_overflow(product, number, &product))
			state = TICK_STALE;
		path = end ? end + 1 : NULL;
	}
	if (state == TICK_OK && !gauge_is_reading(source, product))
		state = TICK_STALE;
	if (ret_raw)
		*ret_raw = state == TICK_OK ? product : 0;
	return state;
}

void kept_file_read(struct sensor *sensor, struct tick *ret_tick)
{
	*ret_tick = (struct tick){.raw = 1};
	for (size_t i = 0; i < sensor->n_fds && ret_tick->state == TICK_OK; i++) {
		uint64_t number = 0;
		ret_tick->state = read_number(sensor->fds[i], sensor->two_ways, &number);
		if (ret_tick->state == TICK_OK &&
		    __builtin_mul_overflow(ret_tick->raw, number, &ret_tick->raw))
			ret_tick->state = TICK_STALE;
	}
	if (ret_tick->state != TICK_OK)
		ret_tick->raw = 0;
	ret_tick->at_ns = host_monotonic_ns(sensor->host);
}

void kept_file_close(struct sensor *sensor)
{
	if (!sensor)
		return;
	for (size_t i = 0; i < sensor->n_fds; i++)
		close(sensor->fds[i]);
	mem_free(sensor);
}
