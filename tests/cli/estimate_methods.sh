# Every method of the family for one input: 100 h of 400 W are 40 kWh at rated power, without overhead.
ask() { frugal estimate training gpu='A100 SXM4 80GB' gpu_hours=100h zone=FR --methods --draws 1 "$@"; }
ask | sed -n '/^method/p;/^mlco2/p;/^training/p;/^ratio/p;/^why/p;/^  mlco2: no/p;/^  luccioni2023: no/p;/^  training: PUE/p'
ask --json | jq -c '.methods[] | select(.model == "training" or .model == "mlco2") |
	[.model, .source_year, .counts.pue, .counts.rated_power_share, .counts.intensity_g_per_kwh, .counts.making]'
# What a method lacks is said, and the others answer.
frugal estimate request llm=gpt-4o output_tokens=400token --methods --draws 1 | grep '^no answer'
frugal estimate hardware_power cores=32 --methods --draws 1 | head -1
frugal estimate training gpu='A100 SXM4 80GB' gpu_hours=100h --methods --draws 1 --lang fr | grep '^pourquoi'
# The year of a source is one that was: RTX 2080 is a card.
mkdir mine
cat >mine/a.model <<'MODEL'
model a {
  family cards
  source "own measurement of an RTX 2080 Ti, 2019"
  boundary en "a card"
  in busy : h where >= 0
  out energy : kWh = busy * 250 W "energy"
}
MODEL
frugal estimate cards busy=2h --methods --models mine --draws 1 --json | jq -c '.methods[] | [.model, .source_year]'
