# The hours of a series as a line, a table, a chart; gaps stay gaps unless they are to be filled.
export FRUGAL_GRID="$PWD/grid"
python3 - >hours.csv <<'PY'
print("time_utc,XX")
for hour in range(24):
    print(f"2026-01-05T{hour:02}:00Z,{'' if hour in (6, 7) else 10 * hour}")
PY
frugal grid import hours.csv --source-name 'Mine & <others>' --licence CC0 >/dev/null
frugal grid show XX --from 2026-01-05 --to 2026-01-05T10:00Z --table | sed 's/ *$//'
frugal grid show XX --from 2026-01-05 --to 2026-01-05T10:00Z --fill | tail -3
frugal grid show XX --from 2026-01-05 --to 2026-01-06 --svg >gaps.svg
frugal grid show XX --from 2026-01-05 --to 2026-01-06 --svg --fill >filled.svg
frugal grid show XX --lang fr --from 2026-01-05 --to 2026-01-06 --svg >fr.svg
cat >look.py <<'PY'
import re, sys, xml.etree.ElementTree as tree
ns = "{http://www.w3.org/2000/svg}"
for name in sys.argv[1:]:
    svg = tree.parse(name).getroot()
    paths = {kind: [p.get("d") for p in svg.iter(ns + "path") if p.get("class") == kind] for kind in "kl"}
    # Steps: from x to x, one a quarter of an hour; pieces begin with M.
    print(svg.find(ns + "title").text, "|", svg.find(ns + "desc").text)
    for kind, found in paths.items():
        for d in found:
            ys = [float(y) for y in re.findall(r"[ML][0-9.]+ ([0-9.]+)H", d)]
            print(kind, len(ys), "steps in", d.count("M"), "pieces, from", min(ys), "to", max(ys))
    print([t.text for t in svg.iter(ns + "text") if t.get("text-anchor") == "end"])
PY
python3 look.py gaps.svg filled.svg fr.svg
frugal grid show XX --from 2026-01-06 --to 2026-01-05 --svg; echo "exit $?"
frugal grid show XX --from 2027-01-06 --to 2027-01-07 --svg | grep -c '<path class="k"'
# Hours of the day by days: each cell is the mean of its hour.
python3 - >days.csv <<'PY'
print("time_utc,XY")
for day in range(1, 4):
    for hour in range(24):
        print(f"2026-01-{day:02}T{hour:02}:00Z,{100 * day if hour < 12 else 100}")
PY
frugal grid import days.csv >/dev/null
frugal grid show XY --heat --from 2026-01-01 --to 2026-01-04 | sed -n '1,4p;14,16p;27p'
frugal grid show XY --heat --svg --from 2026-01-01 --to 2026-01-04 >heat.svg
python3 "$CASES/look.py" heat.svg
grep -o 'class="h[0-9]"' heat.svg | sort | uniq -c
