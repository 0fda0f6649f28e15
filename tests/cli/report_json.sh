# The JSON of a report: each figure with its value, unit, interval, level, quality and an id, the same in every language.
export SOURCE_DATE_EPOCH=1795867200 # 2026-11-28
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs, day = Runs(), 86400
more = dict(project="p", service="chat", low=.9, high=1.2, measured=.8)
runs.add(1, 1000, g=400, embodied=40, phase="development", at_s=10 * day, zone="DE", **more)
runs.add(2, 3000, g=300, embodied=60, marginal=1500, phase="training", name="a", at_s=40 * day, zone="FR", metrics=[(1, "accuracy", .9)],
         parts=[("cpu.package-0", "powercap intel-rapl:0", 3600, "measured")], epochs=[(60, dict(loss=1))], **more)
runs.add(3, 500, g=50, embodied=10, phase="inference", name="b", at_s=70 * day, zone="FR", metrics=[(1, "accuracy", .8)], **more)
runs.add(4, None, phase="inference", name="b", project="empty")
runs.keep()
PY
frugal service set chat unit=answer reference=nothing reference_per_use=10gCO2e
frugal service use chat 1970-03 units=100 expected=100
figure() { jq -c --arg id "$2" '.. | objects | select(.id? == $id) | [.id, .value, .unit, .low, .high, .level, .quality, .why]' "$1.en"; }
for group in project=p 0000000000000002 project=empty; do
	for lang in en fr; do frugal --lang $lang report "$group" --json >"$group.$lang"; done
done
for lang in en fr; do frugal --lang $lang report name=a name=b --metric accuracy --json >"both.$lang"; done
python3 - project=p 0000000000000002 project=empty both <<'PY'
import json, sys
LABELS = {"title", "subtitle", "text", "table", "paragraph", "item", "note", "lang"}
def bare(x):
    if isinstance(x, dict):
        return {key: bare(value) for key, value in x.items() if key not in LABELS}
    return [bare(item) for item in x] if isinstance(x, list) else x
for name in sys.argv[1:]:
    en, fr = (json.load(open(f"{name}.{lang}")) for lang in ("en", "fr"))
    tables = [block for section in en["sections"] for block in section["blocks"] if "rows" in block]
    cells = [cell for table in tables for row in table["rows"] for cell in row["cells"]]
    figures = [cell for cell in cells if "unit" in cell]
    print(name, "tables", len(tables) > 0, "figures", len(figures) > 3)
    if bare(en) != bare(fr):
        print("  the languages differ in more than labels")
    if en["sections"][0]["title"] == fr["sections"][0]["title"] and name != "project=empty":
        print("  nothing is translated")
    if len({cell["id"] for cell in cells}) != len(cells):
        print("  ids twice:", sorted(cell["id"] for cell in cells))
    for f in figures:
        # What else the value of a model could have been: all four, or none.
        if set(f) & {"headline", "central", "mean", "median"} not in (set(), {"headline", "central", "mean", "median"}):
            print("  a part of the headline in", f)
        if set(f) - {"why", "headline", "central", "mean", "median"} != {"id", "column", "value", "unit", "low", "high", "level", "quality", "text"}:
            print("  members of", f)
        if f["value"] is None and not (f["why"] and f["low"] is None and f["high"] is None):
            print("  missing without a reason:", f)
        if f["value"] is not None and f["low"] is not None and not f["low"] <= f["value"] <= f["high"]:
            print("  outside its interval:", f)
        if (f["level"] is None) != (f["low"] is None or f["low"] == f["high"]):
            print("  level and interval do not agree:", f)
        if f["quality"] not in (None, "measured", "declared", "modelled", "default"):
            print("  quality:", f)
PY
# 1000 + 3000 + 500 Wh, from 0.9 to 1.2 of it; made runs are of quality measured.
figure project=p used.energy.value
figure project=p used.carbon.value
figure project=p used.measured_share.value
figure project=p used.runs.value
figure project=p by_phase.training.embodied
figure project=p by_zone.DE.energy
figure project=p by_month.1970-02.carbon
# 100 answers by 500 Wh: 5 Wh; 50 + 10 g.
figure project=p served.functional_unit.energy
figure project=p served.functional_unit.carbon_and_embodied
# What is missing is null with its reason, not 0.
figure project=empty used.energy.value
figure project=empty used.measured_share.value
figure project=p not_shown.idle.runs
figure 0000000000000002 used.energy.share
figure 0000000000000002 used.carbon.marginal
figure 0000000000000002 by_part.cpu.package-0.energy
figure both "means.1_name_a.energy"
figure both "changes.2_name_b.change"
# The level of the intervals stands in every format.
for format in text md html csv json; do
	frugal report project=p --format $format | grep -c 'footprint (intervals of 90 %)' | sed "s/^[1-9].*/$format: named/"
done
frugal --lang fr report project=p | grep '90 %)' | head -2
frugal report project=p --format csv | head -2
frugal report project=p --format csv | grep 'used.energy'
