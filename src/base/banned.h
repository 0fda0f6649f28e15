/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The build includes this in front of every file, after the system headers that declare these
 * names. Names that read the locale, lose lengths or run a shell become compile errors.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strtod strtof atoi atol atof sprintf vsprintf strcpy strcat strncpy strncat
#pragma GCC poison strtok gets localtime gmtime ctime asctime system rand srand

#endif
