/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What this machine draws, as Prometheus reads it: OpenMetrics 1.0 where it is asked for, else the
 * classic text. Names have base units, a number of values that does not grow with the machine's
 * processes, and no label with a process number. Ends of intervals are families of their own, so
 * that a sum over a family is one of values.
 */
#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/intl.h"
#include "base/num.h"
#include "report/answer.h"
#include "serve/live.h"
#include "serve/routes.h"

#define OTHERS "(all other names)" /* longer than the name of any process */
#define UNSEEN "(not observed by name)"

enum metric_kind { GAUGE, COUNTER, INFO };

struct writer {
	struct buf *b;
	bool open; /* OpenMetrics */
	const char *name;
	enum metric_kind kind;
};

/* A backslash, a quote and the end of a line are escaped; what is not UTF-8 is replaced. */
static void add_escaped(struct buf *b, const char *text)
{
	for (struct str rest = str_of(text); rest.n;) {
		size_t n = str_utf8_valid(rest);
		for (size_t i = 0; i < n; i++) {
			if (rest.p[i] == '\n')
				buf_puts(b, "\\n");
			else if (rest.p[i] == '"' || rest.p[i] == '\\')
				buf_addf(b, "\\%c", rest.p[i]);
			else
				buf_putc(b, rest.p[i]);
		}
		if (n < rest.n)
			buf_puts(b, "\xEF\xBF\xBD");
		n += n < rest.n;
		rest = (struct str){rest.p + n, rest.n - n};
	}
}

/* Of a counter the classic text has "_total" in its family too; an info is a gauge there. */
static void family(struct writer *to, enum metric_kind kind, const char *name, const char *unit,
		   const char *help)
{
	static const char *const kinds[] = {"gauge", "counter", "info"};
	const char *end = to->open ? "" : kind == COUNTER ? "_total" : kind == INFO ? "_info" : "";
	to->name = name;
	to->kind = kind;
	buf_addf(to->b, "# HELP %s%s %s\n", name, end, help);
	buf_addf(to->b, "# TYPE %s%s %s\n", name, end,
		 kind == INFO && !to->open ? "gauge" : kinds[kind]);
	if (to->open && unit)
		buf_addf(to->b, "# UNIT %s %s\n", name, unit);
}

/* label NULL: none. A value that is not known has no sample. */
static void sample(struct writer *to, const char *label, const char *value, const char *second,
		   const char *second_value, double x)
{
	char number[NUM_TEXT];
	if (!isfinite(x))
		return;
	buf_addf(to->b, "%s%s", to->name,
		 to->kind == COUNTER ? "_total"
		 : to->kind == INFO  ? "_info"
				     : "");
	if (label) {
		buf_addf(to->b, "{%s=\"", label);
		add_escaped(to->b, value);
		if (second) {
			buf_addf(to->b, "\",%s=\"", second);
			add_escaped(to->b, second_value);
		}
		buf_puts(to->b, "\"}");
	}
	(void)num_format(x, number);
	buf_addf(to->b, " %s\n", number);
}

static void gauge(struct writer *to, const char *name, const char *unit, const char *help, double x)
{
	family(to, GAUGE, name, unit, help);
	sample(to, NULL, NULL, NULL, NULL, x);
}

static void counter(struct writer *to, const char *name, const char *unit, const char *help,
		    double x)
{
	family(to, COUNTER, name, unit, help);
	sample(to, NULL, NULL, NULL, NULL, x);
}

/* ---- the machine ---------------------------------------------------------------------------- */

static const char *quality_key(enum frugal_quality quality)
{
	static const char *const keys[] = {[FRUGAL_MEASURED] = "measured",
					   [FRUGAL_MODELLED] = "modelled",
					   [FRUGAL_DECLARED] = "declared",
					   [FRUGAL_DEFAULT] = "default"};
	return keys[quality];
}

static void add_machine(struct writer *to, const struct live_now *now)
{
	gauge(to, "frugal_machine_power_watts", "watts", "Power of the machine, all parts.",
	      now->machine_w.value);
	gauge(to, "frugal_machine_power_low_watts", "watts",
	      "Lower end of the 90 % interval of the power.", now->machine_w.low);
	gauge(to, "frugal_machine_power_high_watts", "watts",
	      "Upper end of the 90 % interval of the power.", now->machine_w.high);
	gauge(to, "frugal_machine_idle_power_watts", "watts", "Power of the machine when idle.",
	      now->idle_w.value);
	gauge(to, "frugal_measured_ratio", "ratio",
	      "Share of the power that is measured; the rest is modelled.", now->measured_share);
	family(to, GAUGE, "frugal_power_watts", "watts",
	       "Power of a component; their sum is that of the machine.");
	for (size_t i = 0; i < now->n_parts; i++)
		sample(to, "component", now->parts[i].name, "source",
		       quality_key(now->parts[i].quality), now->parts[i].w.value);
	family(to, COUNTER, "frugal_energy_joules", "joules",
	       "Energy of a component since the server began.");
	for (size_t i = 0; i < now->n_parts; i++)
		sample(to, "component", now->parts[i].name, "source",
		       quality_key(now->parts[i].quality), now->parts[i].joules);
	family(to, GAUGE, "frugal_carbon_intensity_grams_per_kwh", NULL,
	       "CO2 equivalents of a kilowatt-hour of electricity, of this hour or of the year.");
	sample(to, "zone", now->zone, NULL, NULL, now->g_per_kwh.value);
	family(to, COUNTER, "frugal_gwp_grams", "grams",
	       "CO2 equivalents of the electricity since the server began.");
	sample(to, "zone", now->zone, NULL, NULL, now->carbon_g);
	gauge(to, "frugal_today_energy_joules", "joules",
	      "Energy of the local day, as far as it was watched.",
	      now->today_wh.value * SECONDS_PER_HOUR);
	gauge(to, "frugal_today_watched_seconds", "seconds",
	      "Time of the local day so far watched.", now->today_s);
}

