# Imports into one file at the same time: what each says it has kept is there.
export FRUGAL_GRID="$PWD/grid" XDG_CONFIG_HOME="$PWD/config"
days() { # K: 20 days from the K-th score of days on, 480 hours
	echo time,carbon_intensity
	local h
	for h in {0..479}; do
		printf '%(%Y-%m-%dT%H:%M:%SZ)T,50\n' $((1767225600 + 86400 * 20 * $1 + 3600 * h))
	done
}
for k in {0..7}; do
	days "$k" >"hours$k.csv"
	printf 'key,tdp[W],year,source,licence\nCard %d,100,2020,lab,own\n' "$k" >"cards$k.csv"
	printf '[codecarbon]\nproject_name = p%d\n' "$k" >"codecarbon$k"
done
for k in {0..7}; do
	exec frugal grid import "hours$k.csv" --zone FR >"said$k" &
	exec frugal factors import gpus "cards$k.csv" >/dev/null &
	exec frugal config import "codecarbon$k" >/dev/null &
done
wait
echo "+ 8 times 480 hours, all new; 8 cards; 8 projects"
grep -o '[0-9]* of them new' said? | cut -d: -f2 | sort | uniq -c | sed 's/^ *//'
grep -c '^20' grid/FR,average,lifecycle,consumption.grid.csv
grep -c '^Card' config/frugal/factors/gpus.csv
grep -c '^project = p' config/frugal/config
ls grid
