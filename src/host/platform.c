/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the firmware says a machine is. ARM processors have no word for "virtual": the maker's name
 * in SMBIOS, the hypervisor's folder or the device tree have it. A machine with a device tree and
 * no SMBIOS is a board, a Raspberry Pi or a Jetson, unless the tree says that it is a server, or it
 * is larger than any board.
 */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "host/chassis.h"

#define DMI "/sys/class/dmi/id/"

/* Makers of virtual machines in SMBIOS, each with the product that it must be; "" any. */
static const struct {
	const char *vendor, *product;
} virtual_makers[] = {
	{"QEMU", ""},
	{"KVM", ""},
	{"Xen", ""},
	{"VMware", ""},
	{"Parallels", ""},
	{"BHYVE", ""},
	{"innotek", ""},
	{"OpenStack", ""},
	{"Alibaba Cloud", ""},
	{"Tencent Cloud", ""},
	{"Huawei Cloud", ""},
	{"DigitalOcean", ""},
	{"Scaleway", ""},
	{"Hetzner", "vServer"},
	{"Google", "Google Compute Engine"},
	{"Microsoft Corporation", "Virtual Machine"},
	{"Apple Inc.", "Apple Virtualization"},
};

static bool starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool is_virtual_by_smbios(const struct host *host, const char *vendor)
{
	char product[64] = "";
	(void)host_read_file(host, DMI "product_name", product, sizeof(product));
	/* Whole machines of the same maker are called "c7g.metal", "m7g.metal-48xl". */
	if (starts(vendor, "Amazon EC2"))
		return !strstr(product, ".metal");
	for (size_t i = 0; i < sizeof(virtual_makers) / sizeof(virtual_makers[0]); i++)
		if (starts(vendor, virtual_makers[i].vendor) &&
		    starts(product, virtual_makers[i].product))
			return true;
	return false;
}

/* Texts of the device tree end with a zero. */
static bool tree_text(const struct host *host, const char *path, char *to, size_t size)
{
	ssize_t n = host_read_file(host, path, to, size);
	return n > 0 && to[0];
}

/* Trees of servers (POWER), and of virtual machines: how their texts begin. */
static const char *const servers[] = {"IBM,", "ibm,", NULL};
static const char *const virtual_trees[] = {"riscv-virtio", "linux,dummy-virt", NULL};

/* More than any board has: Jetson AGX Thor has 14 processors and 128 GB. */
#define MOST_THREADS 32
#define MOST_MEMORY_BYTES ((uint64_t)160 << 30)

/* Whether the first text of one of two files of the tree begins as one of these. */
static bool tree_starts(const struct host *host, const char *const *with)
{
	static const char *const files[] = {"/proc/device-tree/compatible",
					    "/proc/device-tree/model"};
	char text[96];
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		for (size_t k = 0; with[k]; k++)
			if (tree_text(host, files[i], text, sizeof(text)) && starts(text, with[k]))
				return true;
	return false;
}

/* chassis-type: as in the devicetree specification. */
static bool is_board(const struct host *host, const struct cpu_facts *facts)
{
	char text[32];
	bool server = tree_starts(host, servers) ||
		      (tree_text(host, "/proc/device-tree/chassis-type", text, sizeof(text)) &&
		       strcmp(text, "server") == 0);
	return !server && facts->threads <= MOST_THREADS &&
	       facts->memory_bytes <= MOST_MEMORY_BYTES;
}

/*
 * Mainframes and PowerVM always share their processors out to partitions. A whole POWER machine has
 * the tree of its firmware, "ibm,powernv".
 */
static bool is_partition(const struct host *host, const struct cpu_facts *facts)
{
	static const char *const partitions[] = {"IBM,", NULL};
	return strcmp(facts->vendor, "IBM/S390") == 0 || tree_starts(host, partitions);
}

void host_platform(const struct host *host, bool knows, struct cpu_facts *facts)
{
	char text[96];
	bool smbios =
		host_read_file(host, DMI "sys_vendor", facts->maker, sizeof(facts->maker)) > 0;
	if (!smbios)
		facts->maker[0] = '\0';
	if (!knows)
		facts->hypervisor =
			(smbios && is_virtual_by_smbios(host, facts->maker)) ||
			tree_text(host, "/sys/hypervisor/type", text, sizeof(text)) ||
			tree_text(host, "/proc/device-tree/hypervisor/compatible", text,
				  sizeof(text)) ||
			tree_starts(host, virtual_trees) || is_partition(host, facts) ||
			(tree_text(host, "/proc/device-tree/model", text, sizeof(text)) &&
			 strstr(text, "qemu"));
	if (!smbios && !facts->hypervisor &&
	    tree_text(host, "/proc/device-tree/model", text, sizeof(text)))
		(void)snprintf(facts->board, sizeof(facts->board), "%s", text);
	if (!is_board(host, facts))
		facts->board[0] = '\0';
	if (!facts->hypervisor)
		facts->kind = host_kind(host);
	/* A Mac, an ARM laptop: the tree has the name of a computer, not of a board. */
	if (facts->kind == KIND_PORTABLE || facts->kind == KIND_DESKTOP)
		facts->board[0] = '\0';
}
