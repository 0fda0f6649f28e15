# Published footprints next to ours: the figures, the reasons, the command that gives ours.
frugal published --json >all
python3 - <<'PY'
import csv, json, os
lines = (line for line in open(os.environ["SOURCE"] + "/tests/golden/published.csv", encoding="utf-8") if line[0] != "#")
exact = {(row["publication"], row["what"]): row for row in csv.DictReader(lines)}
figures = json.load(open("all"))["figures"]
print(len(figures), "figures,", len(exact), "worked out,", len({row["id"] for row in exact.values()} - {""}), "of the worked examples")
for figure in figures:
    row = exact[figure["publication"], figure["what"]]
    if abs(figure["ours"] / float(row["exact"]) - 1) > (1e-5 if row["id"] else 1e-9):
        print(figure["what"], figure["ours"], row["exact"])
    if figure["follows"] != (figure["tolerance"] is not None) or not figure["why"]:
        print("not told why:", figure)
PY
frugal published
frugal published bloom
frugal published "BLOOM 176B" --json --svg steps.svg | jq -c '.figures | map(select(.step)) | map([.published, (.ours * 1000 | round / 1000)])'
# Each of ours is the answer of the command printed.
jq -r '.figures[] | [.command, .figure, .unit, .ours] | @tsv' all | sort -u | while IFS=$'\t' read -r command figure unit ours; do
	eval "$command --draws 1 --csv --quiet" | awk -F, -v figure="$figure" '$1 == figure {print $2, $3}' >got
	echo "$unit $ours $(cat got)"
done | python3 -c '
import sys
scale = {"tCO2e": 1e3, "MWh": 1e3, "GWh": 1e6, "m3": 1e3, "mL": 1e-3, "Wh": 1e-3, "gCO2e": 1e-3, "gSbe": 1e-3, "mgSbe": 1e-6, "J": 1 / 3.6e6}
rows = [line.split() for line in sys.stdin]
print(len(rows), all(abs(float(ours) * scale.get(unit, 1) / (float(got) * scale.get(of, 1)) - 1) < 1e-9 for unit, ours, got, of in rows))'
xmllint --noout steps.svg 2>/dev/null || python3 -c 'import xml.dom.minidom; xml.dom.minidom.parse("steps.svg")'
grep -c '<rect class="[okw]"' steps.svg
# A figure of one's own, with a reason that is code elsewhere.
mkdir mine
cat >mine/published.csv <<'CSV'
key,name,what,step,model,inputs,figure,unit,published[1],tolerance[1],why,year,source,licence
mine,"A <b> & ""c""",one <i>,one <i>,run,measured=100kWh;zone=paper:gpt3,carbon,kgCO2e,42.9,0.001,exact,2026,me,mine
mine,"A <b> & ""c""",two,two,run,measured=100kWh;pue=1.5;zone=paper:gpt3,carbon,kgCO2e,70,,no idea,2026,me,mine
CSV
frugal published mine --factors mine --svg mine.svg
python3 -c 'import xml.dom.minidom; print(xml.dom.minidom.parse("mine.svg").getElementsByTagName("title")[0].firstChild.data)'
bad() { frugal published "$@"; [ $? -eq "$status" ] || echo "status of: $*"; }
status=2
bad nosuch
bad --svg x.svg
bad llama-2 --svg x.svg
[ -e x.svg ] && echo "a chart of nothing"
status=4
echo 'mine,,three,,run,measured=100kWh,carbon,kWh,1,,,2026,me,mine' | cat <(head -1 mine/published.csv) - >p && mv p mine/published.csv
bad mine --factors mine
sed -i 's/carbon,kWh/nosuch,kWh/' mine/published.csv
bad mine --factors mine
status=2
sed -i 's/,run,/,nosuch,/' mine/published.csv
bad mine --factors mine
true
