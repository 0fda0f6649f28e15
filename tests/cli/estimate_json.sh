# The keys that programs read; the same bytes in every language; the same digits for a seed.
ask() { frugal estimate training gpu="A100 SXM4 80GB" gpu_hours=10h zone=FR "$@"; }
ask --json >answer
jq -r 'keys_unsorted | join(" ")' answer
jq -r '.figures[] | [.name, .unit, .quality, .measured_share] | join(" ")' answer
jq -r '.figures[0] | keys_unsorted | join(" ")' answer
jq -c '[.figures[] | .low <= .value and .value <= .high]' answer
# One draw is the value, without an interval.
ask --json --draws 1 | jq -c '[.figures[] | .low == .value and .value == .high]'
# 10 h * (0.4 kW * 0.95 + 0.2 * (0.4 kW + 0.3 kW)) * 1.56
ask --json | jq '.figures[0].value * 1e9 | round / 1e9'

for form in --json --csv '--json --sensitivity' '--json --methods' '--csv --methods'; do
	ask $form >en
	ask $form --lang fr >fr
	env LC_ALL=fr_FR.UTF-8 LANG=fr_FR.UTF-8 frugal estimate training gpu="A100 SXM4 80GB" \
		gpu_hours=10h zone=FR $form >locale
	cmp en fr && cmp en locale && echo "same: $form"
done
# Reasons too are for programs.
frugal estimate cpu_power cores=4 method=T2 --json --lang fr | jq -r '.figures[1].absent'
frugal estimate cpu_power cores=4 --methods --json --lang fr |
	jq -r '.methods[] | select(.model == "gpu_power") | .no_answer'
for command in 'models' 'models training' 'factors' 'factors zones FR'; do
	frugal $command --json >en
	frugal $command --json --lang fr >fr
	cmp en fr && jq -r 'type' en
done
ask --json --seed 7 >a
ask --json --seed 7 >b
ask --json --seed 8 >c
cmp -s a b && echo 'same seed, same digits'
cmp -s a c || echo 'another seed, others'
printf 'gpu_hours\n10\n' >in.csv
frugal estimate training gpu="A100 SXM4 80GB" zone=FR --batch in.csv --output en
frugal estimate training gpu="A100 SXM4 80GB" zone=FR --batch in.csv --output fr --lang fr
cmp en fr && echo 'same: --batch'
