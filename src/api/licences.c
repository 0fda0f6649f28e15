/* SPDX-License-Identifier: Apache-2.0 */
/* The texts of NOTICE and LICENSE, which the build embeds: whoever has the program has them too. */
#include "base/embedded.h"
#include "frugal.h"

const char *frugal_notice(void)
{
	return embedded_notice[0].text;
}

const char *frugal_licence(void)
{
	return embedded_license[0].text;
}
