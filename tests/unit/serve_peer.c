/* SPDX-License-Identifier: Apache-2.0 */
/* Whose connection it is, in tables as the kernel writes them. */
#include "check.h"
#include "serve/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>

static struct sockaddr_storage end_of(const char *host, uint16_t port)
{
	struct sockaddr_storage ret = {0};
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(port)};
	CHECK(inet_pton(AF_INET, host, &in.sin_addr) == 1);
	memcpy(&ret, &in, sizeof(in));
	return ret;
}

static int64_t owner_in(const char *text, uint16_t client_port)
{
	struct sockaddr_storage client = end_of("127.0.0.1", client_port);
	struct sockaddr_storage server = end_of("127.0.0.1", 8420);
	FILE *table = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
	int64_t uid = peer_owner(table, &client, &server);
	fclose(table);
	return uid;
}

#define HEAD "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"
/* 8420 is 20E4, 40000 is 9C40, 40001 is 9C41. */
#define CLIENT                                                                                     \
	"   1: 0100007F:9C40 0100007F:20E4 01 00000000:00000000 00:00000000 00000000  1000 0 7 "   \
	"1\n"
#define SERVER                                                                                     \
	"   2: 0100007F:20E4 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0 0 8 "   \
	"1\n"

TEST(the_owner_of_the_clients_end_counts_not_that_of_the_servers)
{
	CHECK_INT(owner_in(HEAD SERVER CLIENT, 40000), 1000);
}

TEST(a_connection_that_is_not_in_the_table_has_no_owner)
{
	CHECK_INT(owner_in(HEAD SERVER CLIENT, 40001), -1);
	CHECK_INT(owner_in("", 40000), -1);
	CHECK_INT(owner_in("nonsense\n", 40000), -1);
}

TEST(a_connection_that_has_ended_has_no_owner)
{
	CHECK_INT(owner_in(HEAD "   1: 0100007F:9C40 0100007F:20E4 06 00000000:00000000 "
				"00:00000000 00000000     0 0 0 3\n",
			   40000),
		  -1);
}

TEST(an_end_that_its_owner_has_half_closed_has_an_owner)
{
	CHECK_INT(owner_in(HEAD "   1: 0100007F:9C40 0100007F:20E4 05 00000000:00000000 "
				"00:00000000 00000000  1002 0 7 1\n",
			   40000),
		  1002);
}

TEST(an_end_that_nobody_has_open_has_no_owner)
{
	CHECK_INT(owner_in(HEAD "   1: 0100007F:9C40 0100007F:20E4 05 00000000:00000000 "
				"00:00000000 00000000     0 0 0 1\n",
			   40000),
		  -1);
}

TEST(an_address_mapped_into_ipv6_is_the_same)
{
	CHECK_INT(owner_in(HEAD "   1: 0000000000000000FFFF00000100007F:9C40 "
				"0000000000000000FFFF00000100007F:20E4 01 00000000:00000000 "
				"00:00000000 00000000  1001 0 7 1\n",
			   40000),
		  1001);
}

RUN_TESTS(CASE(the_owner_of_the_clients_end_counts_not_that_of_the_servers),
	  CASE(a_connection_that_is_not_in_the_table_has_no_owner),
	  CASE(a_connection_that_has_ended_has_no_owner),
	  CASE(an_end_that_its_owner_has_half_closed_has_an_owner),
	  CASE(an_end_that_nobody_has_open_has_no_owner),
	  CASE(an_address_mapped_into_ipv6_is_the_same))
