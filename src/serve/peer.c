/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/peer.h"

#include <inttypes.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

/*
 * Of a connection that its owner has open: he may have said that he sends no more. One that nobody
 * has open any more shows the user 0, and no inode.
 */
#define ESTABLISHED 1
#define FIN_WAIT1 4
#define FIN_WAIT2 5
#define END_TEXT 40

/* "0100007F:20E4": an address as the tables of the kernel write it, word by word as in memory. */
static bool end_text(const struct sockaddr_storage *address, bool six, char to[END_TEXT])
{
	uint32_t word[4] = {0, 0, htonl(0xFFFF), 0};
	unsigned port = 0;
	if (address->ss_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, address, sizeof(in));
		word[3] = in.sin_addr.s_addr;
		port = ntohs(in.sin_port);
	} else if (address->ss_family == AF_INET6) {
		struct sockaddr_in6 in;
		memcpy(&in, address, sizeof(in));
		memcpy(word, &in.sin6_addr, sizeof(word));
		port = ntohs(in.sin6_port);
	} else {
		return false;
	}
	if (six)
		(void)snprintf(to, END_TEXT,
			       "%08" PRIX32 "%08" PRIX32 "%08" PRIX32 "%08" PRIX32 ":%04X", word[0],
			       word[1], word[2], word[3], port);
	else
		(void)snprintf(to, END_TEXT, "%08" PRIX32 ":%04X", word[3], port);
	return true;
}

int64_t peer_owner(FILE *table, const struct sockaddr_storage *client,
		   const struct sockaddr_storage *server)
{
	char line[512], local[END_TEXT], remote[END_TEXT];
	char own[END_TEXT], other[END_TEXT], own6[END_TEXT], other6[END_TEXT];
	if (!end_text(client, false, own) || !end_text(server, false, other) ||
	    !end_text(client, true, own6) || !end_text(server, true, other6))
		return -1;
	while (fgets(line, sizeof(line), table)) {
		unsigned state = 0;
		int64_t uid = -1, inode = 0;
		if (sscanf(line, " %*d: %39s %39s %x %*s %*s %*s %" SCNd64 " %*s %" SCNd64, local,
			   remote, &state, &uid, &inode) != 5 ||
		    (state != ESTABLISHED && state != FIN_WAIT1 && state != FIN_WAIT2) ||
		    inode == 0)
			continue;
		if ((strcmp(local, own) == 0 && strcmp(remote, other) == 0) ||
		    (strcmp(local, own6) == 0 && strcmp(remote, other6) == 0))
			return uid;
	}
	return -1;
}

/* An address in the form that sock_diag(7) has: one mapped into IPv6 is one of IPv4. */
static sa_family_t diag_end(const struct sockaddr_storage *address, __be32 to[4], __be16 *port)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	memcpy(&in, address, sizeof(in));
	memcpy(&in6, address, sizeof(in6));
	if (address->ss_family == AF_INET) {
		to[0] = in.sin_addr.s_addr;
		*port = in.sin_port;
		return AF_INET;
	}
	*port = in6.sin6_port;
	if (IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr)) {
		memcpy(to, in6.sin6_addr.s6_addr + 12, 4);
		return AF_INET;
	}
	memcpy(to, &in6.sin6_addr, 16);
	return AF_INET6;
}

struct diag_query {
	struct nlmsghdr head;
	struct inet_diag_req_v2 body;
};

/* Of the kernel's answer: the owner, -1 for none. */
static int64_t diag_owner(const struct diag_query *query, const char *bytes, size_t n)
{
	struct nlmsghdr head;
	struct inet_diag_msg found;
	if (n < sizeof(head) + sizeof(found))
		return -1;
	memcpy(&head, bytes, sizeof(head));
	memcpy(&found, bytes + NLMSG_HDRLEN, sizeof(found));
	bool open = found.idiag_state == ESTABLISHED || found.idiag_state == FIN_WAIT1 ||
		    found.idiag_state == FIN_WAIT2;
	if (head.nlmsg_type != SOCK_DIAG_BY_FAMILY || !open || found.idiag_inode == 0 ||
	    found.id.idiag_sport != query->body.id.idiag_sport ||
	    found.id.idiag_dport != query->body.id.idiag_dport)
		return -1;
	return (int64_t)found.idiag_uid;
}

