# Hours and days that are allowed: all of the job is in them, by the clock of a place.
export FRUGAL_GRID="$PWD/grid"
# 100 g less the hour of the day, and 20 from 12 to 16: the night's best hours are its evening ones.
python3 - >hours.csv <<'PY'
import datetime
print("time_utc,XX")
t = datetime.datetime(2026, 10, 1)
for i in range(24 * 31):
    at = t + datetime.timedelta(hours=i)
    print(at.strftime("%Y-%m-%dT%H:%MZ,") + str(20 if 12 <= at.hour < 16 else 100 - at.hour))
PY
frugal grid import hours.csv >/dev/null
# Monday 2026-10-19.
on() { frugal plan --zone XX --from 2026-10-19T00:00Z --json "$@" | jq -c '[.schedule[0].start, .schedule[-1].end, .objective_gco2e, .run_now]'; }

echo "# without a limit: noon"
on --duration 4h
echo "# 22:00 to 24:00: 78 + 77"
on --duration 2h --only '20:00-06:00 UTC'
echo "# over midnight, 21 to 01: 79 + 78 + 77 + 100"
on --duration 4h --only '21:00-06:00 UTC' --deadline 48h
echo "# a weekend only"
on --duration 4h --only 'Sat-Sun UTC' --deadline 7d
echo "# at 20:00 in Paris it is 18:00 UTC, and after the 25th 19:00: 20 to 21 is the first hour"
on --duration 1h --only 'Mon-Fri 20-21 Europe/Paris'
frugal plan --zone XX --from 2026-10-26T00:00Z --json --duration 1h --only 'Mon-Fri 20-21 Europe/Paris' | jq -c '.schedule[0].start'
echo "# the clock of this machine"
TZ=America/New_York on --duration 1h --only '20:00-21:00'
echo "# half hours: 20:30 to 22:00 holds one hour and a half"
on --duration 90min --only '20:30-22:00 UTC'
echo "# the night of 24 October has eleven hours, that of the 23rd ten"
frugal plan --zone XX --from 2026-10-24T12:00Z --json --duration 11h --only '20:00-06:00 Europe/Paris' | jq -c '[.schedule[0].start, .schedule[0].end]'
frugal plan --zone XX --from 2026-10-23T12:00Z --duration 11h --only '20:00-06:00 Europe/Paris'; echo "exit $?"
echo "# now is not allowed: it waits, whatever that saves"
on --duration 1h --only '1-2 UTC'
echo "# an hour that has begun: a job of 20 min ends in it, one of an hour does not"
late() { frugal plan --zone XX --from 2026-10-19T12:34Z --json --only '12-13, 18-20 UTC' "$@" | jq -c '.schedule[0].start'; }
late --duration 20min
late --duration 1h
echo "# refused"
for text in 'Mon-Fryday' '20:00' 'Mon Europe/Pariss'; do on --only "$text"; done
frugal plan --zone XX --from 2026-10-19T00:00Z --throughput 1,2 --work 2 --only 20-21; echo "exit $?"
frugal run --only 20-21 -- true; echo "exit $?"
echo "# several lists, and pieces"
frugal plan --zone XX --from 2026-10-19T00:00Z --json --duration 3h --interruptible --only '12-13 UTC' --only '15-17 UTC' | jq -c '[.schedule[] | [.start, .end]]'
echo "# Slurm's begin, and a command that waits, are in the same hours"
cat >then.sh <<'SH'
for i in $(seq 0 71); do date -u -d "@$((($(date +%s) / 3600 + i) * 3600))" +%FT%H:00Z,50; done | sed '1i time_utc,g_per_kwh' >now.csv
frugal grid import now.csv --zone YY >/dev/null
# The hour after the next one, which flat hours would not wait for.
then=$(date -u -d '+2 hour' +%FT%H) hour=$(date -u -d '+2 hour' +%H)
only="$hour:00-$hour:59 UTC"
frugal sbatch --zone YY --dry-run --only "$only" --duration 30min job.sh 2>/dev/null | grep -o -- "--begin=$then:00:00" | sed "s/$then/THEN/"
timeout 5 frugal run --zone YY --when green --only "$only" --duration 30min -- touch started 2>&1 | sed "s/$then/THEN/"
frugal run --zone YY --when green --only "$only" --duration 2h -- touch started; echo "exit $?"
ls started 2>&1 || :
SH
sh then.sh
