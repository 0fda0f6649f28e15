/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/mcp.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/intl.h"
#include "base/str.h"
#include "serve/mcp_tools.h"

#define LIBRARY_USES 512 /* texts of a library pile up: it is opened anew now and then */
#define BATCH_MOST 64
#define BATCH_VERSION "2025-03-26" /* the one version whose clients may send several at once */

/* JSON-RPC 2.0 */
enum rpc_code {
	RPC_PARSE = -32700,
	RPC_REQUEST = -32600,
	RPC_METHOD = -32601,
	RPC_PARAMS = -32602,
	RPC_INTERNAL = -32603
};

/* The newest first, which is what a client of an unknown one is offered. */
static const char *const versions[] = {"2025-11-25", "2025-06-18", BATCH_VERSION, "2024-11-05"};

struct mcp {
	struct mcp_settings settings;
	frugal_library *library;
	unsigned uses;
	const char *version; /* that was agreed; NULL: not initialized */
};

int mcp_open(const struct mcp_settings *settings, struct mcp **ret, struct frugal_error *reterr)
{
	struct mcp *mcp = mem_zalloc(1, sizeof(*mcp));
	if (!mcp)
		return error_nomem(reterr);
	mcp->settings = *settings;
	mcp->settings.library.lang = settings->lang;
	int r = frugal_library_new(&mcp->settings.library, &mcp->library, reterr);
	if (r < 0) {
		mem_free(mcp);
		return r;
	}
	*ret = mcp;
	return 0;
}

void mcp_close(struct mcp *mcp)
{
	if (!mcp)
		return;
	frugal_library_free(mcp->library);
	mem_free(mcp);
}

static int renew_library(struct mcp *mcp, struct frugal_error *reterr)
{
	frugal_library *library;
	if (mcp->uses++ >= LIBRARY_USES) {
		int r = frugal_library_new(&mcp->settings.library, &library, reterr);
		if (r < 0)
			return r;
		frugal_library_free(mcp->library);
		mcp->library = library;
		mcp->uses = 1;
	}
	if (!mcp->settings.library.now_s)
		context_of(mcp->library)->now_s = (int64_t)time(NULL);
	return 0;
}

/* ---- messages ------------------------------------------------------------------------------- */

/* Adds JSON of several lines as one: an end of line stands between values alone. */
static void add_flat(struct buf *to, const struct buf *json)
{
	const char *p = buf_text(json);
	for (size_t i = 0; i < json->n; i++) {
		if (p[i] != '\n') {
			buf_putc(to, p[i]);
			continue;
		}
		while (i + 1 < json->n && p[i + 1] == ' ')
			i++;
	}
}

/* "jsonrpc" and the id, which a text, a number or null is. */
static void begin_message(struct jsonw *json, const json_t *id)
{
	char *text = id ? json_dumps(id, JSON_ENCODE_ANY) : NULL;
	jsonw_object(json, NULL);
	jsonw_string(json, "jsonrpc", "2.0");
	if (text)
		jsonw_raw(json, "id", str_of(text));
	else
		jsonw_null(json, "id");
	free(text); /* of jansson */
}

