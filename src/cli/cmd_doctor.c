/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frugal doctor: looks at all that a measurement rests on here and says, for what could be
 * better, the command that makes it so. It changes nothing.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/inside.h"
#include "base/intl.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/meter_options.h"
#include "host/cgroup.h"
#include "host/scan.h"
#include "meter/session.h"
#include "store/ledger.h"

struct doctor_options {
	bool json;
	struct meter_options meter;
};

/* clang-format off */
static const struct option_spec options[] = {
	OPT_FLAG(struct doctor_options, json, 0, "json", N_("answer in JSON")),
	METER_OPTIONS(struct doctor_options, meter),
	OPT_END,
};
/* clang-format on */

static const struct example examples[] = {
	{"frugal doctor", N_("what is measured here, what is not, and what to do about it")},
	{"frugal doctor --json", N_("the same, for a program")},
	{"frugal doctor --sensor shelly:http://192.168.1.7", N_("with a plug on the network")},
	{NULL, NULL},
};

/* ---- findings ------------------------------------------------------------------------------- */

enum health { HEALTH_OK, HEALTH_BETTER, HEALTH_BAD };

static const char *const health_names[] = {"ok", "better", "bad"};
static const char *const health_marks[] = {N_("ok    "), N_("better"), N_("BAD   ")};

struct finding {
	const char *topic; /* N_() */
	enum health health;
	const char *what; /* in the user's language, in the arena */
	const char *todo; /* a command or an advice; "" for none */
};

#define MOST_FINDINGS 32

struct report {
	struct arena arena;
	struct finding findings[MOST_FINDINGS];
	size_t n;
};

static void add(struct report *report, const char *topic, enum health health, const char *what,
		const char *todo)
{
	if (report->n == MOST_FINDINGS || !what || !todo)
		return;
	report->findings[report->n++] = (struct finding){topic, health, what, todo};
}

/* ---- what is looked at ---------------------------------------------------------------------- */

static bool covers_processor(enum cover cover)
{
	return cover == COVER_PACKAGE || cover == COVER_SOCKET;
}

/* The names of the sources that fit, joined; NULL when there are none. */
static const char *names_of(struct report *report, const struct sources *sources,
			    bool (*fits)(const struct source *))
{
	struct buf text = {0};
	for (size_t i = 0; i < sources->n; i++)
		if (fits(&sources->items[i]))
			buf_addf(&text, "%s%s (%s)", text.n ? ", " : "", sources->items[i].part,
				 sources->items[i].detail);
	const char *kept = text.n ? arena_strdup(&report->arena, buf_text(&text)) : NULL;
	buf_release(&text);
	return kept;
}

static bool is_open_processor(const struct source *source)
{
	return covers_processor(source->cover) && source->state == TICK_OK;
}

static bool is_closed_processor(const struct source *source)
{
	return covers_processor(source->cover) && source->state == TICK_DENIED;
}

static bool is_open_memory(const struct source *source)
{
	return (source->cover == COVER_DRAM || source->cover == COVER_SOCKET) &&
	       source->state == TICK_OK;
}

static bool is_open_board(const struct source *source)
{
	return source->cover == COVER_GPU && source->state == TICK_OK;
}

static bool is_open_node(const struct source *source)
{
	return (source->cover == COVER_NODE || source->cover == COVER_SUPPLY) &&
	       source->state == TICK_OK;
}

static const char *unlock_of(const struct sources *sources, bool (*fits)(const struct source *))
{
	for (size_t i = 0; i < sources->n; i++)
		if (fits(&sources->items[i]) && sources->items[i].unlock[0])
			return sources->items[i].unlock;
	return "";
}

static void see_processor(struct report *report, const struct sources *sources,
			  const struct cpu_facts *facts)
{
	const char *open = names_of(report, sources, is_open_processor);
	const char *closed = names_of(report, sources, is_closed_processor);
	if (open)
		add(report, N_("processor"), HEALTH_OK, open, "");
	else if (closed)
		add(report, N_("processor"), HEALTH_BETTER,
		    arena_printf(&report->arena, _("%s: closed to you, so it is modelled"), closed),
		    unlock_of(sources, is_closed_processor));
	else if (facts->hypervisor)
		add(report, N_("processor"), HEALTH_BETTER,
		    _("a virtual machine without counters: it is modelled, with a wide interval"),
		    _("ask the provider, or measure the wall: --sensor shelly:URL"));
	else
		add(report, N_("processor"), HEALTH_BETTER,
		    _("no counter was found: it is modelled"),
		    _("sudo modprobe intel_rapl_msr (Intel, AMD), or amd_energy"));
	const char *memory = names_of(report, sources, is_open_memory);
	add(report, N_("memory"), memory ? HEALTH_OK : HEALTH_BETTER,
	    memory ? memory : _("no counter: modelled by its size"), "");
}

