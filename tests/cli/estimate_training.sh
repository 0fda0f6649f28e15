# A training at the wall: boards and hosts, worked out by hand; a workload; boards alone.
. "$CASES/values.bash"
board=(gpu="H100 SXM5 80GB" gpu_hours=10h pue=1)
# 10 h * (0.7 kW * 0.95 + 0.2 * (0.7 kW + 0.3 kW)); 0.65 and 0.35 in place of 0.95.
values energy training "${board[@]}"
for workload in compute memory input-bound memory-bound; do
	values energy training "${board[@]}" workload=$workload
done
# 10 h * 0.7 kW * 0.5, and nothing else; with hosts of 0.3 and waiting of 0.1 of it; with hosts of 100 W each.
values energy training "${board[@]}" utilization=0.5 host_ratio=0
values energy training "${board[@]}" utilization=0.5 host_ratio=0.3 idle_ratio=0.1
values energy training "${board[@]}" utilization=0.5 host_power=100W
# Hours that are given are the machines' own: nothing waits beside them.
values 'accelerators host idle energy' llm_training "${board[@]}"
values 'accelerators host idle energy' llm_training "${board[@]}" host_ratio=0 utilization=0.5
values 'accelerators host idle energy' llm_training "${board[@]}" host_ratio=0.3 utilization=0.5 idle_ratio=0.1
values energy llm_training "${board[@]}" workload=input-bound
# 1.8e21 operations at half of 1000 TFLOPS: 1000 h * (0.7 kW * 0.95 * 0.84 * 1.1 + 0.2 kW); with
# 0.35 of a workload that is given, and with 0.5 * 0.84.
values 'device_hours energy' llm_training gpu="H100 SXM5 80GB" operations=1.8e21FLOP peak=1000TFLOPS \
	efficiency=0.5 pue=1
values energy llm_training gpu="H100 SXM5 80GB" operations=1.8e21FLOP peak=1000TFLOPS efficiency=0.5 pue=1 \
	workload=input-bound
values energy llm_training gpu="H100 SXM5 80GB" operations=1.8e21FLOP peak=1000TFLOPS efficiency=0.5 pue=1 \
	workload.board_share=0.5
# Hours go before operations.
values 'device_hours energy' llm_training "${board[@]}" operations=1.8e21FLOP
# A word that is not one of them; an empty one; a field of it in its place.
for lang in en fr; do
	frugal estimate training "${board[@]}" workload=gpu --lang $lang
	frugal estimate llm_training "${board[@]}" workload= --lang $lang
done
values energy training "${board[@]}" workload.board_share=0.5
# Without a rated power neither boards nor hosts are known.
frugal estimate training gpu="TPU v5p" gpu_hours=10h
echo "exit $?"
# The host is modelled, though all else is given; boards alone are not.
frugal estimate training "${board[@]}" utilization=0.5 zone.intensity=50g/kWh --json |
	jq -c '.figures[:2][] | [.name, .quality]'
frugal estimate training "${board[@]}" utilization=0.5 zone.intensity=50g/kWh host_ratio=0 gpu.tdp=700W --json |
	jq -c '.figures[:2][] | [.name, .quality]'
