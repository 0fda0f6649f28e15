# Requests to a language model, worked out by hand.
. "$CASES/values.bash"
# 8e9 parameters, 400 tokens. Energy of a token on one accelerator: 1.166527e-6 * exp(-0.717179) * 8
# + 4.052928e-5 = 4.50847e-5 Wh, 0.0180339 Wh in all. A token takes 0.00542807 + 0.01996359 +
# 0.01947372 = 0.04486538 s, 17.946 s in all. 1.2 * 8 * 2 = 19.2 GB: 1 accelerator. Its server:
# 17.94615 / 3600 h * 1200 W / 8 / 64 = 0.0116837 Wh. 1.2 * 0.0297176 Wh = 0.0356611 Wh, at 100 g.
# Making: 17.94615 s / (64 * 94 608 000 s) * (5700 / 8 + 164) kg = 2.5978e-6 kg. Water: 0.0356611 Wh
# * (0.5 + 1.2 * 3) L/kWh.
small() { # FIGURES further inputs
	values "$1" ecologits active_parameters=8e9 output_tokens=400 pue=1.2 wue=0.5L/kWh \
		grid_gwp=100g/kWh grid_wue=3L/kWh "${@:2}"
}
small 'generation_time gpus energy usage_gwp embodied_gwp carbon water adpe'
# A request that took 10 s: 1.2 * (0.0180339 + 10 / 3600 * 1200 / 8 / 64) = 0.0294532 Wh.
small 'generation_time energy' request_latency=10s
# One that took longer than computed changes nothing.
small 'generation_time' request_latency=60s
# 1.2 * 33.3 * 2 = 79.92 GB are one accelerator, 80.16 GB two, 1056 GB are 14, so 16.
for size in 33.3e9 33.4e9 440e9; do
	small gpus total_parameters=$size
done
frugal estimate ecologits active_parameters=8e9 total_parameters=7e9 output_tokens=1 2>&1
echo "exit $?"
# The same by name: the registry's 44 to 132 billion active parameters of 440, its provider's PUE of
# 1.2 and the electricity of the United States.
values 'energy gpus' ecologits llm=gpt-4o output_tokens=1000
frugal estimate ecologits output_tokens=1 2>&1
echo "exit $?"
# llm_request, one card of 700 W, 3350 GB/s, 989.4 TFLOPS; 32 requests of 100 tokens, answers of 400.
# Energy of a token: weights 0.76773 * 700 / 3350e9 * 16e9 / 32 = 0.080211 J; keys and values
# 0.51426 * 700 / 3350e9 * 32 * 4096 * 300 = 0.004225; computing 1.2544 * 700 / 989.4e12 * 16e9 =
# 0.014200; layers 0.00059946 * 0.32 / sqrt(32) * 700 = 0.023737; each layer of each token 1.8224e-4 *
# 0.32 * 700 = 0.040822; a token of the prompt 1.1088 * 700 / 989.4e12 * 16e9 = 0.012552. In all
# 400 * 0.163195 + 100 * 0.012552 = 66.533 J = 0.018481 Wh, 0.16633 J a token. With the host
# (0.43) and idle machines (0.17) 0.029570 Wh, at a PUE of 1.2 0.035484 Wh, at 100 g/kWh
# 0.0035484 g. Making: 0.018481 Wh / (0.65 * 700 W) = 4.0619e-05 h of 5 * 8760 * 0.5 h, of
# 164 + 5700 / 8 kg: 0.0016257 g.
values 'accelerators token_energy energy usage_gwp embodied_gwp' llm_request active_parameters=8e9 \
	output_tokens=400 input_tokens=100 batch=32 engine=vllm gpus=1 pue=1.2 zone.intensity=100g/kWh \
	'shape.layers=32' 'shape.kv_heads=8' 'shape.head_dim=128'
