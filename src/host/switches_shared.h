/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/* The types that the program in the kernel and its loader share. */
#ifndef HOST_SWITCHES_SHARED_H
#define HOST_SWITCHES_SHARED_H

#include <linux/bpf.h>
#include <linux/types.h>

#define SWITCHES_MOST 32768

/* Distinguishes two processes of one number. */
struct switches_key {
	__u32 pid;
	__u32 zero;
	__u64 born_ns;
};

struct switches_value {
	__u64 run_ns;
	__u64 exec_id; /* of the program that the name belongs to */
	__u32 parent;
	__u32 uid;
	__u32 ended;
	__u32 times; /* roughly how many times it has left a processor */
	char name[16];
};

/* The process that a processor runs, and since when. */
struct switches_running {
	struct switches_key key;
	__u64 since_ns;
};

#endif
