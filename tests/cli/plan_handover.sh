# A plan is handed on whole: its moment, latest start, zone, folder, variables and name.
export FRUGAL_GRID="$PWD/grid" SOURCE_DATE_EPOCH=1792843200 # 2026-10-24T12:00Z
# From 2026-10-24: 300, and 10 in the hours 12 (of the 24th), 24 and 25 of three zones; SE 20 at 18.
python3 - <<'PY'
import datetime
for zone, cheap in (("PL", {}), ("SE", {18: 20}), ("FR", {24: 10}), ("BE", {25: 10}), ("NL", {12: 10})):
    with open(zone + ".csv", "w") as f:
        f.write("time_utc,g_per_kwh\n")
        for i in range(96):
            at = datetime.datetime(2026, 10, 24) + datetime.timedelta(hours=i)
            f.write(at.strftime("%Y-%m-%dT%H:%MZ,") + f"{cheap.get(i, 300)}\n")
PY
for zone in PL SE FR BE NL; do frugal grid import $zone.csv --zone $zone >/dev/null; done
emit() { frugal plan --from 2026-10-24T12:00Z --duration 1h --deadline 30h "$@"; }
plain() { sed "s|$PWD|HERE|; s|env PATH=.* frugal|env PATH=.. frugal|; s|frugal-job-[0-9a-f]*|NAME|"; }

echo "# 00:00 and 01:00 UTC are both 02:00 in Paris"
TZ=Europe/Paris emit --zone FR --emit sbatch -- ./job | plain | grep -- --begin
TZ=Europe/Paris emit --zone BE --emit sbatch -- ./job | plain | grep -- --begin
TZ=Europe/Paris emit --zone BE --emit cron -- ./job | tail -1 | plain
echo "# cron goes by the machine's clock, whatever TZ is"
TZ=Pacific/Kiritimati emit --zone BE --emit cron -- ./job | grep -c '^# TZ is not'
echo "# the hour that has begun: at once, which cron cannot"
for to in at k8s sbatch systemd cron; do
	emit --zone NL --emit $to --image i -- ./job | plain | grep -E 'at now|^kind|begin|on-calendar|schedule'
