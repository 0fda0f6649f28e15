#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# nvml.sh [FRUGAL]: the NVML sensor against a board's own counter, on a machine with an NVIDIA
# accelerator and PyTorch. Prints ratios; nothing here is a test.
#
#   alone      energy of a load that is alone on the board, over the counter's own rise
#   shared     share given to one of two equal loads (0.5)
#   hidden     a command that may not use the board has no part of it
#   start-up   wall time of `frugal run -- true` over `true`
set -u
frugal=${1:-build/frugal}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export FRUGAL_STORE=$work/ledger.db

cat >"$work/load.py" <<'PY'
import ctypes, json, os, sys, time
import torch
seconds, out = float(sys.argv[1]), sys.argv[2]
nvml = ctypes.CDLL("libnvidia-ml.so.1")
nvml.nvmlInit_v2()
device, mj = ctypes.c_void_p(), ctypes.c_ulonglong()
nvml.nvmlDeviceGetHandleByIndex_v2(0, ctypes.byref(device))
def energy():
    nvml.nvmlDeviceGetTotalEnergyConsumption(device, ctypes.byref(mj))
    return mj.value / 1000
first = energy()
began = time.monotonic()
a = torch.randn(8192, 8192, device="cuda", dtype=torch.bfloat16)
while time.monotonic() - began < seconds:
    for _ in range(20):
        b = a @ a
    torch.cuda.synchronize()
json.dump({"joules": energy() - first, "seconds": time.monotonic() - began}, open(out, "w"))
PY

board() { # FILE.json: the part gpu.0 of a run
	python3 -c "
import json, sys
run = json.load(open('$1'))
part = [p for p in run['parts'] if p['part'] == 'gpu.0']
print(json.dumps(part[0]) if part else 'none', run['duration_s'], 'left out:', run['left_out'])"
}

"$frugal" sensors
nvidia-smi --query-gpu=name,driver_version,power.draw,mig.mode.current --format=csv
echo "== at rest"
"$frugal" run --json "$work/rest.json" sleep 6 2>/dev/null
board "$work/rest.json"
for seconds in 2 20; do
	echo "== alone, $seconds s"
	"$frugal" run --json "$work/run.json" -- python3 "$work/load.py" "$seconds" "$work/truth.json"
	board "$work/run.json"
	python3 -c "
import json
run, truth = json.load(open('$work/run.json')), json.load(open('$work/truth.json'))
part = [p for p in run['parts'] if p['part'] == 'gpu.0'][0]
print('alone: counter', truth['joules'], 'J in', truth['seconds'], 's; frugal', part['energy_j'],
      'J in', run['duration_s'], 's; attributed', part['attributed_j'], 'idle', part['idle_j'])"
done
echo "== shared"
python3 "$work/load.py" 16 "$work/other.json" &
sleep 6
"$frugal" run --json "$work/run.json" -- python3 "$work/load.py" 6 "$work/truth.json" 2>/dev/null
wait
board "$work/run.json"
echo "== hidden"
CUDA_VISIBLE_DEVICES= "$frugal" run --json "$work/run.json" sleep 1 2>/dev/null
board "$work/run.json"
echo "== start-up"
time (for _ in 1 2 3 4 5; do true; "$frugal" run true 2>/dev/null; done)
"$frugal" run python3 -c 'pass'
