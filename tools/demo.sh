#!/bin/sh
# The main job, for real: trains a small network on real data under `frugal run`, explains one of
# its figures, and estimates the training of BLOOM from published numbers. Nothing is canned; the
# run is kept in your ledger (FRUGAL_STORE, or the state folder) under the project "demo".
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
frugal=$top/build/frugal
[ -x "${FRUGAL:-$frugal}" ] && frugal=${FRUGAL:-$frugal}

# Debian's scikit-learn belongs to Debian's Python, which need not be the first of the PATH.
python=
for candidate in /usr/bin/python3 python3; do
	if "$candidate" -c 'import sklearn' 2>/dev/null; then
		python=$candidate
		break
	fi
done
if [ -z "$python" ]; then
	echo "demo: no Python with scikit-learn here; apt-get install python3-sklearn" >&2
	exit 3
fi

say() {
	printf '\n$ %s\n' "$*"
}

say frugal run --project demo --phase training -- python3 examples/train_digits.py
"$frugal" run --project demo --phase training -- "$python" "$top/examples/train_digits.py"

say frugal explain last carbon
"$frugal" explain last carbon

say 'frugal estimate luccioni2023 gpu="A100 SXM4 80GB" gpu_hours=1082990h site_energy=690MWh zone=paper:bloom development=73.32t'
"$frugal" estimate luccioni2023 gpu="A100 SXM4 80GB" gpu_hours=1082990h site_energy=690MWh \
	zone=paper:bloom development=73.32t
echo
echo "published: 24.7 t dynamic, 39.3 t with the site, 50.5 t with manufacture, 123.8 t with development"

echo
echo "the ledger: ${FRUGAL_STORE:-${XDG_STATE_HOME:-${HOME:-~}/.local/state}/frugal/ledger.db}"
