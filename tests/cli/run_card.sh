# A card that a run used was made, too: by hand, 150 kgCO2e of an A100 over five years for the time of the run, by
# its share of the card's work. The cards of a laptop are within the laptop.
figures() {
	frugal explain last embodied --json | python3 -c '
import json, sys
run = json.load(sys.stdin)
found = {}
def visit(node):
    if isinstance(node, dict):
        if node.get("name") in ("worn", "cards", "card.gwp", "machine.gwp") and isinstance(node.get("value"), (int, float)):
            found[node["name"]] = node["value"]
        for child in node.values():
            visit(child)
    elif isinstance(node, list):
        for child in node:
            visit(child)
visit(run)
share = next(f for f in run["figures"] if f["name"] == "embodied" and f.get("perimeter", "share") == "share")
kg = {"g": 1e-3, "kg": 1}[share["unit"].removesuffix("CO2e").strip()] * share["value"]
card = found.get("card.gwp", 0) * run["duration_s"] / (5 * 365 * 86400)
print(found.get("card.gwp"), found["cards"], abs(kg / (found["machine.gwp"] * found["worn"] + found["cards"] * card) - 1) < 1e-6, kg > 0.99 * found["cards"] * card)'
}
FRUGAL_SENSOR="gpu:A100 SXM4 80GB" frugal run -q -- sleep 0.3
figures
frugal run -q -- sleep 0.3
figures
mkdir -p laptop/proc laptop/sys/class/dmi/id
echo 10 >laptop/sys/class/dmi/id/chassis_type
cp /proc/stat /proc/meminfo laptop/proc
sed 's/ hypervisor//' /proc/cpuinfo >laptop/proc/cpuinfo
FRUGAL_ROOT=$PWD/laptop FRUGAL_SENSOR="gpu:A100 SXM4 80GB" frugal run -q -- sleep 0.3
frugal explain last embodied | grep -oE 'laptop_generic|cards +[0-9.]+ +[a-z]+' | sort -u
