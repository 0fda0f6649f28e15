/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a measurement rests on here, looked at one thing after the other, and for what could be
 * better the command that makes it so. A thing that cannot be looked at is a finding as well.
 */
#include "insight/machine.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "host/process.h"
#include "host/scan.h"
#include "sensor/sensor.h"
#include "store/ledger.h"

static void add(struct machine *machine, const char *topic, enum frugal_health health,
		const char *what, const char *todo)
{
	if (machine->n_findings == MACHINE_FINDINGS || !what || !todo)
		return;
	machine->findings[machine->n_findings++] =
		(struct frugal_finding){topic, health, what, todo};
}

/* ---- the sources ---------------------------------------------------------------------------- */

static bool covers_processor(enum cover cover)
{
	return cover == COVER_PACKAGE || cover == COVER_SOCKET;
}

/* The names of the sources that fit, joined; NULL when there are none. */
static const char *names_of(struct machine *machine, bool (*fits)(const struct source *))
{
	const struct sources *sources = session_sources(machine->session);
	struct buf text = {0};
	for (size_t i = 0; i < sources->n; i++)
		if (fits(&sources->items[i]))
			buf_addf(&text, "%s%s (%s)", text.n ? ", " : "", sources->items[i].part,
				 sources->items[i].detail);
	const char *kept = text.n ? arena_strdup(&machine->arena, buf_text(&text)) : NULL;
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
	return source->cover == COVER_GPU && source_is_open(source);
}

static bool is_closed_board(const struct source *source)
{
	return source->cover == COVER_GPU && source->state == TICK_DENIED;
}