static void add_error(struct buf *to, const json_t *id, int code, const struct frugal_error *error)
{
	struct jsonw json = {.out = to};
	begin_message(&json, id);
	jsonw_object(&json, "error");
	jsonw_int(&json, "code", code);
	jsonw_string(&json, "message", error->what);
	if (*error->todo || *error->where) {
		jsonw_object(&json, "data");
		jsonw_string(&json, "where", error->where);
		jsonw_string(&json, "todo", error->todo);
		jsonw_object_end(&json);
	}
	jsonw_object_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

static void add_result(struct buf *to, const json_t *id, const struct buf *result)
{
	struct jsonw json = {.out = to};
	struct buf flat = {0};
	add_flat(&flat, result);
	begin_message(&json, id);
	jsonw_raw(&json, "result", buf_str(&flat));
	jsonw_object_end(&json);
	buf_putc(to, '\n');
	to->failed |= flat.failed;
	buf_release(&flat);
}

void mcp_refuse_long(struct buf *to)
{
	struct frugal_error error = {0};
	error_set(&error, FRUGAL_EUSAGE, _("a message is longer than %zu bytes"), MCP_LINE_MOST);
	add_error(to, NULL, RPC_REQUEST, &error);
}

/* ---- methods: 0 with the result, or an enum rpc_code with the error -------------------------- */

typedef int method_function(struct mcp *mcp, const json_t *params, struct buf *to,
			    struct frugal_error *reterr);

static int refuse(int code, struct frugal_error *reterr, const char *what)
{
	error_set(reterr, FRUGAL_EUSAGE, "%s", what);
	return code;
}

static int initialize(struct mcp *mcp, const json_t *params, struct buf *to,
		      struct frugal_error *reterr)
{
	struct jsonw json = {.out = to};
	const char *asked = json_string_value(json_object_get(params, "protocolVersion"));
	if (!asked)
		return refuse(RPC_PARAMS, reterr, _("protocolVersion is missing"));
	mcp->version = versions[0];
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
		if (strcmp(versions[i], asked) == 0)
			mcp->version = versions[i];
	jsonw_object(&json, NULL);
	jsonw_string(&json, "protocolVersion", mcp->version);
	jsonw_object(&json, "capabilities");
	jsonw_object(&json, "tools");
	jsonw_bool(&json, "listChanged", false);
	jsonw_object_end(&json);
	jsonw_object_end(&json);
	jsonw_object(&json, "serverInfo");
	jsonw_string(&json, "name", "frugal");
	jsonw_string(&json, "title", "frugal");
	jsonw_string(&json, "version", frugal_version());
	jsonw_object_end(&json);
	jsonw_string(
		&json, "instructions",
		"Environmental footprint of AI work. Every figure has an interval and a quality "
		"(measured, modelled, declared, default): give them with it. What is missing is "
		"null, not zero. Start with ask for a question in a sentence, with runs for what "
		"was measured on this machine.");
	jsonw_object_end(&json);
	return 0;
}

static int ping(struct mcp *mcp, const json_t *params, struct buf *to, struct frugal_error *reterr)
{
	(void)mcp, (void)params, (void)reterr;
	buf_puts(to, "{}");
	return 0;
}

static int list_tools(struct mcp *mcp, const json_t *params, struct buf *to,
		      struct frugal_error *reterr)
{
	/* One answer has all tools, so that a cursor is not valid. */
	if (json_object_get(params, "cursor"))
		return refuse(RPC_PARAMS, reterr, _("unknown cursor"));
	return mcp_tools_json(mcp->library, to, reterr) < 0 ? RPC_INTERNAL : 0;
}

static const struct mcp_tool *find_tool(const char *name)
{
	for (const struct mcp_tool *tool = mcp_tools; name && tool->name; tool++)
		if (strcmp(tool->name, name) == 0)
			return tool;
	return NULL;
}

/* An error of the tool is an answer that the agent reads: it can ask better. */
static void write_call(struct buf *to, struct mcp_call *call, int r,
		       const struct frugal_error *error)
{
	struct jsonw json = {.out = to};
	if (r < 0)
		buf_addf(&call->text, "%s%s%s%s%s%s", call->text.n ? "\n" : "", error->what,
			 *error->where ? " (" : "", error->where, *error->where ? ")" : "",
			 *error->todo ? ": " : "");
	if (r < 0)
		buf_puts(&call->text, error->todo);
	jsonw_object(&json, NULL);
	jsonw_array(&json, "content");
	jsonw_object(&json, NULL);
	jsonw_string(&json, "type", "text");
	jsonw_string(&json, "text", buf_text(&call->text));
	jsonw_object_end(&json);
	jsonw_array_end(&json);
	if (call->data.n)
		jsonw_raw(&json, "structuredContent", buf_str(&call->data));
	jsonw_bool(&json, "isError", r < 0);
	jsonw_object_end(&json);
	to->failed |= call->text.failed || call->data.failed;
}

static int call_tool(struct mcp *mcp, const json_t *params, struct buf *to,
		     struct frugal_error *reterr)
{
	const char *name = json_string_value(json_object_get(params, "name"));
	const struct mcp_tool *tool = find_tool(name);
	json_t *arguments = json_object_get(params, "arguments"), *none = NULL;
	struct arena arena = {0};
	if (!tool) {
		error_set(reterr, FRUGAL_EUSAGE, _("unknown tool '%s'"), name ? name : "");
		return RPC_PARAMS;
	}
	if (!arguments)
		arguments = none = json_object();
	if (!json_is_object(arguments))
		return refuse(RPC_PARAMS, reterr, _("arguments are not an object"));
	struct mcp_call call = {.library = mcp->library,
				.lang = mcp->settings.lang,
				.numbers = mcp->settings.lang[0] == 'f' ? &NUMBERS_FR : &NUMBERS_EN,
				.arena = &arena,
				.arguments = arguments};
	int r = mcp_tool_call(tool, &call, reterr);
	write_call(to, &call, r, reterr);
	buf_release(&call.text);
	buf_release(&call.data);
	arena_release(&arena);
	json_decref(none);
	return 0;
}

static const struct {
	const char *name;
	method_function *function;
	bool any_time; /* also before initialize */
} methods[] = {
	{"initialize", initialize, true},
	{"ping", ping, true},
	{"tools/list", list_tools, false},
	{"tools/call", call_tool, false},
};

static int call_method(struct mcp *mcp, const char *name, const json_t *params, struct buf *to,
		       struct frugal_error *reterr)
{
	if (params && !json_is_object(params))
		return refuse(RPC_PARAMS, reterr, _("params are not an object"));
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (strcmp(methods[i].name, name) != 0)
			continue;
		if (!mcp->version && !methods[i].any_time)
			return refuse(RPC_REQUEST, reterr,
				      _("the session is not initialized: call initialize first"));
		if (renew_library(mcp, reterr) < 0)
			return RPC_INTERNAL;
		return methods[i].function(mcp, params, to, reterr);
	}
	error_set(reterr, FRUGAL_EUSAGE, _("unknown method '%s'"), name);
	return RPC_METHOD;
}

