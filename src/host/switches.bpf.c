/* SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only */
/*
 * Runs in the kernel at each change of the task that a processor runs: adds the time since the last
 * change to the process that leaves. Reads only the fields named here; the kernel's own description
 * of its types (BTF) gives their places.
 */
#include "host/switches_shared.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define KERNEL_TYPE __attribute__((preserve_access_index))

typedef struct {
	int counter;
} KERNEL_TYPE atomic_t;

typedef struct {
	unsigned int val;
} KERNEL_TYPE kuid_t;

struct signal_struct {
	atomic_t live;
} KERNEL_TYPE;

struct cred {
	kuid_t uid;
} KERNEL_TYPE;

struct task_struct {
	int tgid;
	__u64 self_exec_id;
	__u64 start_time;
	struct task_struct *group_leader;
	struct task_struct *real_parent;
	struct signal_struct *signal;
	const struct cred *cred;
	char comm[16];
} KERNEL_TYPE;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, SWITCHES_MOST);
	__type(key, struct switches_key);
	__type(value, struct switches_value);
} processes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct switches_running);
} running SEC(".maps");

static void name_it(struct switches_value *value, struct task_struct *task)
{
	struct task_struct *leader = task->group_leader;
	value->exec_id = leader->self_exec_id;
	value->parent = leader->real_parent->tgid;
	value->uid = leader->cred->uid.val;
	bpf_probe_read_kernel_str(value->name, sizeof(value->name), leader->comm);
}

static void add(struct task_struct *task, __u64 ns)
{
	struct switches_key key = {.pid = (__u32)task->tgid,
				   .born_ns = task->group_leader->start_time};
	struct switches_value *value = bpf_map_lookup_elem(&processes, &key);
	if (!value) {
		struct switches_value fresh = {0};
		name_it(&fresh, task);
		bpf_map_update_elem(&processes, &key, &fresh, BPF_NOEXIST);
		value = bpf_map_lookup_elem(&processes, &key);
		if (!value) /* full: the time goes to the remainder */
			return;
	} else if (value->exec_id != task->group_leader->self_exec_id || !(++value->times & 63)) {
		name_it(value, task); /* the process may also rename itself */
	}
	__sync_fetch_and_add(&value->run_ns, ns);
	if (task->signal->live.counter == 0) {
		if (!value->ended)
			name_it(value, task);
		value->ended = 1;
	}
}

SEC("tp_btf/sched_switch")
int BPF_PROG(on_switch, _Bool preempted, struct task_struct *previous, struct task_struct *next)
{
	__u32 only = 0;
	__u64 now = bpf_ktime_get_ns();
	struct switches_running *here = bpf_map_lookup_elem(&running, &only);
	if (!here)
		return 0;
	if (here->since_ns && previous->tgid)
		add(previous, now - here->since_ns);
	here->key.pid = (__u32)next->tgid;
	here->key.born_ns = next->group_leader->start_time;
	here->since_ns = now;
	return 0;
}

/* The kernel requires a licence that it knows from a program that reads its memory. */
char LICENSE[] SEC("license") = "GPL";