static bool is_silent_board(const struct source *source)
{
	return source->cover == COVER_GPU && !source_is_open(source) &&
	       source->state != TICK_DENIED;
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

/*
 * Counters that are listed and cannot be opened: container engines hide what the links of the class
 * lead to.
 */
static bool counters_are_hidden(struct machine *machine)
{
	const struct host *host = session_host(machine->session);
	char **names;
	size_t n;
	if (host_list(host, "/sys/class/powercap", &machine->arena, &names, &n) < 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		char path[400];
		int64_t energy;
		(void)snprintf(path, sizeof(path), "/sys/class/powercap/%s/energy_uj", names[i]);
		if (strchr(names[i], ':') && host_read_int(host, path, &energy) == -ENOENT)
			return true;
	}
	return false;
}

/* What may give a processor without a counter one: drivers are of a kind of processor. */
static const char *counter_of(const struct cpu_facts *facts)
{
	static const char *const x86[] = {"GenuineIntel", "AuthenticAMD", "HygonGenuine"};
	for (size_t i = 0; i < sizeof(x86) / sizeof(x86[0]); i++)
		if (strcmp(facts->vendor, x86[i]) == 0)
			return _("sudo modprobe intel_rapl_msr (Intel, AMD), or amd_energy");
	if (strcmp(facts->vendor, "ARM") == 0)
		return _("sudo modprobe acpi_power_meter (NVIDIA Grace); of others, measure at "
			 "the wall socket: the sensor shelly:URL");
	return _("measure at the wall socket: the sensor shelly:URL");
}

static void see_processor(struct machine *machine)
{
	const char *open = names_of(machine, is_open_processor);
	const char *closed = names_of(machine, is_closed_processor);
	if (open)
		add(machine, N_("processor"), FRUGAL_HEALTH_OK, open, "");
	else if (closed)
		add(machine, N_("processor"), FRUGAL_HEALTH_BETTER,
		    arena_printf(&machine->arena,
				 _("%s: no permission to read it, so it is modelled"), closed),
		    unlock_of(session_sources(machine->session), is_closed_processor));
	else if (counters_are_hidden(machine))
		add(machine, N_("processor"), FRUGAL_HEALTH_BETTER,
		    _("the container hides the counters of the processor: modelled"),
		    _("mount /sys/devices/virtual/powercap in it, or the socket of the reader of "
		      "counters"));
	else if (session_facts(machine->session)->board[0])
		add(machine, N_("processor"), FRUGAL_HEALTH_BETTER,
		    _("a single-board computer without counters: modelled by its kind"),
		    _("measure at its supply: the sensor shelly:URL, or exec:LINE"));
	else if (session_facts(machine->session)->hypervisor)
		add(machine, N_("processor"), FRUGAL_HEALTH_BETTER,
		    _("virtual machine without counters: modelled, with a wide interval"),
		    _("ask the provider, or measure at the wall socket: the sensor shelly:URL"));
	else
		add(machine, N_("processor"), FRUGAL_HEALTH_BETTER,
		    _("no counter was found: modelled"),
		    counter_of(session_facts(machine->session)));
}

static void see_memory(struct machine *machine)
{
	const char *memory = names_of(machine, is_open_memory);
	add(machine, N_("memory"), memory ? FRUGAL_HEALTH_OK : FRUGAL_HEALTH_BETTER,
	    memory ? memory : _("no counter: modelled by its size"), "");
}

static bool is_there(const struct machine *machine, const char *path)
{
	int fd = host_open(session_host(machine->session), path);
	if (fd >= 0)
		close(fd);
	return fd >= 0 || fd == -EACCES || fd == -EPERM || fd == -EBUSY;
}

/* False when none was found, open or not. */
static bool see_known_boards(struct machine *machine)
{
	const char *open = names_of(machine, is_open_board);
	const char *closed = names_of(machine, is_closed_board);
	const char *silent = names_of(machine, is_silent_board);
	if (open)
		add(machine, N_("accelerators"), FRUGAL_HEALTH_OK, open, "");
	if (closed)
		add(machine, N_("accelerators"), FRUGAL_HEALTH_BETTER,
		    arena_printf(&machine->arena, _("%s: no permission to read it"), closed),
		    unlock_of(session_sources(machine->session), is_closed_board));
	if (silent)
		add(machine, N_("accelerators"), FRUGAL_HEALTH_BETTER,
		    arena_printf(&machine->arena, _("%s: no reading can be had of it"), silent),
		    _("state how much it works: the sensor gpu:NAME@USE%"));
	return open || closed || silent;
}

static void see_boards(struct machine *machine)
{
	if (see_known_boards(machine))
		return;
	if (is_there(machine, "/dev/nvidia0"))
		add(machine, N_("accelerators"), FRUGAL_HEALTH_BAD,
		    _("NVIDIA board found, but its library does not respond"),
		    _("install libnvidia-ml.so.1 (in a container: --gpus all)"));
	else if (is_there(machine, "/dev/kfd"))
		add(machine, N_("accelerators"), FRUGAL_HEALTH_BETTER,
		    _("AMD board found, but its monitor reports no power"),
		    _("install a newer kernel, or use the sensor exec:LINE with rocm-smi"));
	else if (is_there(machine, "/dev/accel/accel0"))
		add(machine, N_("accelerators"), FRUGAL_HEALTH_BETTER,
		    _("accelerator without a sensor"), _("name the sensor gaudi"));
	else
		add(machine, N_("accelerators"), FRUGAL_HEALTH_OK, _("none found"), "");
}

static void see_node(struct machine *machine)
{
	const char *open = names_of(machine, is_open_node);
	add(machine, N_("whole machine"), open ? FRUGAL_HEALTH_OK : FRUGAL_HEALTH_BETTER,
	    open ? open : _("no meter: fans, disks and losses are not measured"),
	    open ? "" : _("the sensor shelly:URL or redfish:URL, or a smart plug's exec:LINE"));
}

/* ---- the ways of the kernel ----------------------------------------------------------------- */

static void see_attribution(struct machine *machine)
{
	const char *best = process_best_attribution();
	if (strcmp(best, "cgroup") == 0)
		add(machine, N_("attribution"), FRUGAL_HEALTH_OK,
		    _("by a control group of its own: exact for all child processes"), "");
	else
		add(machine, N_("attribution"), FRUGAL_HEALTH_BETTER,
		    strcmp(best, "perf") == 0
			    ? _("by perf: a few percent of short child processes may be missed")
			    : _("by wait4: child processes that no parent waits for are missed"),
		    _("systemd-run --user --scope -p Delegate=yes frugal run ..."));
}

/* What a live look can see; loads the program in the kernel and takes it out again. */
static void see_processes(struct machine *machine)
{
	struct scan *scan = NULL;
	struct frugal_error error;
	if (scan_new(SCAN_BEST, &scan, &error) < 0) {
		add(machine, N_("processes"), FRUGAL_HEALTH_BAD,
		    arena_strdup(&machine->arena, error.what), "");
		return;
	}
	bool best = scan_means(scan) == SCAN_SWITCHES;
	const char *what = best ? _("counted in the kernel (eBPF): none is missed, however short")
			   : scan_means(scan) == SCAN_EXITS
				   ? _("from /proc and from the kernel's record of those that end")
				   : _("from /proc: short ones are missed");
	add(machine, N_("processes"), best ? FRUGAL_HEALTH_OK : FRUGAL_HEALTH_BETTER,
	    best ? what : arena_printf(&machine->arena, "%s (%s)", what, scan_why(scan)),
	    best ? "" : arena_strdup(&machine->arena, scan_todo(scan)));
	scan_free(scan);
}

/* ---- what else ------------------------------------------------------------------------------ */

static void see_ledger(struct machine *machine)
{
	struct buf path = {0};
	struct ledger *ledger = NULL;
	struct frugal_error error;
	int r = 0;
	if (machine->context->store)
		buf_puts(&path, machine->context->store);
	else
		r = ledger_default_path(&path, &error);
	if (r == 0)
		r = ledger_open(buf_text(&path), LEDGER_WRITE, &ledger, &error);
	if (r == 0)
		add(machine, N_("ledger"), FRUGAL_HEALTH_OK,
		    arena_strdup(&machine->arena, buf_text(&path)), "");
	else
		add(machine, N_("ledger"), FRUGAL_HEALTH_BAD,
		    arena_printf(&machine->arena, "%s (%s)", error.what, error.where),
		    error.todo[0] ? arena_strdup(&machine->arena, error.todo)
				  : _("set FRUGAL_STORE to a file that you may write to"));
	ledger_close(ledger);
	buf_release(&path);
}

static void see_network(struct machine *machine)
{
	void *curl = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
	if (curl)
		dlclose(curl);
	add(machine, N_("network meters"), curl ? FRUGAL_HEALTH_OK : FRUGAL_HEALTH_BETTER,
	    curl ? _("read only when named as a sensor") : _("libcurl is not installed"),
	    curl ? "" : _("on Debian: sudo apt install libcurl4"));
}

static void see_container(struct machine *machine)
{
	if (session_sees_container(machine->session)) {
		add(machine, N_("container"), FRUGAL_HEALTH_BETTER,
		    _("/proc/stat is that of the container (lxcfs): the usage of others on the "
		      "machine is not known, and its energy counts as the command's"),
		    _("run frugal on the host, on all containers or on a control group"));
		return;
	}
	if (is_there(machine, "/.dockerenv") || is_there(machine, "/run/.containerenv"))
		add(machine, N_("container"), FRUGAL_HEALTH_BETTER,
		    _("inside a container: the usage of other processes is visible, their names "
		      "are not"),
		    _("run frugal on the host, on all containers or on a control group"));
}

void machine_check(struct machine *machine)
{
	static void (*const looks[])(struct machine *) = {
		see_processor, see_memory, see_boards,  see_node,      see_attribution,
		see_processes, see_ledger, see_network, see_container,
	};
	for (size_t i = 0; !machine->checked && i < sizeof(looks) / sizeof(looks[0]); i++)
		looks[i](machine);
	machine->checked = true;
}