/* ---- lines ---------------------------------------------------------------------------------- */

static void answer_one(struct mcp *mcp, const json_t *message, struct buf *to)
{
	struct frugal_error error = {0};
	struct buf result = {0};
	const json_t *id = json_object_get(message, "id");
	const char *method = json_string_value(json_object_get(message, "method"));
	const char *rpc = json_string_value(json_object_get(message, "jsonrpc"));
	bool named = json_is_string(id) || json_is_number(id);
	int code = 0;
	if (!method && (json_object_get(message, "result") || json_object_get(message, "error")))
		return; /* nothing was asked of the client */
	if (!json_is_object(message) || !method || !rpc || strcmp(rpc, "2.0") != 0 ||
	    (id && !named))
		code = refuse(RPC_REQUEST, &error, _("this is not a message of JSON-RPC 2.0"));
	else if (!id)
		return; /* a notification */
	else
		code = call_method(mcp, method, json_object_get(message, "params"), &result,
				   &error);
	if (code == 0 && result.failed) {
		(void)error_nomem(&error);
		code = RPC_INTERNAL;
	}
	if (code == 0)
		add_result(to, id, &result);
	else
		add_error(to, named ? id : NULL, code, &error);
	buf_release(&result);
}

/* Several messages in a list: their answers are one too. */
static void answer_batch(struct mcp *mcp, const json_t *list, struct buf *to)
{
	struct frugal_error error = {0};
	struct buf answers = {0}, one = {0};
	size_t n = json_array_size(list);
	if (!mcp->version || strcmp(mcp->version, BATCH_VERSION) != 0 || !n || n > BATCH_MOST) {
		(void)refuse(RPC_REQUEST, &error, _("a line has one message, not a list"));
		add_error(to, NULL, RPC_REQUEST, &error);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		buf_clear(&one);
		answer_one(mcp, json_array_get(list, i), &one);
		if (one.n)
			buf_addf(&answers, "%s", answers.n ? "," : "");
		buf_add(&answers, buf_text(&one), one.n ? one.n - 1 : 0);
	}
	if (answers.n)
		buf_addf(to, "[%s]\n", buf_text(&answers));
	to->failed |= answers.failed || one.failed;
	buf_release(&answers);
	buf_release(&one);
}

void mcp_answer(struct mcp *mcp, struct str line, struct buf *to)
{
	struct frugal_error error = {0};
	json_t *message;
	line = str_trim(line);
	if (!line.n)
		return;
	if (asked_parse(line, ASKED_DEEPEST, &message, &error) < 0) {
		add_error(to, NULL, RPC_PARSE, &error);
		return;
	}
	if (json_is_array(message))
		answer_batch(mcp, message, to);
	else
		answer_one(mcp, message, to);
	json_decref(message);
}
