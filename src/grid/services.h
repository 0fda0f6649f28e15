/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The services that publish hours of electricity, in the order of messages. A new service is one
 * more row and a file service_NAME.c, which defines `const struct grid_service grid_service_NAME`.
 */
#ifndef GRID_SERVICES_H
#define GRID_SERVICES_H

#define GRID_SERVICES(ROW)                                                                         \
	ROW(maps)                                                                                  \
	ROW(entsoe)                                                                                \
	ROW(gb)                                                                                    \
	ROW(rte)                                                                                   \
	ROW(watttime)

#endif
