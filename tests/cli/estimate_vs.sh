# A published figure next to ours, and the one error that would explain the gap.
# 1287 MWh * 429 g/kWh = 552.1 t; * 1.1 = 607.3 t: the PUE, which 1287 MWh holds, once more.
frugal estimate run measured=1287MWh zone=paper:gpt3 --vs 552t
frugal estimate run measured=1287MWh zone=paper:gpt3 --vs 552kg
# BLOOM: 1 082 990 h * 400 W * 57 g/kWh = 24.7 t without its PUE of 1.2.
bloom() {
	frugal estimate training gpu='A100 SXM4 80GB' gpu_hours=1082990h pue=1.2 utilization=1 host_ratio=0 \
		zone=paper:bloom "$@"
}
bloom --vs 24.7t
bloom --vs carbon=35.56t
bloom --vs energy=433MWh --json | jq -c '.vs | [.figure, .within, .agrees, .explanations[].name]'
# 100 MWh * 78.81 g/kWh, the factor of 2022; our own is that of 2024.
frugal estimate run measured=100MWh zone=FR --vs 7.88t
frugal estimate run measured=100MWh --vs 3m
echo "exit $?"
frugal estimate run measured=100MWh --vs nothing=3t
echo "exit $?"
frugal estimate run measured=100MWh --vs embodied=3t
echo "exit $?"
frugal estimate run measured=100MWh --vs 3t --csv
echo "exit $?"
