/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/openapi.h"

#include <stddef.h>

#define TEXT "{\"type\":\"string\"}"
#define WORD "{\"type\":\"string\",\"minLength\":1}"
/* A field that is empty, as forms of pages send it, is one that is not given. */
#define FLAG "{\"type\":\"string\",\"enum\":[\"1\",\"\"]}"
#define NAMED(name) "{\"$ref\":\"#/components/schemas/" name "\"}"
#define ONE_OF(...) "{\"type\":\"string\",\"enum\":[" __VA_ARGS__ ",\"\"]}"

#define OBJECT "{\"type\":\"object\"}"
#define RUN_PLACE                                                                                  \
	.place = "run",                                                                            \
	.place_description = "its id, four digits of it, its name, \"last\" or \"last~2\""

#define JSON "application/json"
#define MARKDOWN "text/markdown"
#define PLAIN "text/plain"

const struct api_description api_descriptions[] = {
	{.verb = "GET",
	 .path = "/healthz",
	 .summary = "Whether the server answers",
	 .answers = {JSON, NAMED("Health")}},
	{.verb = "GET",
	 .path = "/readyz",
	 .summary = "Whether the server can read its ledger and its models",
	 .answers = {JSON, NAMED("Health")}},
	{.verb = "GET",
	 .path = "/api/v1/runs",
	 .summary = "Runs, newest first, a page at a time: next is the cursor of the page after",
	 .query = {{"filter", "words of a group: project=digits,phase=training", TEXT, false},
		   {"project", "runs of this project", TEXT, false},
		   {"phase", "runs of this phase", TEXT, false},
		   {"outcome", "runs with this outcome", TEXT, false},
		   {"status", "runs with this status",
		    ONE_OF("\"running\",\"finished\",\"interrupted\",\"ok\",\"failed\""), false},
		   {"sort", "the largest first; but for start, of the newest 10 000 that match",
		    ONE_OF("\"start\",\"energy\",\"carbon\",\"duration\""), false},
		   {"cursor", "next of the page before", TEXT, false},
		   {"limit", "as many runs at most",
		    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000}", false}},
	 .answers = {JSON, NAMED("Runs")}},
	{.verb = "GET",
	 .path = "/api/v1/runs/*/derivation",
	 .summary = "Where the figures of a run come from",
	 RUN_PLACE,
	 .answers = {JSON, OBJECT}},
	{.verb = "GET",
	 .path = "/api/v1/runs/*",
	 .summary = "One run, whole, with its derivation",
	 RUN_PLACE,
	 .answers = {JSON, NAMED("Run")}},
	{.verb = "PATCH",
	 .path = "/api/v1/runs/*",
	 .summary = "Sets fields and tags of a run",
	 RUN_PLACE,
	 .body = {JSON, "{\"type\":\"object\",\"required\":[\"set\"],\"properties\":{\"set\":{"
			"\"type\":\"array\",\"items\":" TEXT "}}}"},
	 .answers = {JSON, NAMED("Run")}},
	{.verb = "DELETE",
	 .path = "/api/v1/runs/*",
	 .summary = "Removes a run from the ledger",
	 RUN_PLACE},
	{.verb = "GET",
	 .path = "/api/v1/groups",
	 .summary = "Sums of runs that have ended, by a key",
	 .query = {{"by", "what a sum is of",
		    ONE_OF("\"project\",\"service\",\"phase\",\"outcome\",\"name\",\"end\","
			   "\"zone\",\"machine\",\"day\",\"month\""),
		    false},
		   {"filter", "words of a group: project=digits,phase=training", TEXT, false},
		   {"project", "runs of this project", TEXT, false},
		   {"phase", "runs of this phase", TEXT, false},
		   {"outcome", "runs with this outcome", TEXT, false},
		   {"status", "runs with this status", TEXT, false}},
	 .answers = {JSON, OBJECT}},
	{.verb = "GET",
	 .path = "/api/v1/projects",
	 .summary = "The projects of the ledger with what their runs used",
	 .answers = {JSON, OBJECT}},
	{.verb = "GET",
	 .path = "/api/v1/projects/*",
	 .summary = "A project as frugal project --json has it",
	 .place = "project",
	 .place_description = "its name",
	 .query = {{"metric", "quality by epoch that says which one was best", TEXT, false},
		   {"less", "less of it is better", FLAG, false}},
	 .answers = {JSON, OBJECT}},
	{.verb = "GET",
	 .path = "/api/v1/services",
	 .summary = "The register of services",
	 .answers = {JSON, "{\"type\":\"array\"}"}},
	{.verb = "GET",
	 .path = "/api/v1/services/*",
	 .summary = "A service as frugal service show --json has it",
	 .place = "service",
	 .place_description = "its id",
	 .answers = {JSON, OBJECT}},
	{.verb = "GET",
	 .path = "/api/v1/compare",
	 .summary = "Groups of runs compared with the first of them",
	 .query = {{"groups", "words of a group, once for each", TEXT, false},
		   {"project", "the names of the runs of this project, as groups", TEXT, false},
		   {"metric", "quality of a run", TEXT, false},
		   {"less", "less of it is better", FLAG, false}},
	 .answers = {JSON, OBJECT}},
	{.verb = "POST",
	 .path = "/api/v1/estimate",
	 .summary = "One estimate with its interval, or one for each row of columns",
	 .body = {JSON,
		  "{\"type\":\"object\",\"required\":[\"model\"],\"properties\":{"
		  "\"model\":" WORD ",\"inputs\":{\"type\":\"object\"},\"columns\":{"
		  "\"type\":\"object\"},\"outputs\":{\"type\":\"array\",\"items\":" WORD
		  "},\"sensitivity\":{\"type\":\"boolean\"}},\"additionalProperties\":false}"},
	 .answers = {JSON, OBJECT}},
	{.verb = "GET",
	 .path = "/api/v1/ask",
	 .summary = "A question in a sentence, in English or French",
	 .query = {{"q", "the sentence", TEXT, false}},
	 .answers = {JSON, OBJECT}},
	{.verb = "POST",
	 .path = "/api/v1/ask",
	 .summary = "The same, with answers to what it asks back",
	 .body = {JSON, "{\"type\":\"object\",\"required\":[\"question\"],\"properties\":{"
			"\"question\":" TEXT ",\"answers\":{\"type\":\"object\"}},"
			"\"additionalProperties\":false}"},
	 .answers = {JSON, OBJECT}},
	{.verb = "GET",
	 .path = "/api/v1/models",
	 .summary = "The models that answer questions",
	 .query = {{"family", "those that answer this question", TEXT, false}},
	 .answers = {JSON, "{}"}},
	{.verb = "GET",
	 .path = "/api/v1/models/*",
	 .summary = "A model with its inputs and outputs",
	 .place = "model",
	 .place_description = "its name",
	 .answers = {JSON, OBJECT}},
	{.verb = "GET",
	 .path = "/api/v1/factors",
	 .summary = "The tables of facts",
	 .answers = {JSON, "{}"}},
	{.verb = "GET",
	 .path = "/api/v1/factors/*",
	 .summary = "The rows of a table, with source, year and licence",
	 .place = "table",
	 .place_description = "its name",
	 .query = {{"key", "rows of this name", TEXT, false}},
	 .answers = {JSON, "{}"}},
	{.verb = "GET",
	 .path = "/api/v1/published",
	 .summary = "Published footprints that are compared with ours",
	 .answers = {JSON, "{}"}},
	{.verb = "GET",
	 .path = "/api/v1/published/*",
	 .summary = "A published footprint beside ours, step by step",
	 .place = "name",
	 .place_description = "what it is of: GPT-3",
	 .answers = {JSON, "{}"}},
	{.verb = "GET",
	 .path = "/api/v1/live",
	 .summary = "The power of the machine now, by process or control group",
	 .query = {{"by", "what a row is", ONE_OF("\"process\",\"cgroup\""), false},
		   {"limit", "as many rows at most; that of the others is added",
		    "{\"type\":\"integer\",\"minimum\":1,\"maximum\":10000}", false}},
	 .answers = {JSON, "{\"type\":\"object\"}"}},
	{.verb = "GET",
	 .path = "/events",
	 .summary = "The texts of the page Now that changed, as server-sent events without end",
	 .answers = {"text/event-stream", TEXT}},
	{.verb = "GET",
	 .path = "/metrics",
	 .summary = "The power of the machine now, for Prometheus",
	 .answers = {PLAIN, TEXT, "application/openmetrics-text", TEXT}},
	{.verb = "GET",
	 .path = "/api/v1/audit",
	 .summary = "The projects and services that can be audited",
	 .answers = {JSON, NAMED("Subjects")}},
	{.verb = "GET",
	 .path = "/api/v1/audit/*",
	 .summary = "The practices of frugal AI for a project or a service",
	 .place = "subject",
	 .place_description = "\"project=digits\", \"service=chat\", or the name of a project",
	 .query = {{"role", "practices that this role can answer",
		    ONE_OF("\"team\",\"sponsor\",\"user\",\"supplier\""), false},
		   {"stage", "practices of this stage",
		    ONE_OF("\"governance\",\"inception\",\"design\",\"verification\","
			   "\"deployment\",\"operation\",\"validation\",\"re-evaluation\","
			   "\"retirement\""),
		    false},
		   {"gain", "open practices of this gain",
		    ONE_OF("\"unknown\",\"low\",\"moderate\",\"high\""), false},
		   {"effort", "open practices of this effort",
		    ONE_OF("\"unknown\",\"low\",\"moderate\",\"high\""), false}},
	 .answers = {JSON, NAMED("Audit")}},
	{.verb = "POST",
	 .path = "/api/v1/audit/*",
	 .summary = "Keeps the answer of a person to a practice, or removes it; answers with the "
		    "audit",
	 .body = {JSON, NAMED("Answer"), "application/x-www-form-urlencoded", NAMED("Answer")},
	 .answers = {JSON, NAMED("Audit")}},
	{.verb = "GET",
	 .path = "/api/v1/reports",
	 .summary = "A report of a group of runs, or of several side by side; without a group, "
		    "which there are",
	 .query = {{"group", "project=digits, service=chat, a run; several are compared",
		    "{\"type\":\"array\",\"maxItems\":16,\"items\":" WORD "}", false},
		   {"format", "form of the report; html is sent as a file",
		    ONE_OF("\"json\",\"html\",\"md\",\"text\",\"csv\""), false},
		   {"metric", "quality by which groups are compared", TEXT, false},
		   {"less-is-better", "less of the metric is better", FLAG, false},
		   {"file", "send as a file", FLAG, false}},
	 .answers = {JSON, "{\"type\":\"object\"}", "text/html", TEXT, MARKDOWN, TEXT},
	 .more_answers = {PLAIN, TEXT, "text/csv", TEXT},
	 .tells_values = true},
	{.verb = "GET",
	 .path = "/api/v1/reports/*",
	 .summary = "A report of a run or of a group of runs",
	 .place = "group",
	 .place_description = "\"project=digits\", \"service=chat\", or a run",
	 .query = {{"format", "form of the report; html is sent as a file",
		    ONE_OF("\"json\",\"html\",\"md\",\"text\",\"csv\""), false},
		   {"file", "send as a file", FLAG, false}},
	 .answers = {JSON, "{\"type\":\"object\"}", "text/html", TEXT, MARKDOWN, TEXT},
	 .more_answers = {PLAIN, TEXT, "text/csv", TEXT},
	 .tells_values = true},
	{.verb = "GET",
	 .path = "/api/v1/forms",
	 .summary = "The standard forms, their formats and the values that they have a field for",
	 .answers = {JSON, NAMED("Forms")}},
	{.verb = "GET",
	 .path = "/api/v1/forms/*",
	 .summary = "A form filled in from runs; or, by view=fields, what it uses and what is "
		    "missing",
	 .place = "form",
	 .place_description = "its name, of /api/v1/forms",
	 .query = {{"group", "project=digits, service=chat, a run, or the name of a project", WORD,
		    true},
		   {"format", "of a form that has several", ONE_OF("\"json\",\"md\",\"text\""),
		    false},
		   {"view", "the fields instead of the form", ONE_OF("\"fields\""), false},
		   {"file", "send as a file", FLAG, false}},
	 .answers = {JSON, "{\"type\":\"object\"}", MARKDOWN, TEXT, PLAIN, TEXT},
	 .more_answers = {"image/svg+xml", TEXT},
	 .tells_values = true},
	{.verb = "POST",
	 .path = "/api/v1/forms",
	 .summary =
		 "Reads a form back and compares its figures: a slip of unit is a factor of 1000",
	 .body = {JSON, "{\"type\":\"object\"}", PLAIN, TEXT},
	 .answers = {JSON, NAMED("Found")}},
	{.verb = "GET",
	 .path = "/api/v1/grid",
	 .summary = "The series of hours of electricity that are stored",
	 .query = {{"zone", "those of this zone", TEXT, false}},
	 .answers = {JSON, NAMED("Grid")}},
	{.verb = "GET",
	 .path = "/api/v1/grid/*",
	 .summary = "The hours of a zone, of the last stored day unless from or to is given; or a "
		    "forecast",
	 .place = "zone",
	 .place_description = "its code, as FR, or its name",
	 .query = {{"from", "first moment, in UTC: 2026-03-02T13:00Z", TEXT, false},
		   {"to", "moment after the last", TEXT, false},
		   {"ahead", "a forecast of so many hours instead: 48h", TEXT, false},
		   {"kind", "of intensity", ONE_OF("\"average\",\"marginal\""), false},
		   {"scope", "direct emissions or the whole life cycle",
		    ONE_OF("\"direct\",\"lifecycle\""), false},
		   {"basis", "what is produced or what is consumed, with imports",
		    ONE_OF("\"production\",\"consumption\""), false}},
	 .answers = {JSON, "{\"type\":\"object\",\"required\":[\"zone\",\"kind\",\"scope\","
			   "\"basis\"]}"}},
	{.verb = "GET",
	 .path = "/api/v1/plan",
	 .summary = "When and where to run a job",
	 .plans = true,
	 .answers = {JSON, NAMED("Plan")}},
	{.verb = "POST",
	 .path = "/api/v1/plan",
	 .summary = "The same, asked for by an object with the names of the query; nothing is kept",
	 .body = {JSON, NAMED("Job")},
	 .answers = {JSON, NAMED("Plan")}},
	{.verb = "GET",
	 .path = "/api/v1/openapi.json",
	 .summary = "This description",
	 .answers = {JSON, "{\"type\":\"object\",\"required\":[\"openapi\",\"paths\"]}"}},
	{.path = NULL},
};

const char *const api_schemas[] = {
	"Problem",
	"{\"type\":\"object\",\"description\":\"an error (RFC 9457); where names the field, todo "
	"the remedy\",\"required\":[\"type\",\"title\",\"status\",\"detail\"],\"properties\":{"
	"\"type\":" TEXT ",\"title\":" TEXT ",\"status\":{\"type\":\"integer\"},\"detail\":" TEXT
	",\"where\":" TEXT ",\"todo\":" TEXT "}}",
	"Health",
	"{\"type\":\"object\",\"required\":[\"status\",\"version\"],\"properties\":{\"status\":{"
	"\"const\":\"ok\"},\"version\":" TEXT "}}",
	"Figure",
	"{\"type\":\"object\",\"required\":[\"value\",\"low\",\"high\",\"unit\",\"quality\"],"
	"\"properties\":{\"value\":{\"type\":[\"number\",\"null\"]},\"low\":{\"type\":[\"number\","
	"\"null\"]},\"high\":{\"type\":[\"number\",\"null\"]},\"unit\":" TEXT ",\"quality\":" TEXT
	"}}",
	"Run",
	"{\"type\":\"object\",\"required\":[\"id\",\"status\",\"started\",\"figures\"],"
	"\"properties\":{\"id\":" TEXT ",\"status\":" TEXT ",\"figures\":{\"type\":\"array\","
	"\"items\":" NAMED("Figure") "}}}",
	"Runs",
	"{\"type\":\"object\",\"required\":[\"runs\",\"count\"],\"properties\":{\"runs\":{"
	"\"type\":\"array\",\"items\":" NAMED("Run") "},\"count\":{\"type\":\"integer\","
						     "\"minimum\":0}}}",
	"Subjects",
	"{\"type\":\"object\",\"required\":[\"subjects\"],\"properties\":{\"subjects\":{\"type\":"
	"\"array\",\"items\":{\"type\":\"object\",\"required\":[\"subject\",\"runs\"],"
	"\"properties\":{\"subject\":" TEXT ",\"runs\":{\"type\":\"integer\"}}}}}}",
	"Audit",
	"{\"type\":\"object\",\"required\":[\"subject\",\"complete\",\"gates\",\"progress\","
	"\"evidence_coverage\",\"contradictions\",\"practices\",\"next\"],\"properties\":{"
	"\"subject\":" TEXT ",\"complete\":{\"type\":\"boolean\"},\"progress\":{\"type\":"
	"\"number\",\"minimum\":0,\"maximum\":100},\"practices\":{\"type\":\"array\",\"items\":{"
	"\"type\":\"object\",\"required\":[\"practice\",\"stage\",\"roles\",\"gain\",\"effort\","
	"\"answer\",\"class\"]}}}}",
	"Answer",
	"{\"type\":\"object\",\"required\":[\"practice\"],\"additionalProperties\":false,"
	"\"properties\":{\"practice\":" WORD ",\"answer\":{\"description\":\"without one the "
	"answer is removed; na requires a note\",\"type\":\"string\",\"enum\":[\"yes\","
	"\"partly\",\"no\",\"na\"]},\"role\":{\"type\":\"string\",\"enum\":[\"team\",\"sponsor\","
	"\"user\",\"supplier\"]},\"note\":" TEXT ",\"document\":{\"type\":\"string\","
	"\"description\":\"a file of the server's machine, named by its user alone\"}}}",
	"Forms",
	"{\"type\":\"object\",\"required\":[\"forms\"],\"properties\":{\"forms\":{\"type\":"
	"\"array\",\"items\":{\"type\":\"object\",\"required\":[\"form\",\"formats\",\"values\"],"
	"\"properties\":{\"form\":" TEXT ",\"formats\":{\"type\":\"array\",\"items\":" TEXT
	"},\"values\":{\"type\":\"array\",\"items\":" TEXT "}}}}}}",
	"Found",
	"{\"type\":\"object\",\"required\":[\"form\",\"compared\",\"slips\",\"findings\"],"
	"\"properties\":{\"form\":" TEXT ",\"compared\":{\"type\":\"integer\"},\"slips\":{"
	"\"type\":\"integer\"},\"findings\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
	"\"required\":[\"kind\",\"text\"]}},\"found\":" TEXT "}}",
	"Grid",
	"{\"type\":\"object\",\"required\":[\"series\",\"count\"],\"properties\":{\"series\":{"
	"\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"zone\",\"kind\","
	"\"scope\",\"basis\",\"from\",\"to\",\"slots\"]}},\"count\":{\"type\":\"integer\"}}}",
	"Job",
	"{\"type\":\"object\",\"required\":[\"zone\"],\"properties\":{\"zone\":{\"anyOf\":[" WORD
	",{\"type\":\"array\",\"items\":" WORD "}]},\"duration\":" TEXT ",\"deadline\":" TEXT
	",\"power\":" TEXT ",\"from\":" TEXT ",\"interruptible\":{\"type\":\"boolean\"}}}",
	"Plan",
	"{\"type\":\"object\",\"required\":[\"zone\",\"objective_gco2e\",\"now_gco2e\",\"saving\","
	"\"run_now\",\"hours\",\"schedule\"],\"properties\":{\"zone\":" TEXT
	",\"run_now\":{\"type\":\"boolean\"},\"schedule\":{\"type\":\"array\"}}}",
	NULL,
};
