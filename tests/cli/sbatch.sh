# A Slurm job in the greenest hours: the arguments of sbatch, by a program that writes them down.
export FRUGAL_GRID="$PWD/grid"
left=$((3600 - $(date +%s) % 3600))
[ "$left" -gt 60 ] || sleep "$left"
python3 - >hours.csv <<'PY'
import datetime
now = datetime.datetime.now(datetime.timezone.utc).replace(minute=0, second=0, microsecond=0)
print("time_utc,FR,SE")
for hour in range(-48, 60):
    print(f"{now + datetime.timedelta(hours=hour):%Y-%m-%dT%H:00Z},{20 if hour % 12 in (4, 5, 6, 7) else 100},30")
PY
frugal grid import hours.csv >/dev/null
mkdir bin
printf '#!/bin/sh\nprintf "[%%s]\\n" "$@" >told\necho "Submitted batch job 7"\n' >bin/sbatch
chmod +x bin/sbatch
export PATH="$PWD/bin:$PATH"
# Minutes from now to the begin, and to the deadline.
cat >since.py <<'PY'
import datetime, re, time
for line in open("told"):
    at = re.match(r"\[(--begin|--deadline)=(.*)\]", line)
    if not at: print(line.strip()); continue
    moment = datetime.datetime.strptime(at[2], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=datetime.timezone.utc)
    hour = time.time() // 3600 * 3600
    print(at[1], "after", int((moment.timestamp() - hour) // 3600), "h")
PY
printf '#!/bin/sh\n# a job\n#SBATCH -p gpu --time=1-02:30\n#SBATCH -t 90\necho done\n#SBATCH --time=5:00:00\n' >job.sh
# The last -t before the first command: 90 minutes, two hours of the series.
frugal sbatch --zone FR job.sh "an argument"; echo "exit $?"
python3 since.py
frugal sbatch -q --zone FR --duration 6h --deadline 2d -- -p gpu job.sh -t 3 >/dev/null
python3 since.py
# A word of the line holds over the script; without gain there is no --begin.
frugal sbatch -q --zone SE -- --time=2-00 -J name job.sh; echo "exit $?"
frugal sbatch -q --zone SE --deadline 3d -- --time=2-00 -J name job.sh >/dev/null
python3 since.py
frugal sbatch --zone FR --duration 2h --dry-run -- job.sh "it's" | sed -E 's/=[0-9T:-]{16,}/=TIME/g'
printf '#!/bin/sh\n#SBATCH --time="01:30:00"\n' >quoted.sh
frugal sbatch -q --zone FR --dry-run quoted.sh | sed -E 's/=[0-9T:-]{16,}/=TIME/g'
echo 'echo no time' >plain.sh
bad() { frugal sbatch "$@"; [ $? -eq 2 ] || echo "status of: $*"; }
bad --zone FR plain.sh
bad --zone FR -- -t tomorrow plain.sh
bad job.sh
bad --zone FR
bad --zone NOWHERE job.sh
# What the job says itself is not replaced in silence, and an array is not one task.
own() { printf '#!/bin/sh\n#SBATCH --time=60\n#SBATCH %s\n' "$1" >own.sh; shift; echo "# $(tail -n 1 own.sh) $*"; frugal sbatch --zone SE --dry-run "$@" own.sh 2>&1 | sed -E 's/=[0-9-]+T[0-9:]+/=TIME/'; }
own --begin=2027-01-01
own '-b now+1hour'
own --deadline=2027-01-01
own --deadline=2027-01-01 --deadline 20h
own --deadline=2027-01-01 --deadline 20h -- --deadline=2027-02-01
own --array=0-99%4
own '-a 1,3,5-9:2'
own --array=7
own --array=0-9 -- -a 0-3%2
rm bin/sbatch
PATH="$PWD/bin:$(dirname "$(type -P frugal)")" frugal sbatch -q --zone FR job.sh; echo "exit $?"
