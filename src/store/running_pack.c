/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes of the file of a running run. One function lists the fields of each piece, in both
 * directions. What is read may be anything: each length and each number is checked.
 */
#include "store/running.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/intl.h"

#define MAGIC "frugal+1"
#define VERSION 2
#define FIXED 32 /* bytes before the head: magic, version, size of a slot, length, checksum */
#define SLOT_FIXED 24
#define ALIGN 512

#define MOST_WORDS 1000000
#define MOST_PARTS 10000
#define MOST_ITEMS 1000000
#define ABSENT UINT32_MAX /* the length of a text that is NULL */

/* ---- fields --------------------------------------------------------------------------------- */

struct codec {
	struct buf *to;  /* NULL: reads */
	struct str from; /* not read yet */
	struct arena *arena;
	bool bad, nomem;
};

static void code_bytes(struct codec *codec, void *value, size_t n)
{
	if (codec->to) {
		buf_add(codec->to, value, n);
		return;
	}
	if (codec->bad || codec->from.n < n) {
		codec->bad = true;
		memset(value, 0, n);
		return;
	}
	memcpy(value, codec->from.p, n);
	codec->from = (struct str){codec->from.p + n, codec->from.n - n};
}

static void code_real(struct codec *codec, double *value)
{
	code_bytes(codec, value, sizeof(*value));
}

static int64_t code_int(struct codec *codec, int64_t value, int64_t low, int64_t high)
{
	code_bytes(codec, &value, sizeof(value));
	codec->bad |= value < low || value > high;
	return codec->bad ? low : value;
}

static size_t code_count(struct codec *codec, size_t n, size_t most)
{
	return (size_t)code_int(codec, (int64_t)n, 0, (int64_t)most);
}

static void code_bool(struct codec *codec, bool *value)
{
	*value = code_int(codec, *value, 0, 1) != 0;
}

static void code_text(struct codec *codec, const char **text)
{
	const char *old = codec->to ? *text : NULL;
	uint32_t n = old ? (uint32_t)strlen(old) : ABSENT;
	code_bytes(codec, &n, sizeof(n));
	if (codec->to) {
		buf_add(codec->to, old ? old : "", old ? n : 0);
		return;
	}
	*text = NULL;
	if (codec->bad || n == ABSENT)
		return;
	codec->bad = n > codec->from.n || memchr(codec->from.p, '\0', n);
	if (codec->bad)
		return;
	*text = arena_strndup(codec->arena, codec->from.p, n);
	codec->nomem |= !*text;
	codec->from = (struct str){codec->from.p + n, codec->from.n - n};
}

/* A text that is "" where it is missing. */
static void code_word(struct codec *codec, const char **text)
{
	if (codec->to && !*text)
		*text = "";
	code_text(codec, text);
	if (!codec->to && !*text)
		*text = "";
}

static void code_array(struct codec *codec, char *to, size_t size)
{
	const char *text = to;
	code_word(codec, &text);
	if (codec->to)
		return;
	codec->bad |= strlen(text) >= size;
	if (!codec->bad)
		memcpy(to, text, strlen(text) + 1);
}

static void *new_items(struct codec *codec, size_t n, size_t size)
{
	/* Each item has a byte at least: no memory is taken for a count beyond that. */
	if (codec->bad || n > codec->from.n) {
		codec->bad = true;
		return NULL;
	}
	void *items = arena_array(codec->arena, n + 1, size);
	codec->nomem |= !items;
	codec->bad |= !items;
	return items;
}

static void code_words(struct codec *codec, char ***words)
{
	size_t n = 0;
	while (codec->to && *words && (*words)[n])
		n++;
	n = code_count(codec, n, MOST_WORDS);
	if (!codec->to)
		*words = new_items(codec, n, sizeof(**words));
	for (size_t i = 0; i < n && !codec->bad; i++) {
		const char *word = codec->to ? (*words)[i] : NULL;
		code_word(codec, &word);
		if (!codec->to)
			(*words)[i] = (char *)(uintptr_t)word;
	}
}

/* ---- pieces --------------------------------------------------------------------------------- */

static void code_owner(struct codec *codec, struct run_owner *owner)
{
	code_array(codec, owner->host, sizeof(owner->host));
	code_array(codec, owner->boot_id, sizeof(owner->boot_id));
	owner->pid_ns = code_int(codec, owner->pid_ns, 0, INT64_MAX);
	owner->pid = code_int(codec, owner->pid, 0, INT32_MAX);
	owner->start_ticks = code_int(codec, owner->start_ticks, 0, INT64_MAX);
}

