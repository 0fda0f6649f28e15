# Each line is a mistake: one line of error, status 2, and nothing is run.
try() { frugal "$@"; [ $? -eq 2 ] || echo "status of: $*"; }
try run --zone
try run --zone= true
try run --zone '' true
try run --zone FR --zone SE true
try run --no-store=yes true
try run --phase trainning true
try run --phase zzz true
try run --pue 0.9 true
try run --pue 1kW true
try run --interval 100 true
try run --interval 3kW true
try run --interval 2min true
try --draws 0 version
try --draws 1.5 version
try version --seed -1
try --seed 1 version --seed 2
try --lang de version
try version --factors-year 20250
