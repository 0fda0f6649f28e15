/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the functions of expat by name, once per process. */
#include "grid/expat.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>

#include "base/symbol.h"

static struct expat lib;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
	lib.library = dlopen(EXPAT_LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (!lib.library)
		return;
	bool all = symbol_find(lib.library, "XML_ParserCreate", &lib.create) &&
		   symbol_find(lib.library, "XML_ParserFree", &lib.free) &&
		   symbol_find(lib.library, "XML_SetUserData", &lib.set_user_data) &&
		   symbol_find(lib.library, "XML_SetElementHandler", &lib.set_element) &&
		   symbol_find(lib.library, "XML_SetCharacterDataHandler", &lib.set_text) &&
		   symbol_find(lib.library, "XML_SetStartDoctypeDeclHandler", &lib.set_doctype) &&
		   symbol_find(lib.library, "XML_Parse", &lib.parse) &&
		   symbol_find(lib.library, "XML_StopParser", &lib.stop) &&
		   symbol_find(lib.library, "XML_GetErrorCode", &lib.error) &&
		   symbol_find(lib.library, "XML_ErrorString", &lib.error_text) &&
		   symbol_find(lib.library, "XML_GetCurrentLineNumber", &lib.line);
	if (!all) {
		dlclose(lib.library);
		lib.library = NULL;
	}
}

const struct expat *expat_load(void)
{
	(void)pthread_once(&once, load);
	return lib.library ? &lib : NULL;
}