static bool is_there(const struct host *host, const char *path)
{
	int fd = host_open(host, path);
	if (fd >= 0)
		close(fd);
	return fd >= 0 || fd == -EACCES || fd == -EPERM || fd == -EBUSY;
}

static void see_boards(struct report *report, const struct host *host,
		       const struct sources *sources)
{
	const char *open = names_of(report, sources, is_open_board);
	if (open) {
		add(report, N_("accelerators"), HEALTH_OK, open, "");
		return;
	}
	if (is_there(host, "/dev/nvidia0"))
		add(report, N_("accelerators"), HEALTH_BAD,
		    _("an NVIDIA board is here, and its library does not answer"),
		    _("is libnvidia-ml.so.1 installed (in a container: --gpus all)?"));
	else if (is_there(host, "/dev/kfd"))
		add(report, N_("accelerators"), HEALTH_BETTER,
		    _("an AMD board is here, and its monitor shows no power"),
		    _("a newer kernel, or --sensor exec:LINE with rocm-smi"));
	else if (is_there(host, "/dev/accel/accel0"))
		add(report, N_("accelerators"), HEALTH_BETTER, _("an accelerator without a sensor"),
		    "--sensor gaudi");
	else
		add(report, N_("accelerators"), HEALTH_OK, _("none seen"), "");
}

static void see_node(struct report *report, const struct sources *sources)
{
	const char *open = names_of(report, sources, is_open_node);
	add(report, N_("whole machine"), open ? HEALTH_OK : HEALTH_BETTER,
	    open ? open : _("no meter: fans, disks and losses are not measured"),
	    open ? "" : _("--sensor shelly:URL, redfish:URL, or a smart plug's exec:LINE"));
}

static void see_attribution(struct report *report)
{
	struct cgroup group;
	char text[32] = "";
	int r = cgroup_make(&group);
	if (r == 0) {
		cgroup_release(&group);
		add(report, N_("attribution"), HEALTH_OK,
		    _("by a control group of its own: exact for any children"), "");
		return;
	}
	int fd = open("/proc/sys/kernel/perf_event_paranoid", O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		if (read(fd, text, sizeof(text) - 1) < 0)
			text[0] = '\0';
		close(fd);
	}
	bool perf = text[0] == '-' || (text[0] >= '0' && text[0] <= '2');
	add(report, N_("attribution"), HEALTH_BETTER,
	    perf ? _("by perf: some per cent of short children may be lost")
		 : _("by wait4: children that nobody waits for are lost"),
	    _("systemd-run --user --scope -p Delegate=yes frugal run ..."));
}

/* What top can see; loads the program in the kernel and takes it out again. */
static void see_processes(struct report *report)
{
	struct scan *scan = NULL;
	struct frugal_error error;
	if (scan_new(SCAN_BEST, &scan, &error) < 0) {
		add(report, N_("processes"), HEALTH_BAD, arena_strdup(&report->arena, error.what),
		    "");
		return;
	}
	bool best = scan_means(scan) == SCAN_SWITCHES;
	const char *what = best ? _("counted in the kernel (eBPF): none is missed, however short")
			   : scan_means(scan) == SCAN_EXITS
				   ? _("by files, and by what the kernel tells of those that end")
				   : _("by files: short ones are missed");
	add(report, N_("processes"), best ? HEALTH_OK : HEALTH_BETTER,
	    best ? what : arena_printf(&report->arena, "%s (%s)", what, scan_why(scan)),
	    best ? "" : arena_strdup(&report->arena, scan_todo(scan)));
	scan_free(scan);
}

static void see_ledger(struct report *report, const struct cli *cli)
{
	struct buf path = {0};
	struct ledger *ledger = NULL;
	struct frugal_error error;
	int r = 0;
	if (cli->common.store)
		buf_puts(&path, cli->common.store);
	else
		r = ledger_default_path(&path, &error);
	if (r == 0)
		r = ledger_open(buf_text(&path), LEDGER_WRITE, &ledger, &error);
	if (r == 0)
		add(report, N_("ledger"), HEALTH_OK, arena_strdup(&report->arena, buf_text(&path)),
		    "");
	else
		add(report, N_("ledger"), HEALTH_BAD,
		    arena_printf(&report->arena, "%s (%s)", error.what, error.where),
		    error.todo[0] ? arena_strdup(&report->arena, error.todo)
				  : _("set FRUGAL_STORE to a file that you may write"));
	ledger_close(ledger);
	buf_release(&path);
}

