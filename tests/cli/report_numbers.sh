# Numbers for the narrowest reader: YAML 1.1 takes 1e-05 for a text, and 120,5 too; an amount of energy has its whole unit.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
for n, (name, g) in enumerate((("tiny", 1e-5), ("small", 1.5e-7), ("huge", 1e22), ("huger", 2.5e25), ("plain", 120), ("point", 0.25)), 1):
    runs.add(n, 1000, g=g, name=name, phase="training", zone="FR", project="words")
runs.add(11, 1, g=1, name='=HYPERLINK("http://x","y")', tags=["+1+1"], project="@p")
runs.add(12, 1, g=1, name="-5", project="@p", command=("=cmd|' /C calc'!A0", "-x"))
runs.keep()
PY
for name in tiny small huge huger plain point; do frugal report name=$name --form hf | sed -nE 's/^ *emissions: *([^ #]+).*/\1/p'; done
card() { # card EMISSIONS SOURCE
	printf -- '---\nco2_eq_emissions:\n  emissions: %s\n  source: "%s"\n---\n' "$1" "$2" >card.md
	frugal report --check card.md; echo "exit $? of $1, $2"
}
echo '# a number ends with its value'
for value in 120.5 1_20.5 '120.5 # grams' '+120.5'; do card "$value" 'code carbon, 0.3 kWh'; done
for value in 120,5 0,12 120.5g '1 205' '1.205,0' '"120.5"' 0x78 '' null; do card "$value" 'code carbon, 0.3 kWh'; done
echo '# units: 300 Wh are 0.3 kWh'
for source in '300 Wh' 'used 300Wh.' '0.0003 MWh' '300,000 mWh' '0,3 kWh' '0.3 kWh' '1,200 Wh of 4' '1_200 Wh'; do card 12 "$source"; done
# Thousands apart by one space: 1.2 kWh, and 300 kWh; a year is no thousand.
for source in '1 200 Wh' '300 000 Wh' $'300\u202f000 Wh' 'in 2024 300 Wh' '0 300 Wh' '1  200 Wh'; do card 120 "$source"; done
printf -- '---\nco2_eq_emissions:\n  emissions: 0.012\n  source: "code carbon, 300 Wh"\n---\n' >card.md; frugal report --check card.md; echo "exit $?"
card 12 'at 40 g/kWh'
card 12 'WhatsApp 300 Whatever'
echo '# the form of the general-purpose model'
frugal report project=words --form gpai >gpai.md; frugal report --check gpai.md; echo "exit $?"
sed -E 's/(energy used for training, MWh *\| *)[0-9.]+/\10,006/' gpai.md >comma.md; cmp -s gpai.md comma.md && echo same; frugal report --check comma.md; echo "exit $?"
echo '# no cell is a formula'
cells() { python3 -c '
import csv, sys
def number(x):
    try: return float(x) is not None
    except ValueError: return False
print([c for row in csv.reader(sys.stdin) for c in row if c[:1] in ("=", "+", "-", "@") and c != "-" and not number(c)])'; }
frugal runs --csv | cells
for key in name project; do frugal runs --by $key --csv | cells; done
frugal report project=@p --format csv | cells
frugal runs --csv | grep -c "'=HYPERLINK\|'=cmd"
mkdir tables
printf 'key,tdp[W],source,year,licence\n=1+1,300,@mine,2026,own\n-5,200,+a,2026,own\n' >tables/gpus.csv
frugal factors import gpus tables/gpus.csv >/dev/null 2>&1
frugal factors gpus --csv | cells
