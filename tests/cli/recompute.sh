# Stored runs with other factors. France: 44.18 g/kWh in 2024, 78.81 in 2022; Sweden 35.82 or its like.
frugal run -q --zone FR -- sh -c 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done'
frugal run -q --zone DE -- sh -c 'i=0; while [ $i -lt 40000 ]; do i=$((i+1)); done'
set -- $(frugal runs list --json | jq -r '.[].id' | tac)
near() { jq -c "{$1: ($2 | . * 1e6 | round / 1e6)}"; }
# The energy stays, the gases go with the factor: 78.81 / 44.18 = 1.783839.
frugal recompute "$1" --factors-year 2022 --json >then
near carbon '.runs[0] | .new_carbon_kgco2e / .carbon_kgco2e' <then
near energy '.runs[0] | .new_energy_kwh / .energy_kwh' <then
near use '.runs[0].split | .use_kgco2e / .change_kgco2e' <then
# Between two runs use and factors make the change.
frugal recompute "$1" "$2" --json | jq -c '.between_as_stored |
	{adds_up: (((.use_kgco2e + .factors_kgco2e - .change_kgco2e) | fabs) <= 1e-9 * (.change_kgco2e | fabs))}'
frugal recompute "$1" "$2" --json | jq -c '.between_as_stored | {dirtier: (.factors_kgco2e > 0)}'
frugal recompute "$1" --zone DE | tr -s ' ' | sed -n '1p;s/.*\(FR -> DE\).*/\1/p'
# What is stored is as it was.
frugal runs show "$1" --json >after
frugal recompute "$1" --zone SE >/dev/null
frugal runs show "$1" --json | cmp - after && echo untouched
frugal recompute nosuch
echo "exit $?"
frugal recompute "$1" --zone Atlantis
echo "exit $?"
frugal recompute
echo "exit $?"
