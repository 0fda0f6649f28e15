# The report of a group, a run, a comparison: its numbers by hand, its pages as they may be, in five formats.
export SOURCE_DATE_EPOCH=1795867200 # 2026-11-28
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs, day = Runs(), 86400
more = dict(project="digits", service="chat", low=.9, high=1.2, measured=.8)
runs.add(1, 1000, g=400, embodied=40, marginal=700, phase="development", at_s=10 * day, zone="DE", **more)
runs.add(2, 3000, g=300, embodied=60, marginal=1500, phase="training", name="small", at_s=40 * day, zone="FR", tags=["outcome:shipped"],
         metrics=[(1, "accuracy", .90)], parts=[("cpu.package-0", "powercap intel-rapl:0", 3600, "measured"), ("ram", "model ram_power", 1800, "modelled")], **more)
runs.add(3, 2000, g=200, embodied=40, marginal=1000, phase="training", name="large", at_s=41 * day, zone="FR", exit_code=1, metrics=[(1, "accuracy", .95)], **more)
runs.add(4, 500, g=50, embodied=10, marginal=250, hours=2, phase="inference", name="large", at_s=70 * day, zone="FR", metrics=[(1, "accuracy", .93)], **more)
runs.keep()
PY
frugal service set chat 'unit=<answer> & more' team=us
frugal service use chat 1970-03 units=100 expected=100
frugal report project=digits -o en.html
frugal --lang fr report project=digits -o fr.html
frugal report name=small name=large --metric accuracy -o both.html
frugal report 0000000000000002 -o run.html
frugal report project=digits -o page.md
python3 "$CASES/look.py" en.html fr.html both.html run.html
head -4 en.html | cut -c1-60; grep -c 'lang="fr"' fr.html
grep -o '&lt;answer&gt; &amp; more' en.html | head -1
# 6.5 kWh, 950 g, 150 g embodied; 80 % measured; one answer: 5 Wh, (50 + 10) / 100 g; an hour: 250 Wh.
frugal report project=digits --format json >page.json
rows() { jq -c ".sections[] | select(.id == \"$1\").blocks[] | select(.table).rows[] | [.title, .cells[$2:][].value]" page.json; }
rows summary 0
rows inference 0
rows development 1
# Final runs 350 g of which 175 without idle (half of their energy is marginal), 400 g before, 200 g failed, 150 g embodied.
frugal report project=digits | grep -A 6 'first count'
frugal report project=digits | grep -A 4 'intensity of the electricity'
sed -n '/^## 4/,/^## 5/p' page.md
frugal report project=digits --format csv | grep '^7,'
frugal report 0000000000000002 | sed -n '/^2\. /,/^4\. /p'
frugal report name=small name=large --metric accuracy | sed -n '/^1\. /,/^4\. /p'
frugal report name=small name=large --metric loss | sed -n '/^3\. /,/^4\. /p'
# A group in a phase alone has no audit; one without runs is refused.
frugal report project=digits,phase=training | sed -n '/^9\. /,/^10\. /p'
bad() { frugal report "$@" 2>&1 | sed "s|$FRUGAL_STORE|LEDGER|"; echo "exit ${PIPESTATUS[0]}"; }
bad project=nobody
bad ffffffffffffffff
bad last --format pdf
bad last -o nowhere/page.html
bad last last --form hf
