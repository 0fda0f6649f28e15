/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the server listens: an address and a port (0: one that is free), a Unix socket, or a socket
 * that systemd passed. A port that is in use is named with the process that has it, as far as
 * /proc shows it.
 */
#include "serve/listen.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/num.h"
#include "base/str.h"

#define DEFAULT_ADDRESS "127.0.0.1:8420"
#define BACKLOG 512

static int bad_address(const char *text, struct frugal_error *reterr)
{
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not an address to listen on"), text);
	return error_todo(reterr, "127.0.0.1:8420, [::1]:8420, unix:PATH");
}

/* "127.0.0.1:8420", "[::1]:8420", "8420". */
static int parse_address(const char *text, struct sockaddr_storage *ret, socklen_t *ret_n,
			 struct frugal_error *reterr)
{
	char host[64] = "127.0.0.1";
	const char *colon = strrchr(text, ':'), *port = colon ? colon + 1 : text;
	size_t n = colon ? (size_t)(colon - text) : 0;
	bool bracketed = n > 1 && text[0] == '[' && text[n - 1] == ']';
	int64_t number;
	if (n >= sizeof(host) || !num_parse_int(str_of(port), 0, 65535, &number))
		return bad_address(text, reterr);
	if (n)
		(void)snprintf(host, sizeof(host), "%.*s", (int)(bracketed ? n - 2 : n),
			       bracketed ? text + 1 : text);
	memset(ret, 0, sizeof(*ret));
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((uint16_t)number)};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)number)};
	if (strcmp(host, "localhost") == 0)
		(void)snprintf(host, sizeof(host), "127.0.0.1");
	if (!bracketed && inet_pton(AF_INET, host, &in.sin_addr) == 1) {
		memcpy(ret, &in, sizeof(in));
		*ret_n = sizeof(in);
	} else if (inet_pton(AF_INET6, host, &in6.sin6_addr) == 1) {
		memcpy(ret, &in6, sizeof(in6));
		*ret_n = sizeof(in6);
	} else {
		return bad_address(text, reterr);
	}
	return 0;
}

/* "socket:[1234]" of the listening socket with this port; false: not found. */
static bool find_socket(unsigned port, char *to, size_t size)
{
	static const char *const tables[] = {"/proc/net/tcp", "/proc/net/tcp6"};
	for (size_t i = 0; i < 2; i++) {
		FILE *table = fopen(tables[i], "re");
		char line[512];
		while (table && fgets(line, sizeof(line), table)) {
			unsigned at = 0, state = 0;
			uint64_t inode = 0;
			if (sscanf(line, " %*d: %*[0-9A-F]:%x %*s %x %*s %*s %*s %*s %*s %" SCNu64,
				   &at, &state, &inode) == 3 &&
			    at == port && state == 10) {
				(void)snprintf(to, size, "socket:[%" PRIu64 "]", inode);
				fclose(table);
				return true;
			}
		}
		if (table)
			fclose(table);
	}
	return false;
}

static bool has_descriptor(const char *pid, const char *socket)
{
	char path[300], link[64];
	(void)snprintf(path, sizeof(path), "/proc/%s/fd", pid);
	DIR *folder = opendir(path);
	bool found = false;
	for (struct dirent *entry; folder && !found && (entry = readdir(folder));) {
		(void)snprintf(path, sizeof(path), "/proc/%s/fd/%s", pid, entry->d_name);
		ssize_t n = readlink(path, link, sizeof(link) - 1);
		link[n > 0 ? n : 0] = '\0';
		found = strcmp(link, socket) == 0;
	}
	if (folder)
		closedir(folder);
	return found;
}

/* "1234 (nginx)": the process that listens on the port, where we may see it. */
static bool name_user_of_port(unsigned port, char *to, size_t size)
{
	char socket[64], path[64], name[32] = "";
	DIR *folder = find_socket(port, socket, sizeof(socket)) ? opendir("/proc") : NULL;
	bool found = false;
	for (struct dirent *entry; folder && !found && (entry = readdir(folder));) {
		if (!char_is_digit(entry->d_name[0]) || strlen(entry->d_name) > 12 ||
		    !has_descriptor(entry->d_name, socket))
			continue;
		found = true;
		(void)snprintf(path, sizeof(path), "/proc/%.12s/comm", entry->d_name);
		FILE *comm = fopen(path, "re");
		if (comm && fgets(name, sizeof(name), comm))
			name[strcspn(name, "\n")] = '\0';
		if (comm)
			fclose(comm);
		(void)snprintf(to, size, "%.12s (%s)", entry->d_name, name);
	}
	if (folder)
		closedir(folder);
	return found;
}

static int in_use(const char *text, const struct sockaddr_storage *address,
		  struct frugal_error *reterr)
{
	struct sockaddr_in6 in6;
	struct sockaddr_in in;
	char who[64];
	memcpy(&in, address, sizeof(in));
	memcpy(&in6, address, sizeof(in6));
	unsigned port = ntohs(address->ss_family == AF_INET ? in.sin_port : in6.sin6_port);
	if (name_user_of_port(port, who, sizeof(who)))
		error_set(reterr, FRUGAL_EENV, _("%s is in use by process %s"), text, who);
	else
		error_set(reterr, FRUGAL_EENV, _("%s is in use by another process"), text);
	return error_todo(reterr, "frugal serve --listen 127.0.0.1:0");
}

