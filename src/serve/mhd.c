/* SPDX-License-Identifier: Apache-2.0 */
#include "serve/mhd.h"

#include <pthread.h>

#include "base/intl.h"
#include "base/symbol.h"

#define LIBRARY "libmicrohttpd.so.12"

struct mhd mhd;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
	bool all = true;
	mhd.library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (!mhd.library)
		return;
#define FIND(name) all = all && symbol_find(mhd.library, "MHD_" #name, &mhd.name);
	MHD_FUNCTIONS(FIND)
#undef FIND
	if (!all) {
		dlclose(mhd.library);
		mhd.library = NULL;
	}
}

int mhd_load(struct frugal_error *reterr)
{
	pthread_once(&once, load);
	if (mhd.library)
		return 0;
	error_set(reterr, FRUGAL_EENV, _("cannot load %s"), LIBRARY);
	return error_todo(reterr, "%s", _("install libmicrohttpd (Debian: libmicrohttpd12)"));
}