static void code_site(struct codec *codec, struct run_site *site)
{
	code_text(codec, &site->zone);
	code_real(codec, &site->pue);
	code_real(codec, &site->pue_low);
	code_real(codec, &site->pue_high);
	code_bool(codec, &site->has_wue);
	code_real(codec, &site->wue_l_per_kwh);
	code_text(codec, &site->machine);
	site->vm_threads = (int)code_int(codec, site->vm_threads, 0, INT32_MAX);
	codec->bad |= !isfinite(site->pue) || !isfinite(site->pue_low) ||
		      !isfinite(site->pue_high) || !isfinite(site->wue_l_per_kwh);
}

static void code_head(struct codec *codec, struct running *running)
{
	struct run_record *run = &running->run;
	code_owner(codec, &running->owner);
	code_bool(codec, &running->locked);
	code_array(codec, run->id, sizeof(run->id));
	code_array(codec, run->parent, sizeof(run->parent));
	code_words(codec, &run->command);
	code_word(codec, &run->project);
	code_word(codec, &run->service);
	code_word(codec, &run->phase);
	code_word(codec, &run->name);
	code_words(codec, &run->tags);
	code_bool(codec, &run->zone_is_default);
}

static void code_part(struct codec *codec, struct run_part *part)
{
	code_word(codec, &part->part);
	code_word(codec, &part->sensor);
	code_word(codec, &part->device);
	code_real(codec, &part->energy.j);
	code_real(codec, &part->idle.j);
	code_real(codec, &part->attributed.j);
	code_real(codec, &part->unattributed.j);
	code_real(codec, &part->low_factor);
	code_real(codec, &part->high_factor);
	part->quality = (enum frugal_quality)code_int(codec, part->quality, FRUGAL_MEASURED,
						      FRUGAL_DEFAULT);
	part->state = (enum source_state)code_int(codec, part->state, SOURCE_OK, SOURCE_STALE);
	code_real(codec, &part->gaps.s);
	code_bool(codec, &part->idle_known);
	code_bool(codec, &part->is_check);
}

static void code_sums(struct codec *codec, struct run_record *run)
{
	run->status = (enum run_status)code_int(codec, run->status, RUN_RUNNING, RUN_INTERRUPTED);
	run->started_us = code_int(codec, run->started_us, INT64_MIN, INT64_MAX);
	run->ended_us = code_int(codec, run->ended_us, INT64_MIN, INT64_MAX);
	code_real(codec, &run->duration.s);
	code_bool(codec, &run->by_signal);
	run->exit_code = (int)code_int(codec, run->exit_code, INT32_MIN, INT32_MAX);
	code_word(codec, &run->attribution);
	code_real(codec, &run->cpu.s);
	code_real(codec, &run->machine_busy.s);
	code_real(codec, &run->share);
	code_real(codec, &run->own_cost.s);
	code_word(codec, &run->host);
	code_word(codec, &run->machine);
	code_word(codec, &run->left_out);
	run->n_parts = code_count(codec, run->n_parts, MOST_PARTS);
	if (!codec->to)
		run->parts = new_items(codec, run->n_parts, sizeof(*run->parts));
	for (size_t i = 0; i < run->n_parts && !codec->bad; i++) {
		struct run_part part = codec->to ? run->parts[i] : (struct run_part){0};
		code_part(codec, &part);
		if (!codec->to)
			run->parts[i] = part;
	}
}

static void code_log_state(struct codec *codec, struct running_log *log)
{
	code_bytes(codec, &log->length, sizeof(log->length));
	code_bytes(codec, &log->sum, sizeof(log->sum));
	log->n_sections = code_count(codec, log->n_sections, MOST_ITEMS);
	log->n_metrics = code_count(codec, log->n_metrics, MOST_ITEMS);
}

static void code_section(struct codec *codec, struct run_section *section)
{
	code_word(codec, &section->kind);
	code_word(codec, &section->name);
	section->number = code_int(codec, section->number, INT64_MIN, INT64_MAX);
	section->begin_us = code_int(codec, section->begin_us, INT64_MIN, INT64_MAX);
	section->at_us = code_int(codec, section->at_us, INT64_MIN, INT64_MAX);
	code_real(codec, &section->duration.s);
	code_real(codec, &section->share.j);
}

static void code_metric(struct codec *codec, struct run_metric *metric)
{
	metric->at_us = code_int(codec, metric->at_us, INT64_MIN, INT64_MAX);
	metric->epoch = code_int(codec, metric->epoch, INT64_MIN, INT64_MAX);
	code_word(codec, &metric->key);
	code_real(codec, &metric->value);
}

/* ---- writing -------------------------------------------------------------------------------- */

size_t running_head_length(size_t packed)
{
	return packed > FIXED ? packed - FIXED : 0;
}

