# Promise 2: missing is never zero. A counter that may not be read is denied, a figure whose inputs
# are not known is absent with its reason.
mkdir -p root/sys/class/powercap/intel-rapl:0 root/proc
cp /proc/cpuinfo /proc/meminfo root/proc/
echo package-0 >root/sys/class/powercap/intel-rapl:0/name
ln -s nowhere root/sys/class/powercap/intel-rapl:0/energy_uj
FRUGAL_ROOT=$PWD/root frugal run -q --json run.json -- true
jq -r '[.parts[] | select(.sensor | startswith("powercap")) | .state] | map(select(. == "ok")) | length' run.json
jq -r '[.parts[] | select(.quality == "modelled")] | length > 0' run.json
frugal estimate luccioni2023 gpu="A100 SXM4 80GB" gpu_hours=10h --json |
	jq -c '.figures[] | select(.name == "site") | [.value, .absent]'
