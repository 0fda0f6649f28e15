/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A UUID of a content: the same content has the same, in any process and on any machine. It names
 * things; it protects nothing.
 */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include "base/str.h"

#define UUID_TEXT 37

/* Version 8 of RFC 9562: "6ba7b810-9dad-81d1-80b4-00c04fd430c8". */
void uuid_of(struct str content, char ret[UUID_TEXT]);

#endif
