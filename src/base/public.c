/* SPDX-License-Identifier: Apache-2.0 */
/* The names of include/frugal.h that every room above base may print. */
#include "frugal.h"

const char *frugal_version(void)
{
	return FRUGAL_VERSION;
}

const char *frugal_quality_name(enum frugal_quality quality)
{
	static const char *const names[] = {"measured", "declared", "modelled", "default"};
	return quality >= FRUGAL_MEASURED && quality <= FRUGAL_DEFAULT ? names[quality] : "unknown";
}
