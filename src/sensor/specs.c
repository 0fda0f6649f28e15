/* SPDX-License-Identifier: Apache-2.0 */
#include "sensor/specs.h"

#include <string.h>

#include "base/intl.h"
#include "base/str.h"

static const char *const kinds[] = {
	"exec:", "replay:", "shelly:", "tasmota:", "redfish:", "reader:", "gpu:", "gaudi", NULL};

const char *sensor_spec_after(const char *spec, const char *prefix)
{
	struct str rest;
	return str_after(str_of(spec), prefix, &rest) ? rest.p : NULL;
}

int sensor_spec_check(const char *spec, struct frugal_error *reterr)
{
	struct str name;
	for (size_t i = 0; kinds[i]; i++) {
		const char *rest = sensor_spec_after(spec, kinds[i]);
		bool takes_more = kinds[i][strlen(kinds[i]) - 1] == ':';
		if (!rest || (takes_more ? rest[0] == '\0' : rest[0] != '\0'))
			continue;
		if (strcmp(kinds[i], "gpu:") != 0 || sensor_spec_gpu_name(rest, &name))
			return 0;
		error_set(reterr, FRUGAL_EUSAGE, _("'%s' is not [NUMBERx]NAME[@PERCENT%%]"), spec);
		return error_todo(reterr, "%s", "gpu:h100, gpu:4xa100, gpu:mi300x@70%");
	}
	error_set(reterr, FRUGAL_EUSAGE, _("'%s' names no kind of sensor"), spec);
	return error_todo(reterr, "%s",
			  _("exec:LINE, replay:FILE, shelly:URL, tasmota:URL, redfish:URL, "
			    "reader:SOCKET, gpu:NAME or gaudi"));
}
