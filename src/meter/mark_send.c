/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The side of the metered command: sends one datagram to the Unix socket in FRUGAL_SOCKET. It waits
 * for no answer; a meter that is gone is an error, so that a script learns that its mark is lost.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/intl.h"
#include "meter/mark.h"

int mark_send(const char *path, struct str line, struct frugal_error *reterr)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct mark parsed;
	size_t n = strlen(path);
	int r = mark_parse(line, &parsed, reterr);
	if (r < 0)
		return r;
	if (n >= sizeof(address.sun_path))
		return error_set(reterr, FRUGAL_EENV, _("the path of the socket is too long: %s"),
				 path);
	memcpy(address.sun_path, path, n + 1);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool sent = fd >= 0 && sendto(fd, line.p, line.n, MSG_NOSIGNAL,
				      (const struct sockaddr *)&address, sizeof(address)) >= 0;
	int errnum = errno;
	if (fd >= 0)
		close(fd);
	if (sent)
		return 0;
	(void)error_io(reterr, _("reach"), path, errnum);
	return error_todo(reterr, "%s",
			  _("check that the run that set FRUGAL_SOCKET has not ended"));
}
