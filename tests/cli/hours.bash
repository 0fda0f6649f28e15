# SPDX-License-Identifier: Apache-2.0
# hours_around G: a file of hours for `grid import`, of G g/kWh from two hours before this one to three after it.
hours_around() {
	python3 - "$1" <<'PY'
import datetime, sys
now = datetime.datetime.now(datetime.timezone.utc).replace(minute=0, second=0, microsecond=0)
print("time_utc,g_per_kwh")
for i in range(-2, 4):
    print(f"{now + datetime.timedelta(hours=i):%Y-%m-%dT%H:%MZ},{sys.argv[1]}")
PY
}
