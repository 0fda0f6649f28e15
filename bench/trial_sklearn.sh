#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Whether the forecast of `frugal trial` is right, on real trainings: each is run on 5, 10, 20 and 40 %
# of its data, then whole, some times over; it prints the forecast with the actual values.
#
#	bench/trial_sklearn.sh [FRUGAL] [PYTHON] [ROUNDS] [KIND ...]
#
# PYTHON has scikit-learn (in a folder that is thrown away: python3 -m venv DIR; DIR/bin/pip install
# scikit-learn). KIND is one of trial_sklearn.py. Runs go to a ledger that is thrown away.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
frugal=${1:-build/frugal} python=${2:-python3} rounds=${3:-5}
[ $# -gt 3 ] && shift 3 || set -- forest logistic digits boosting
"$python" -c 'import sklearn' 2>/dev/null || {
	echo "trial_sklearn.sh: $python has no scikit-learn (Debian's /usr/bin/python3 has, with python3-sklearn)" >&2
	exit 3
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export FRUGAL_STORE="$work/ledger.db" OMP_NUM_THREADS=1
for kind in "$@"; do
	for round in $(seq "$rounds"); do
		timeout 900 "$frugal" trial --sizes 5%,10%,20%,40% --yes --json -- \
			"$python" "$here/trial_sklearn.py" "$kind" {} >"$work/$kind.$round.json" 2>"$work/words" </dev/null ||
			cat "$work/words" >&2
	done
done
"$python" - "$work" "$@" <<'PY'
import glob, json, sys

total = {}
for kind in sys.argv[2:]:
    for path in sorted(glob.glob(f"{sys.argv[1]}/{kind}.*.json")):
        answer = json.load(open(path))
        for figure in "energy_wh", "cpu_s", "duration_s":
            f = answer[figure]
            inside = f["low"] <= f["actual"] <= f["high"]
            held = total.setdefault(figure, [0, 0])
            held[0] += inside
            held[1] += 1
            power = "flat" if f["exponent"] is None else f'power {f["exponent"]:.2f}'
            print(f'{kind:9} {figure:11} {f["value"]:9.4g} [{f["low"]:.4g}, {f["high"]:.4g}]  came {f["actual"]:9.4g}'
                  f'  {f["actual"] / f["value"] - 1:+.1%}  {"inside" if inside else "OUTSIDE"}  {power}')
for figure, (inside, n) in total.items():
    print(f"{figure}: inside {inside} of {n}, where nine in ten are meant")
PY
