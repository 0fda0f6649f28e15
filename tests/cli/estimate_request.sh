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
echo "$?"
