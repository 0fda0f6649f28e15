# A form of the training names what trained: neither the laptop of the evaluation nor the machine of the use.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
def add(n, project, phase, machine, *boards, processor="powercap intel-rapl:0", more=()):
    parts = [("cpu.package-0", processor, 3600, "measured"), ("dram.0", "a sensor of memory", 360, "measured"), *more]
    parts += [(f"gpu.{i}", f"NVML {board}", 7200, "measured", board) for i, board in enumerate(boards)]
    runs.add(n, 10, g=1, embodied=1, at_s=n * 86400, project=project, phase=phase, machine=machine, zone="FR", parts=parts)
H, A = "H100 SXM", "A100 PCIe"
add(1, "p", "training", "A server", H, H, H, H)
add(2, "p", "evaluation", "A laptop", processor="model pc_power")
add(3, "p", "inference", "An edge box", A, processor="RAPL of an edge box")
# Runs of four, of two, of none; fine-tuning elsewhere with two models; an accelerator without energy did not work.
add(4, "many", "training", "A server", H, H, H, H)
add(5, "many", "training", "A server", H, H)
add(6, "many", "data", "A file server")
add(7, "many", "fine-tuning", "A workstation", H, A, processor="model pc_power")
add(8, "many", "training", None, more=[("gpu.9", "NVML idle", 0, "measured", "Idle card")])
add(9, "many", "inference", "A phone")
add(10, "plain", "training", "A server")
add(11, "open", "training", None)
runs.keep()
PY
hardware='.items[] | select(.item == "training time, hardware-days") | .value'
modes='[.measures[] | [.cpuTrackingMode, .gpuTrackingMode]], [.infrastructure.components[] | [.componentType, .componentName, .nbComponent]]'
for project in p many plain open; do
	for language in en fr; do
		frugal report project=$project --form hf --lang $language | grep hardware_used
		frugal report project=$project --form gpai --json --lang $language | jq -r "$hardware"
		frugal report project=$project --form boamps --task chatbot --lang $language | jq -c "$modes"
	done
done
# Of many runs, the accelerators of the newest thousand are read: 999 of training without any, and an inference.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
for n in range(1001):
    runs.add(n + 1000, 1, g=1, embodied=1, at_s=(n + 1000) * 60, hours=.001, project="long", phase="training" if n < 1000 else "inference", zone="FR",
             parts=[("gpu.0", "NVML old", 3600, "measured", "Old card")] if n == 0 else [])
runs.keep()
PY
frugal report project=long --form hf | grep hardware_used