done
echo "# a plan that has passed"
SOURCE_DATE_EPOCH=1793000000 emit --zone FR --emit at -- ./job; echo "exit $?"
echo "# a plan of the past, which is written as it was then, and says so"
env -u SOURCE_DATE_EPOCH frugal plan --from 2026-10-24T12:00Z --duration 1h --deadline 30h --zone FR --emit at -- ./job | grep -E 'were over|at -t'
echo "# not asked for, not written: --deadline, --time, startingDeadlineSeconds"
frugal plan --from 2026-10-24T12:00Z --zone FR --emit sbatch -- ./job | plain
frugal plan --from 2026-10-24T12:00Z --zone FR --emit k8s --image i -- ./job | grep -c startingDeadlineSeconds
emit --zone FR --emit k8s --image i -- ./job | grep startingDeadlineSeconds # 30 h - 12 h - 1 h
echo "# allowed hours bound the latest start: until 03:00, less one"
frugal plan --from 2026-10-24T12:00Z --zone FR --only '23-3 UTC' --duration 1h --emit at -- ./job | plain | grep not-after
echo "# names"
name() { emit --zone FR --emit k8s --image i "$@" | grep '^  name:'; }
[ "$(name -- ./job a)" != "$(name -- ./job b)" ] && echo "two commands, two names"
[ "$(name -- ./job a)" = "$(name -- ./job a)" ] && echo "one command, one name"
name --name nightly -- ./job
name --name 1e3 -- ./job
name --name 'Büro 7' -- ./job
echo "# elsewhere: the zone is named, or a line carries it there"
emit --zone PL --zone SE --emit at -- ./job 'a b' | plain
emit --zone PL --zone SE --at-zone 'SE=sh -c {}' --emit at --unmetered -- ./job 'a b' | tail -2
emit --zone PL --at-zone 'FR=ssh {}' --at-zone 'SE=ssh se {}' --emit at -- ./job 'a b' | tail -2
for line in 'SE=ssh' 'SE=ssh "{}"' 'ssh {}' 'SE={} {}' 'SE=ssh \{}'; do emit --zone PL --at-zone "$line" --emit at -- ./job; done
echo "# again and again: planned at each start, by the clock of this machine"
every() { frugal plan --from 2026-10-24T12:00Z --zone FR "$@" | plain | grep -E '^[0-9*]|OnCalendar|schedule|timeZone|ExecStart|command'; }
every --every day --emit cron -- ./job
TZ=Europe/Paris every --every day --duration 2h --only '20:00-06:00' --emit cron -- ./job
TZ=Europe/Paris every --every week --deadline 3d --only 'Sat 08:00-20:00' --emit k8s --image i -- ./job
TZ=Europe/Paris every --every month --emit systemd -- ./job
every --every hour --duration 20min --emit cron -- ./job
every --every day --deadline 2d --emit cron -- ./job
every --every day --emit at -- ./job
# 24 October is a Saturday: nights of weekdays are not planned at weekends, and what only weekdays allow can be written on a Saturday.
every --every day --duration 2h --only 'Mon-Fri 20:00-06:00' --emit cron -- ./job
every --every day --duration 2h --only 'Mon-Fri 20:00-06:00' --emit systemd -- ./job
every --every day --duration 2h --only 'Sun,Wed,Fri-Sat 01:00-06:00' --emit k8s --image i -- ./job
every --every week --duration 2h --only 'Tue 01:00-06:00' --emit cron -- ./job
frugal plan --from 2026-10-24T12:00Z --zone FR --every week --duration 2h --only 'Tue 01:00-02:00' --emit cron -- ./job
for option in --image=i --env=A=1 --unmetered; do frugal plan --from 2026-10-24T12:00Z --zone FR $option; done
every --every day --data 3GB --emit cron -- ./job
every --every day
echo "# variables and folder"
mkdir -p 'my folder'
(cd 'my folder' && A=1 emit --zone FR --emit at --env A --env 'B=it is' -- ./job) | plain
emit --zone FR --emit at --env NONE -- ./job
emit --zone FR --emit k8s --image i --env B=1 -- ./job | grep -A2 -E 'workingDir|env:'
echo "# a moment that is given"
frugal run -q --not-after 2026-01-01T00:00Z -- touch late; echo "exit $?"
frugal run -q --not-before 2026-01-01T00:00Z --not-after 2099-01-01T00:00Z -- echo started
frugal run -q --not-before soon -- touch late; echo "exit $?"
ls
unset SOURCE_DATE_EPOCH

cat >now.sh <<'SH'
# PL is bad from now on, SE is good now.
for i in $(seq -30 60); do date -u -d "@$((($(date +%s) / 3600 + i) * 3600))" +%FT%H:00Z; done >times
{ echo time_utc,g_per_kwh; sed 's/$/,300/' times; } >h.csv
frugal -q grid import h.csv --zone PL >/dev/null
sed -i 's/,300/,20/' h.csv
frugal -q grid import h.csv --zone SE >/dev/null
plan="frugal plan --duration 1h --deadline 9h --zone PL"
cat >there <<'T'
#!/bin/sh
echo "there: $#"
cd / && eval "$1"
T
chmod +x there
echo "# --run: here, and there by its line, in the words that were given"
$plan --run -- printf '<%s>' 'a b' "it's" '$HOME' 2>/dev/null; echo
$plan --zone SE --at-zone 'SE=./there {}' --run -- printf '<%s>' 'a b' "it's" '$HOME' '%d' '' 2>/dev/null; echo
$plan --zone SE --run -- true; echo "exit $?"
echo "# run --when green"
frugal -q run --when green --zone PL --at-zone 'SE=./there {}' --deadline 9h -- sh -c 'printf "<%s>" "$@"; exit 7' sh 'a b' "it's" 2>/dev/null; echo " exit $?"
echo "# of the runs none is that of a line"
frugal runs --csv | grep -c ./there
echo "# no frugal there"
PATH=/usr/bin:/bin "$(command -v frugal)" -q run --when green --zone PL --at-zone 'SE=./there {}' -- printf '<%s>' 'a b' 2>/dev/null; echo
echo "# Slurm's deadline is one that was asked for"
frugal sbatch --zone PL --duration 1h --dry-run a.sh 2>/dev/null
frugal sbatch --zone PL --duration 1h --deadline 9h --dry-run a.sh 2>/dev/null | sed 's/deadline=[0-9T:-]*/deadline=THEN/'
SH
sh now.sh
