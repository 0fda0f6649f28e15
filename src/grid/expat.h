/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expat, loaded when the first XML is read: most commands never read XML. NULL: it is not
 * installed.
 */
#ifndef GRID_EXPAT_H
#define GRID_EXPAT_H

#include <expat.h>

#define EXPAT_LIBRARY "libexpat.so.1"

struct expat {
	void *library;
	XML_Parser (*create)(const XML_Char *);
	void (*free)(XML_Parser);
	void (*set_user_data)(XML_Parser, void *);
	void (*set_element)(XML_Parser, XML_StartElementHandler, XML_EndElementHandler);
	void (*set_text)(XML_Parser, XML_CharacterDataHandler);
	void (*set_doctype)(XML_Parser, XML_StartDoctypeDeclHandler);
	enum XML_Status (*parse)(XML_Parser, const char *, int, int);
	enum XML_Status (*stop)(XML_Parser, XML_Bool);
	enum XML_Error (*error)(XML_Parser);
	const XML_LChar *(*error_text)(enum XML_Error);
	XML_Size (*line)(XML_Parser);
};

const struct expat *expat_load(void);

#endif
