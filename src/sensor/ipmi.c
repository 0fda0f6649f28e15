/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The power of a server as its management controller measures it: DCMI "Get Power Reading" by the
 * kernel's IPMI device. The controller takes tens of milliseconds to answer, averages over seconds
 * and rounds to watts, so a thread reads it once a second.
 */
#include "sensor/ipmi.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/ipmi.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/intl.h"
#include "sensor/kept_file.h"
#include "sensor/poller.h"

#define DEVICE "/dev/ipmi0"
#define UNLOCK "sudo chgrp power " DEVICE " && sudo chmod g+rw " DEVICE
#define NETFN_GROUP 0x2C
#define CMD_POWER_READING 0x02
#define GROUP_DCMI 0xDC
#define TIMEOUT_MS 2000
#define INTERVAL_S 1
#define MAX_W 20000
#define ERROR 0.05

struct sensor {
	int fd;
	struct poller *poller;
};

int ipmi_power_reading(const unsigned char *answer, size_t n)
{
	/* Completion code, group, current watts (little end first), ..., state. */
	enum { CODE = 0, GROUP = 1, CURRENT = 2, STATE = 18, LENGTH = 19, ACTIVE = 0x40 };
	if (n < LENGTH || answer[CODE] != 0 || answer[GROUP] != GROUP_DCMI ||
	    !(answer[STATE] & ACTIVE))
		return -1;
	return answer[CURRENT] | answer[CURRENT + 1] << 8;
}

static int ask(int fd)
{
	unsigned char data[] = {GROUP_DCMI, 0x01, 0, 0}, answer[IPMI_MAX_MSG_LENGTH];
	struct ipmi_system_interface_addr to = {
		.addr_type = IPMI_SYSTEM_INTERFACE_ADDR_TYPE,
		.channel = IPMI_BMC_CHANNEL,
	};
	struct ipmi_req request = {
		.addr = (unsigned char *)&to,
		.addr_len = sizeof(to),
		.msg = {.netfn = NETFN_GROUP,
			.cmd = CMD_POWER_READING,
			.data = data,
			.data_len = sizeof(data)},
	};
	struct ipmi_addr from;
	struct ipmi_recv got = {
		.addr = (unsigned char *)&from,
		.addr_len = sizeof(from),
		.msg = {.data = answer, .data_len = sizeof(answer)},
	};
	struct pollfd ready = {.fd = fd, .events = POLLIN};
	if (ioctl(fd, IPMICTL_SEND_COMMAND, &request) != 0 || poll(&ready, 1, TIMEOUT_MS) != 1 ||
	    ioctl(fd, IPMICTL_RECEIVE_MSG_TRUNC, &got) != 0)
		return -1;
	return ipmi_power_reading(answer, got.msg.data_len);
}

static bool is_likely(const struct host *host, const struct sources *found)
{
	(void)found;
	return strcmp(host_root(host), "/") == 0 && access(DEVICE, F_OK) == 0;
}

static int probe(struct host *host, struct sources *found, struct frugal_error *reterr)
{
	if (strcmp(host_root(host), "/") != 0)
		return 0;
	int fd = open(DEVICE, O_RDWR | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return 0;
	enum tick_state state = fd >= 0 ? TICK_OK : kept_file_state(-errno);
	if (fd >= 0) {
		/* A controller without DCMI power, or with 0 W while it does not measure. */
		state = ask(fd) > 0 ? TICK_OK : TICK_ABSENT;
		close(fd);
	}
	struct source *source = sources_add(found);
	if (!source)
		return error_nomem(reterr);
	source->part = "node.ipmi";
	source->detail = "IPMI DCMI";
	source->path = DEVICE;
	source->cover = COVER_NODE;
	source->state = state;
	source->unlock = state == TICK_DENIED ? UNLOCK : "";
	source->unit = 1;
	source->update.s = INTERVAL_S;
	source->max_w = MAX_W;
	source->low_factor = 1 - ERROR;
	source->high_factor = 1 + ERROR;
	source->quality = FRUGAL_MEASURED;
	return 0;
}

static void fetch(void *context, struct tick *ret)
{
	const struct sensor *sensor = context;
	int watts = ask(sensor->fd);
	ret->raw = watts >= 0 ? (uint64_t)watts : 0;
	ret->state = watts >= 0 ? TICK_OK : TICK_STALE;
}

static int open_meter(struct host *host, const struct source *source, struct sensor **ret,
		      struct frugal_error *reterr)
{
	int fd = open(source->path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return error_io(reterr, _("open"), source->path, errno);
	struct sensor *sensor = mem_zalloc(1, sizeof(*sensor));
	int r = sensor ? 0 : error_nomem(reterr);
	if (r == 0) {
		sensor->fd = fd;
		r = poller_start(host, source->update, fetch, sensor, &sensor->poller, reterr);
	}
	if (r < 0) {
		close(fd);
		mem_free(sensor);
		return r;
	}
	*ret = sensor;
	return 0;
}

static void read_meter(struct sensor *sensor, struct tick *ret_tick)
{
	poller_read(sensor->poller, ret_tick);
}

static void close_meter(struct sensor *sensor)
{
	if (!sensor)
		return;
	poller_stop(sensor->poller);
	close(sensor->fd);
	mem_free(sensor);
}

const struct sensor_class ipmi_class = {
	.name = "ipmi",
	.brief = N_("power of a server by its management controller (IPMI DCMI)"),
	.is_slow = true,
	.is_likely = is_likely,
	.probe = probe,
	.open = open_meter,
	.read = read_meter,
	.close = close_meter,
};