/*
 * The same from the kernel's own index: the tables have a line for each connection of the machine,
 * and thousands of them where connections are short. *ret_asked: it could be asked.
 */
static int64_t ask_kernel(const struct sockaddr_storage *client,
			  const struct sockaddr_storage *server, bool *ret_asked)
{
	struct diag_query query = {
		.head = {.nlmsg_len = sizeof(query),
			 .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			 .nlmsg_flags = NLM_F_REQUEST},
		.body = {.sdiag_protocol = IPPROTO_TCP,
			 .idiag_states = ~0U,
			 .id = {.idiag_cookie = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE}}}};
	static atomic_bool works;
	char bytes[1024];
	sa_family_t family = diag_end(client, query.body.id.idiag_src, &query.body.id.idiag_sport);
	*ret_asked = false;
	if (diag_end(server, query.body.id.idiag_dst, &query.body.id.idiag_dport) != family)
		return -1;
	query.body.sdiag_family = (__u8)family;
	int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (fd < 0)
		return -1;
	struct timeval most = {.tv_sec = 1};
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof(most));
	ssize_t n = send(fd, &query, sizeof(query), 0) == (ssize_t)sizeof(query)
			    ? recv(fd, bytes, sizeof(bytes), 0)
			    : -1;
	close(fd);
	if (n <= 0)
		return -1;
	int64_t uid = diag_owner(&query, bytes, (size_t)n);
	/* "None" is also what a kernel without this index answers. */
	if (uid >= 0)
		atomic_store(&works, true);
	*ret_asked = atomic_load(&works);
	return uid;
}

static bool is_loopback(const struct sockaddr_storage *address)
{
	if (address->ss_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, address, sizeof(in));
		return ntohl(in.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	}
	struct sockaddr_in6 in;
	memcpy(&in, address, sizeof(in));
	return address->ss_family == AF_INET6 && (IN6_IS_ADDR_LOOPBACK(&in.sin6_addr) ||
						  (IN6_IS_ADDR_V4MAPPED(&in.sin6_addr) &&
						   in.sin6_addr.s6_addr[12] == IN_LOOPBACKNET));
}

static enum http_peer judge(int64_t uid)
{
	return uid == 0 || uid == (int64_t)geteuid() ? HTTP_PEER_SELF : HTTP_PEER_OTHER;
}

enum http_peer peer_of(int fd)
{
	struct sockaddr_storage client = {0}, server = {0};
	socklen_t client_n = sizeof(client), server_n = sizeof(server);
	if (getpeername(fd, (struct sockaddr *)&client, &client_n) != 0 ||
	    getsockname(fd, (struct sockaddr *)&server, &server_n) != 0)
		return HTTP_PEER_OTHER;
	if (server.ss_family == AF_UNIX) {
		struct ucred ucred;
		socklen_t n = sizeof(ucred);
		return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &ucred, &n) == 0 ? judge(ucred.uid)
										: HTTP_PEER_OTHER;
	}
	if (!is_loopback(&client))
		return HTTP_PEER_ELSEWHERE;
	bool asked;
	int64_t owner = ask_kernel(&client, &server, &asked);
	if (asked)
		return judge(owner);
	static const char *const tables[] = {"/proc/net/tcp", "/proc/net/tcp6"};
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		FILE *table = fopen(tables[i], "re");
		int64_t uid = table ? peer_owner(table, &client, &server) : -1;
		if (table)
			fclose(table);
		if (uid >= 0)
			return judge(uid);
	}
	return HTTP_PEER_OTHER;
}
