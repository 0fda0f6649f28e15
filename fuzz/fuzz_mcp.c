/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines of an agent, as they come, after a session has begun: each is answered by one line of JSON,
 * or by none, and the session goes on.
 */
#include <string.h>

#include "fuzz.h"
#include "serve/mcp.h"

static struct mcp *begun(void)
{
	static const char hello[] = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\","
				    "\"params\":{\"protocolVersion\":\"2025-03-26\"}}";
	const struct mcp_settings settings = {.library = {.size = sizeof(settings.library),
							  .draws = 1,
							  .store = "/nonexistent/ledger.db",
							  .grid_dir = "/nonexistent",
							  .no_environment = 1},
					      .lang = "en"};
	struct mcp *mcp = NULL;
	struct buf answer = {0};
	REQUIRE(mcp_open(&settings, &mcp, NULL) == 0);
	mcp_answer(mcp, (struct str){hello, sizeof(hello) - 1}, &answer);
	REQUIRE(strstr(buf_text(&answer), "\"result\""));
	buf_release(&answer);
	return mcp;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct mcp *mcp;
	struct buf answer = {0};
	if (!mcp)
		mcp = begun();
	if (n > 4000) /* what is long takes its time */
		return 0;
	mcp_answer(mcp, (struct str){(const char *)data, n}, &answer);
	const char *end = memchr(buf_text(&answer), '\n', answer.n);
	REQUIRE(!answer.failed);
	REQUIRE(!answer.n || (end == answer.p + answer.n - 1 && strchr("{[", answer.p[0])));
	buf_release(&answer);
	return 0;
}