size_t running_slot_at(size_t head_length, size_t slot_size, int slot)
{
	const size_t first = (FIXED + head_length + ALIGN - 1) / ALIGN * ALIGN;
	return first + (size_t)slot * slot_size;
}

size_t running_log_at(size_t head_length, size_t slot_size)
{
	return running_slot_at(head_length, slot_size, 2);
}

void running_pack_head(struct buf *to, const struct run_record *run, const struct run_owner *owner,
		       bool locked, size_t slot_size)
{
	struct running running = {.run = *run, .owner = *owner, .locked = locked};
	struct buf head = {0};
	struct codec codec = {.to = &head};
	code_head(&codec, &running);
	const uint32_t version = VERSION, slots = (uint32_t)slot_size;
	const uint64_t length = head.n;
	const uint64_t sum = hash_bytes(HASH_BEGIN, buf_text(&head), head.n);
	buf_add(to, MAGIC, sizeof(MAGIC) - 1);
	buf_add(to, (const char *)&version, sizeof(version));
	buf_add(to, (const char *)&slots, sizeof(slots));
	buf_add(to, (const char *)&length, sizeof(length));
	buf_add(to, (const char *)&sum, sizeof(sum));
	buf_add(to, buf_text(&head), head.n);
	to->failed |= head.failed;
	buf_release(&head);
}

/* "S" or "M" before each: they are in the order in which they were taken. */
void running_pack_log(struct buf *log, const struct run_record *run, struct running_log *at)
{
	const size_t before = log->n;
	struct codec codec = {.to = log};
	if (!at->length)
		at->sum = HASH_BEGIN;
	for (; at->n_sections < run->n_sections; at->n_sections++) {
		struct run_section section = run->sections[at->n_sections];
		buf_putc(log, 'S');
		code_section(&codec, &section);
	}
	for (; at->n_metrics < run->n_metrics; at->n_metrics++) {
		struct run_metric metric = run->metrics[at->n_metrics];
		buf_putc(log, 'M');
		code_metric(&codec, &metric);
	}
	at->sum = hash_bytes(at->sum, buf_text(log) + before, log->n - before);
	at->length += log->n - before;
}

void running_pack_slot(struct buf *to, const struct run_record *run, const struct run_site *site,
		       const struct running_log *log, uint64_t sequence)
{
	struct run_record sums = *run;
	struct run_site of = *site;
	struct running_log at = *log;
	struct buf payload = {0};
	struct codec codec = {.to = &payload};
	code_bytes(&codec, &sequence, sizeof(sequence));
	code_log_state(&codec, &at);
	code_site(&codec, &of);
	code_sums(&codec, &sums);
	const uint64_t length = payload.n, mark = ~length;
	const uint64_t sum = hash_bytes(HASH_BEGIN, buf_text(&payload), payload.n);
	buf_add(to, (const char *)&length, sizeof(length));
	buf_add(to, (const char *)&mark, sizeof(mark));
	buf_add(to, (const char *)&sum, sizeof(sum));
	buf_add(to, buf_text(&payload), payload.n);
	to->failed |= payload.failed;
	buf_release(&payload);
}

/* ---- reading -------------------------------------------------------------------------------- */

static int damaged(struct frugal_error *reterr)
{
	return error_set(reterr, FRUGAL_EDATA, "%s", _("the sums of a running run are damaged"));
}

static struct str piece(struct str bytes, size_t at, size_t n)
{
	return at <= bytes.n && n <= bytes.n - at ? (struct str){bytes.p + at, n} : (struct str){0};
}

static int parse_head(struct str bytes, struct running *ret, size_t *ret_length,
		      size_t *ret_slot_size, struct frugal_error *reterr)
{
	uint32_t version, slot_size;
	uint64_t length, sum;
	if (bytes.n < FIXED || memcmp(bytes.p, MAGIC, sizeof(MAGIC) - 1) != 0)
		return damaged(reterr);
	memcpy(&version, bytes.p + 8, sizeof(version));
	memcpy(&slot_size, bytes.p + 12, sizeof(slot_size));
	memcpy(&length, bytes.p + 16, sizeof(length));
	memcpy(&sum, bytes.p + 24, sizeof(sum));
	if (version != VERSION)
		return error_set(reterr, FRUGAL_EUSAGE, "%s",
				 _("the sums of a running run are of another version of frugal"));
	const struct str head =
		length <= bytes.n ? piece(bytes, FIXED, (size_t)length) : (struct str){0};
	if (!head.n || hash_bytes(HASH_BEGIN, head.p, head.n) != sum)
		return damaged(reterr);
	struct codec codec = {.from = head, .arena = &ret->run.arena};
	code_head(&codec, ret);
	*ret_length = head.n;
	*ret_slot_size = slot_size;
	if (codec.nomem)
		return error_nomem(reterr);
	const bool named = strspn(ret->run.id, "0123456789abcdef") == RUN_ID_SIZE - 1;
	return codec.bad || codec.from.n || !named ? damaged(reterr) : 0;
}

