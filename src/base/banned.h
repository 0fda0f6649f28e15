/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Included by the build in front of every file (after the system headers they need have had
 * their say): names that read the locale, lose lengths or run a shell are compile errors.
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
