/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the firmware says a machine is. ARM processors have no word for "virtual": the maker's name
 * in SMBIOS, the hypervisor's folder or the device tree have it. A machine with a device tree and
 * no SMBIOS is a board: a Raspberry Pi, a Jetson.
 */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "host/host.h"

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

static bool ends(const char *text, const char *end)
{
	size_t n = strlen(text), end_n = strlen(end);
	return n >= end_n && strcmp(text + n - end_n, end) == 0;
}

static bool is_virtual_by_smbios(const struct host *host)
{
	char vendor[64] = "", product[64] = "";
	if (host_read_file(host, DMI "sys_vendor", vendor, sizeof(vendor)) <= 0)
		return false;
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

void host_platform(const struct host *host, bool knows, struct cpu_facts *facts)
{
	char text[96];
	bool smbios = host_read_file(host, DMI "sys_vendor", text, sizeof(text)) > 0;
	if (!knows)
		facts->hypervisor =
			is_virtual_by_smbios(host) ||
			tree_text(host, "/sys/hypervisor/type", text, sizeof(text)) ||
			tree_text(host, "/proc/device-tree/hypervisor/compatible", text,
				  sizeof(text)) ||
			(tree_text(host, "/proc/device-tree/compatible", text, sizeof(text)) &&
			 ends(text, "dummy-virt"));
	if (!smbios && !facts->hypervisor &&
	    tree_text(host, "/proc/device-tree/model", text, sizeof(text)))
		(void)snprintf(facts->board, sizeof(facts->board), "%s", text);
}
