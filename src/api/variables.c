/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The only place below the command line that reads the options of a user in the environment. An
 * empty variable counts as set where the empty text means something (FRUGAL_NVML= looks for the
 * usual library though the machine is a recorded one).
 */
#include "api/variables.h"

#include <stdlib.h>

#include "base/intl.h"
#include "base/num.h"

#define MOST_S INT64_C(253402300799) /* the end of the year 9999 */

#define TEXT(member) .text = offsetof(struct frugal_options, member)
#define FLAG(member) .flag = offsetof(struct frugal_options, member)
#define MOMENT(member) .moment = offsetof(struct frugal_options, member)

const struct variable variables[] = {
	{"FRUGAL_STORE", N_("file of the ledger of runs, if no other is given"), TEXT(store)},
	{"FRUGAL_GRID", N_("folder of the stored hours of electricity"), TEXT(grid_dir)},
	{"FRUGAL_ROOT", N_("root of the hardware files that sensors read (default: /)"),
	 TEXT(root)},
	{"FRUGAL_NVML", N_("the NVML library to load (default: libnvidia-ml.so.1)"), TEXT(nvml)},
	{"FRUGAL_SENSORS", N_("additional sensors, one per line"), TEXT(sensors)},
	{"FRUGAL_READER",
	 N_("socket of the reader of frugal serve (default: /run/frugal/reader.sock)"),
	 TEXT(reader)},
	{"FRUGAL_REDFISH_LOGIN", N_("NAME:PASSWORD of a server's controller"), TEXT(redfish_login)},
	{"FRUGAL_REDFISH_INSECURE", N_("accept any certificate of a server's controller"),
	 FLAG(redfish_insecure)},
	{"FRUGAL_ATTRIBUTION",
	 N_("preferred way to count the CPU time of a command: cgroup (default), perf or wait4"),
	 TEXT(attribution)},
	{"SOURCE_DATE_EPOCH",
	 N_("UTC seconds since 1970 that audits and reports are dated by (default: now)"),
	 MOMENT(now_s)},
	{.name = NULL},
};

void variables_fill(struct frugal_options *options)
{
	for (const struct variable *v = variables; v->name; v++) {
		const char *value = getenv(v->name);
		const char **text = (const char **)(void *)((char *)options + v->text);
		int32_t *flag = (int32_t *)(void *)((char *)options + v->flag);
		int64_t *moment = (int64_t *)(void *)((char *)options + v->moment), s;
		if (value && v->text && !*text)
			*text = value;
		else if (value && v->flag)
			*flag = 1;
		else if (value && v->moment && !*moment &&
			 num_parse_int(str_of(value), 0, MOST_S, &s))
			*moment = s;
	}
}
