# A row that is named and lacks a value is said, in text (also in French) and JSON, or the figure is absent.
mkdir tables models
printf '%s\n' 'key,zone,pue[1],year' 'north,FR,1.1,2024' 'south,,,2024' >tables/places.csv
cat >models/site.model <<'M'
model site {
  in place : row of places optional
  in pue   : 1 = if known(place.pue) then place.pue else 1.5 [1.2, 2]
  in zone  : row of zones optional = place.zone else "WOR"
  in used  : kWh where >= 0
  note used > 10 kWh "more than a day of it" fr "plus d'un jour"
  out energy : kWh    = used * pue
  out carbon : kgCO2e = energy * zone.intensity
}
M
ask() { frugal estimate site --models models --factors tables --draws 1 "$@"; }
notes() { command frugal estimate site --models models --factors tables --draws 1 --json "$@" | jq -c '.notes, (.figures[] | [.name, .value, .absent])'; }
ask place=south used=20kWh
ask place=south used=20kWh --lang fr
notes place=south used=20kWh
# 2 kWh * 1.1 = 2.2 kWh; nothing to be said.
notes place=north used=2kWh zone.intensity=100g/kWh
# In a batch the figure is as absent, and as much noted, as alone.
printf '%s\n' 'place,used' 'south,20' | frugal estimate site --models models --factors tables --batch -
# Accelerators of an instance are counted in its embodied emissions: (5700 + 8 * 164) kg * 1 h / 5 yr of
# 8760 h are 160.09 g; where Cloud Carbon Footprint has the server with them, 4676.79 kg, 106.78 g.
for instance in p5.48xlarge p4d.24xlarge; do
	command frugal estimate cloud_instance instance=$instance duration=1h lifetime=5yr \
		card.gwp=164kgCO2e/item gpu_server.gwp=5700kgCO2e/item --draws 1 --csv --quiet | grep ^embodied
done
# A row of one's own without a total, a card without its power at rest: what is taken for them is said, in a batch too.
mkdir own
printf 'key,active_parameters[1],total_parameters[1],architecture,openness,year,source,licence\nhalf-known,7e9,,dense,open,2026,me,none\n' >own/llms.csv
said() { frugal estimate --factors own "$@" --draws 1 --json | jq -c '[(.notes // [])[] | select(test("total parameters|at rest"))]'; }
said llm_request llm=half-known output_tokens=100token zone=FR
said llm_request llm=half-known total_parameters=14e9 output_tokens=100token zone=FR
said ecologits_011 llm=half-known output_tokens=100
said cloud_instance vcpus=8 gpu=GB200 duration=1h zone=FR
said cloud_instance vcpus=8 gpu=H100 duration=1h zone=FR
said cloud_instance vcpus=8 duration=1h zone=FR
printf 'vcpus,gpu,duration,zone\n8,GB200,1,FR\n8,H100,1,FR\n8,,1,FR\n' >cards.csv
frugal estimate cloud_instance --batch cards.csv 2>&1 >cards.out | grep 'at rest'
