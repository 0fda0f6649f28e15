/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sections of the report of a group, in their order, which numbers them. A new section is one
 * more row: the file that defines `const struct group_section NAME_section`, and NAME.
 */
#ifndef REPORT_SECTIONS_H
#define REPORT_SECTIONS_H

#define GROUP_SECTIONS(ROW)                                                                        \
	ROW(page_group, summary)                                                                   \
	ROW(page_group, service)                                                                   \
	ROW(page_group, need)                                                                      \
	ROW(page_group, direct)                                                                    \
	ROW(page_group, inference)                                                                 \
	ROW(page_group_more, development)                                                          \
	ROW(page_group_more, hosts)                                                                \
	ROW(page_group_more, indirect)                                                             \
	ROW(page_group, practices)                                                                 \
	ROW(page_group_months, history)                                                            \
	ROW(page_group, method)                                                                    \
	ROW(page_group, next_steps)                                                                \
	ROW(page_group, annex)

#endif