/* The payload of a slot that is whole, behind its sequence; empty if it is not. */
static struct str whole_slot(struct str slot, uint64_t *ret_sequence)
{
	uint64_t length, mark, sum;
	if (slot.n < SLOT_FIXED)
		return (struct str){0};
	memcpy(&length, slot.p, sizeof(length));
	memcpy(&mark, slot.p + 8, sizeof(mark));
	memcpy(&sum, slot.p + 16, sizeof(sum));
	if (mark != ~length || length < sizeof(*ret_sequence) || length > slot.n - SLOT_FIXED ||
	    hash_bytes(HASH_BEGIN, slot.p + SLOT_FIXED, (size_t)length) != sum)
		return (struct str){0};
	memcpy(ret_sequence, slot.p + SLOT_FIXED, sizeof(*ret_sequence));
	return (struct str){slot.p + SLOT_FIXED + sizeof(*ret_sequence),
			    (size_t)length - sizeof(*ret_sequence)};
}

static void read_log(struct codec *codec, struct run_record *run, const struct running_log *log)
{
	run->sections = new_items(codec, log->n_sections, sizeof(*run->sections));
	run->metrics = new_items(codec, log->n_metrics, sizeof(*run->metrics));
	while (codec->from.n && !codec->bad) {
		char kind = 0;
		code_bytes(codec, &kind, 1);
		if (kind == 'S' && run->n_sections < log->n_sections)
			code_section(codec, &run->sections[run->n_sections++]);
		else if (kind == 'M' && run->n_metrics < log->n_metrics)
			code_metric(codec, &run->metrics[run->n_metrics++]);
		else
			codec->bad = true;
	}
	codec->bad |= run->n_sections != log->n_sections || run->n_metrics != log->n_metrics;
}

static int parse_slot(struct str payload, struct str log_bytes, struct running *ret,
		      struct frugal_error *reterr)
{
	struct run_record *run = &ret->run;
	struct running_log log = {0};
	struct codec codec = {.from = payload, .arena = &run->arena};
	code_log_state(&codec, &log);
	code_site(&codec, &ret->site);
	code_sums(&codec, run);
	if (codec.nomem)
		return error_nomem(reterr);
	if (codec.bad || codec.from.n || log.length > log_bytes.n)
		return damaged(reterr);
	struct codec items = {.from = {log_bytes.p, (size_t)log.length}, .arena = &run->arena};
	if (log.length && hash_bytes(HASH_BEGIN, items.from.p, items.from.n) != log.sum)
		return damaged(reterr);
	read_log(&items, run, &log);
	if (items.nomem)
		return error_nomem(reterr);
	return items.bad || run_record_check(run, NULL) < 0 ? damaged(reterr) : 0;
}

/* The newer slot that is whole, else the other one. */
static int parse_slots(struct str bytes, size_t head_length, size_t slot_size, struct running *ret,
		       struct frugal_error *reterr)
{
	uint64_t sequence[2] = {0};
	struct str payload[2];
	for (int i = 0; i < 2; i++) {
		const size_t at = running_slot_at(head_length, slot_size, i);
		const size_t left = at < bytes.n ? bytes.n - at : 0;
		payload[i] = whole_slot(piece(bytes, at, left < slot_size ? left : slot_size),
					&sequence[i]);
	}
	const int newer = payload[1].n && (!payload[0].n || sequence[1] > sequence[0]);
	const size_t at = running_log_at(head_length, slot_size);
	const struct str log = piece(bytes, at, at < bytes.n ? bytes.n - at : 0);
	int r = FRUGAL_EDATA;
	for (int i = 0; i < 2 && r == FRUGAL_EDATA; i++) {
		const struct str from = payload[i == 0 ? newer : !newer];
		ret->run.n_sections = ret->run.n_metrics = 0;
		r = from.n ? parse_slot(from, log, ret, reterr) : damaged(reterr);
	}
	return r;
}

int running_parse(struct str bytes, struct running *ret, struct frugal_error *reterr)
{
	size_t head_length = 0, slot_size = 0;
	*ret = (struct running){.fd = -1};
	int r = parse_head(bytes, ret, &head_length, &slot_size, reterr);
	if (r == 0)
		r = parse_slots(bytes, head_length, slot_size, ret, reterr);
	if (r < 0)
		running_release(ret);
	ret->run.zone = ret->run.derivation = ret->run.power = "";
	return r;
}

void running_release(struct running *running)
{
	if (running->fd >= 0)
		close(running->fd);
	run_record_release(&running->run);
	*running = (struct running){.fd = -1};
}