static void see_network(struct report *report)
{
	void *curl = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
	if (curl)
		dlclose(curl);
	add(report, N_("network meters"), curl ? HEALTH_OK : HEALTH_BETTER,
	    curl ? _("can be asked when you name one") : _("libcurl is not installed"),
	    curl ? "" : "sudo apt install libcurl4");
}

static void see_containers(struct report *report, const struct host *host)
{
	bool inside = is_there(host, "/.dockerenv") || is_there(host, "/run/.containerenv");
	if (inside)
		add(report, N_("container"), HEALTH_BETTER,
		    _("inside one: what others on the machine do is seen, who they are is not"),
		    _("run frugal on the host: frugal run --containers, or attach --cgroup"));
}

/* ---- showing -------------------------------------------------------------------------------- */

static void as_text(const struct report *report, const char *machine, struct buf *to)
{
	size_t better = 0;
	buf_addf(to, "%s\n\n", machine);
	for (size_t i = 0; i < report->n; i++) {
		const struct finding *finding = &report->findings[i];
		better += finding->health != HEALTH_OK;
		buf_addf(to, "%s  %s: %s\n", _(health_marks[finding->health]), _(finding->topic),
			 finding->what);
		if (finding->todo[0])
			buf_addf(to, "        %s\n", finding->todo);
	}
	buf_putc(to, '\n');
	buf_puts(to, better ? _("what each source tells: frugal sensors\n")
			    : _("nothing could be better: all of this machine is measured\n"));
}

static void as_json(const struct report *report, const char *machine, struct buf *to)
{
	struct jsonw json = {.out = to, .pretty = true};
	jsonw_object(&json, NULL);
	jsonw_string(&json, "frugal", frugal_version());
	jsonw_string(&json, "kind", "doctor");
	jsonw_string(&json, "machine", machine);
	jsonw_array(&json, "findings");
	for (size_t i = 0; i < report->n; i++) {
		const struct finding *finding = &report->findings[i];
		jsonw_object(&json, NULL);
		jsonw_string(&json, "topic", finding->topic);
		jsonw_string(&json, "health", health_names[finding->health]);
		jsonw_string(&json, "what", finding->what);
		jsonw_string(&json, "todo", finding->todo[0] ? finding->todo : NULL);
		jsonw_object_end(&json);
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	buf_putc(to, '\n');
}

static int doctor(struct cli *cli, struct frugal_error *reterr)
{
	const struct doctor_options *asked = cli->options;
	struct report report = {0};
	struct session_options sources = {0};
	struct host *host = NULL;
	struct session *session = NULL;
	struct buf text = {0};
	char machine[256];
	int r = meter_options_apply(&asked->meter, cli, &report.arena, &sources, reterr);
	const struct host_options here = library_host(cli->library);
	if (r == 0)
		r = host_new(&here, &host, reterr);
	if (r == 0)
		r = session_new(host, &sources, &session, reterr);
	if (r == 0) {
		session_setup(session, NULL, NULL);
		const struct sources *found = session_sources(session);
		host_describe(session_facts(session), machine, sizeof(machine));
		see_processor(&report, found, session_facts(session));
		see_boards(&report, host, found);
		see_node(&report, found);
		see_attribution(&report);
		see_processes(&report);
		see_ledger(&report, cli);
		see_network(&report);
		see_containers(&report, host);
		if (asked->json)
			as_json(&report, machine, &text);
		else
			as_text(&report, machine, &text);
		r = text.failed ? error_nomem(reterr) : 0;
	}
	if (r == 0)
		cli_put(&text);
	buf_release(&text);
	session_free(session);
	host_free(host);
	arena_release(&report.arena);
	return r;
}

const struct command command_doctor = {
	.name = "doctor",
	.group = GROUP_MEASURE,
	.brief = N_("check this machine and say what would measure it better"),
	.text = N_(
		"Looks at the counters, accelerators, meters, attribution and the ledger of this "
		"machine, and says for each what could be better and the command that makes it "
		"so. Changes nothing."),
	.options = options,
	.options_size = sizeof(struct doctor_options),
	.examples = examples,
	.function = doctor,
};