static int listen_tcp(struct server *server, const char *text, struct frugal_error *reterr)
{
	struct sockaddr_storage address;
	socklen_t n = 0;
	const int yes = 1;
	int r = parse_address(text, &address, &n, reterr);
	if (r < 0)
		return r;
	server->fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (server->fd < 0)
		return error_io(reterr, "open", text, errno);
	(void)setsockopt(server->fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(server->fd, (struct sockaddr *)&address, n) != 0 ||
	    listen(server->fd, BACKLOG) != 0)
		return errno == EADDRINUSE ? in_use(text, &address, reterr)
					   : error_io(reterr, "listen on", text, errno);
	return 0;
}

static int listen_unix(struct server *server, const char *path, struct frugal_error *reterr)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct stat about;
	if (!*path || strlen(path) >= sizeof(address.sun_path))
		return bad_address(path, reterr);
	memcpy(address.sun_path, path, strlen(path) + 1);
	server->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (server->fd < 0)
		return error_io(reterr, "open", path, errno);
	/* One that a server left behind when it was killed: nobody answers there. */
	if (lstat(path, &about) == 0 && S_ISSOCK(about.st_mode)) {
		int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		bool alive = connect(probe, (struct sockaddr *)&address, sizeof(address)) == 0;
		close(probe);
		if (alive)
			return error_set(reterr, FRUGAL_EENV, _("%s is in use by another process"),
					 path);
		unlink(path);
	}
	mode_t mask = umask(server->settings.share ? 0111 : 0177);
	int r = bind(server->fd, (struct sockaddr *)&address, sizeof(address));
	int errnum = errno;
	umask(mask);
	if (r != 0 || listen(server->fd, BACKLOG) != 0)
		return error_io(reterr, "listen on", path, r ? errnum : errno);
	memcpy(server->socket_path, path, strlen(path) + 1);
	return 0;
}

/* "unix:/run/frugal.sock"; "@name" is in no folder. */
static void name_path(struct server *server, const struct sockaddr_storage *address)
{
	struct sockaddr_un un;
	memcpy(&un, address, sizeof(un));
	un.sun_path[sizeof(un.sun_path) - 1] = '\0';
	(void)snprintf(server->address, sizeof(server->address), "unix:%s%s",
		       un.sun_path[0] ? "" : "@", un.sun_path + !un.sun_path[0]);
}

/* "http://127.0.0.1:8420/", of the socket that we have. */
static void name_address(struct server *server)
{
	struct sockaddr_storage address = {0};
	socklen_t n = sizeof(address);
	char host[INET6_ADDRSTRLEN] = "";
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	if (getsockname(server->fd, (struct sockaddr *)&address, &n) != 0)
		return;
	memcpy(&in, &address, sizeof(in));
	memcpy(&in6, &address, sizeof(in6));
	server->on_unix = address.ss_family == AF_UNIX;
	server->on_any = (address.ss_family == AF_INET &&
			  ntohl(in.sin_addr.s_addr) >> 24 != IN_LOOPBACKNET) ||
			 (address.ss_family == AF_INET6 && !IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr));
	if (address.ss_family == AF_INET && inet_ntop(AF_INET, &in.sin_addr, host, sizeof(host)))
		(void)snprintf(server->address, sizeof(server->address), "http://%s:%u/", host,
			       ntohs(in.sin_port));
	else if (address.ss_family == AF_INET6 &&
		 inet_ntop(AF_INET6, &in6.sin6_addr, host, sizeof(host)))
		(void)snprintf(server->address, sizeof(server->address), "http://[%s]:%u/", host,
			       ntohs(in6.sin6_port));
	else
		name_path(server, &address);
}

/* Several threads accept: who comes too late must not wait. */
static int take_socket(struct server *server, struct frugal_error *reterr)
{
	server->fd = server->settings.fd;
	int flags = fcntl(server->fd, F_GETFL);
	if (flags < 0 || fcntl(server->fd, F_SETFL, flags | O_NONBLOCK) != 0 ||
	    fcntl(server->fd, F_SETFD, FD_CLOEXEC) != 0)
		return error_io(reterr, "open", "LISTEN_FDS", errno);
	return 0;
}

int listen_open(struct server *server, struct frugal_error *reterr)
{
	const char *text = server->settings.listen ? server->settings.listen : DEFAULT_ADDRESS;
	int r = 0;
	if (server->settings.fd >= 0)
		r = take_socket(server, reterr);
	else if (strncmp(text, "unix:", 5) == 0)
		r = listen_unix(server, text + 5, reterr);
	else
		r = listen_tcp(server, text, reterr);
	if (r == 0)
		name_address(server);
	return r;
}