/* ---- who uses it ---------------------------------------------------------------------------- */

/* A name that is one of ours belongs to the others, so that no label stands twice. */
static bool is_reserved(const char *name)
{
	return strcmp(name, OTHERS) == 0 || strcmp(name, UNSEEN) == 0;
}

static void add_rows(struct writer *to, const struct live_rows *rows, const char *name,
		     const char *label, const char *help, bool is_known)
{
	double others = rows->others_w.value;
	family(to, GAUGE, name, "watts", help);
	for (size_t i = 0; i < rows->n; i++)
		if (is_reserved(rows->row[i].name))
			others += rows->row[i].w.value;
		else
			sample(to, label, rows->row[i].name, NULL, NULL, rows->row[i].w.value);
	if (!is_known)
		return;
	sample(to, label, OTHERS, NULL, NULL, others);
	sample(to, label, UNSEEN, NULL, NULL, rows->unseen_w.value);
}

static void add_users(struct writer *to, const struct live_now *now)
{
	const bool is_known = isfinite(now->machine_w.value);
	add_rows(to, &now->processes, "frugal_process_power_watts", "process",
		 "Power above idle of the processes of a name, the largest ones.", is_known);
	add_rows(to, &now->containers, "frugal_container_power_watts", "container",
		 "Power above idle of a container or control group, the largest ones.", is_known);
	family(to, GAUGE, "frugal_label_overflow", NULL,
	       "Names that have no sample of their own and are counted together.");
	sample(to, "label", "process", NULL, NULL, (double)now->processes.n_others);
	sample(to, "label", "container", NULL, NULL, (double)now->containers.n_others);
}

/* ---- this server ---------------------------------------------------------------------------- */

static void add_server(struct writer *to, struct server *server, const struct live_now *now)
{
	struct rusage use = {0};
	(void)getrusage(RUSAGE_SELF, &use);
	family(to, INFO, "frugal_build", NULL, "Version of frugal.");
	sample(to, "version", frugal_version(), NULL, NULL, 1);
	gauge(to, "frugal_look_timestamp_seconds", "seconds", "When the machine was looked at.",
	      now->known ? 1e-6 * (double)now->at_us : (double)NAN);
	gauge(to, "frugal_look_duration_seconds", "seconds", "What the last look took.",
	      now->known ? now->look_s : (double)NAN);
	counter(to, "frugal_serve_requests", NULL, "Requests that this server answered.",
		(double)atomic_load(&server->requests));
	counter(to, "frugal_serve_sent_bytes", "bytes", "Bytes of the bodies of answers.",
		(double)atomic_load(&server->bytes));
	gauge(to, "frugal_serve_followers", NULL, "Clients that follow the events.",
	      (double)http_followers(server->http));
	counter(to, "frugal_serve_cpu_seconds", "seconds", "Processor time of this server.",
		(double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
			1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec));
	gauge(to, "frugal_serve_memory_max_bytes", "bytes", "Memory of this server, at most.",
	      1024.0 * (double)use.ru_maxrss);
}

/* Whether the type is accepted at all, and not by q=0. */
static bool accepts(const char *accepted, const char *type)
{
	const char *found = accepted ? strstr(accepted, type) : NULL;
	if (!found)
		return false;
	size_t n = strcspn(found, ",");
	struct str all = {found, n};
	while (all.n && (all.p[all.n - 1] == ' ' || all.p[all.n - 1] == '0'))
		all.n--;
	return !(all.n >= 3 && memcmp(all.p + all.n - 2, "q=", 2) == 0) &&
	       !(all.n >= 4 && memcmp(all.p + all.n - 3, "=0.", 3) == 0);
}

int api_metrics_all(struct request *request, struct http_reply *reply, struct frugal_error *reterr)
{
	struct live_now *now = arena_alloc(request->arena, sizeof(*now));
	struct writer to = {.b = &reply->body};
	if (!now)
		return error_nomem(reterr);
	live_copy(request->server, now);
	to.open = accepts(http_header(request->http, "Accept"), "application/openmetrics-text");
	reply_header(request, reply, "Vary", "Accept");
	reply->status = 200;
	reply->media = to.open ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
			       : "text/plain; version=0.0.4; charset=utf-8";
	if (now->known) {
		add_machine(&to, now);
		add_users(&to, now);
	}
	add_server(&to, request->server, now);
	if (to.open)
		buf_puts(to.b, "# EOF\n");
	return 0;
}
