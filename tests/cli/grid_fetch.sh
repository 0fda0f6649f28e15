# Hours from the services themselves: a server that answers, pages, asks for keys and fails as they do.
export FRUGAL_GRID="$PWD/grid"
cat >server.py <<'PY'
import base64, http.server, json, re, sys, time, urllib.parse
from datetime import datetime, timedelta, timezone
tries = {}
def moments(start, end, minutes):
    at = start
    while at < end:
        yield at
        at += timedelta(minutes=minutes)
def when(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).replace(tzinfo=timezone.utc)
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def answer(self, body, status=200, kind="application/json", **headers):
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        q = dict(urllib.parse.parse_qsl(url.query))
        part = url.path.split("/")[1:]
        with open("asked", "a") as log:
            log.write(re.sub("secret", "SECRET", self.path) + "\n")
        if part[0] == "gb":
            start, end = when(part[2]), when(part[3])
            assert end - start <= timedelta(days=14)
            self.answer({"data": [{"from": f"{t:%Y-%m-%dT%H:%MZ}", "to": f"{t + timedelta(minutes=30):%Y-%m-%dT%H:%MZ}",
                "intensity": {"forecast": 1, "actual": 100 + t.day}} for t in moments(start, end, 30)]})
        elif part[0] == "busy":  # twice "too many", once away
            n = tries["busy"] = tries.get("busy", 0) + 1
            if n <= 2: return self.answer({"error": "slow down"}, 429, Retry_After="1")
            if n == 3: return self.answer(b"<html>away</html>", 503, "text/html")
            self.answer({"data": [{"from": "2026-03-02T00:00Z", "to": "2026-03-02T00:30Z", "intensity": {"forecast": 1, "actual": 7}}]})
        elif part[0] == "maps":
            if self.headers["auth-token"] != "secret": return self.answer({"error": "no"}, 401)
            assert q["shouldUseFallbackCallerLookup"] == "false" and q["zone"] == "FR"
            if part[1:] == ["carbon-intensity", "past-range"]:
                start, end = when(q["start"]), when(q["end"])
                assert end - start <= timedelta(days=10)
                self.answer({"zone": "FR", "data": [{"zone": "FR", "carbonIntensity": 50, "datetime": f"{t:%Y-%m-%dT%H:00:00.000Z}",
                    "emissionFactorType": q["emissionFactorType"], "isEstimated": False} for t in moments(start, end, 60)]})
            elif part[1:] == ["carbon-intensity", "forecast"]:
                self.answer({"zone": "FR", "updatedAt": "2026-03-20T00:10:00.000Z",
                    "forecast": [{"carbonIntensity": 33, "datetime": "2026-03-20T01:00:00.000Z"}]})
        elif part[0] == "rte":
            ends = re.findall(r"date'([^']*)'", q["where"])
            rows = [{"date_heure": f"{t:%Y-%m-%dT%H:%M:%S+00:00}", "taux_co2": "30" if t.minute else 20}
                    for t in moments(when(ends[0]), when(ends[1]), 15)]
            assert len(rows) <= int(q["limit"]) and part[1:5] == ["api", "explore", "v2.1", "catalog"]
            self.answer({"total_count": len(rows), "results": rows})
        elif part[0] == "watt" and part[1] == "login":
            right = base64.b64encode(b"me:secret").decode()
            if self.headers.get("Authorization") != "Basic " + right:
                return self.answer({}, 401, WWW_Authenticate="Basic")
            self.answer({"token": "jwt"})
        elif part[0] == "watt":
            if self.headers["Authorization"] != "Bearer jwt": return self.answer({}, 401)
            self.answer({"data": [{"point_time": "2026-03-02T00:00:00+00:00", "value": 1000}, {"point_time": "2026-03-02T00:05:00+00:00", "value": 500}],
                "meta": {"region": q["region"], "signal_type": "co2_moer", "units": "lbs_co2_per_mwh", "data_point_period_seconds": 300}})
        elif part[0] == "entsoe":
            if q["securityToken"] != "secret": return self.answer(b"<html/>", 401, "text/html")
            assert q["documentType"] == "A75" and q["in_Domain"] == "10YFR-RTE------C"
            start, end = (datetime.strptime(q[k], "%Y%m%d%H%M") for k in ("periodStart", "periodEnd"))
            if start >= datetime(2026, 3, 4):
                return self.answer(b"<Acknowledgement_MarketDocument><Reason><code>999</code><text>No matching data found</text></Reason></Acknowledgement_MarketDocument>", 400, "text/xml")
            self.answer(f"""<GL_MarketDocument><type>A75</type><TimeSeries><inBiddingZone_Domain.mRID>{q["in_Domain"]}</inBiddingZone_Domain.mRID>
<curveType>A03</curveType><MktPSRType><psrType>B14</psrType></MktPSRType><Period><timeInterval><start>{start:%Y-%m-%dT%H:%MZ}</start>
<end>{end:%Y-%m-%dT%H:%MZ}</end></timeInterval><resolution>PT60M</resolution><Point><position>1</position><quantity>5</quantity></Point></Period>
</TimeSeries></GL_MarketDocument>""".encode(), kind="text/xml")
        elif part[0] == "html":
            self.answer(b"<html><body>Welcome</body></html>", kind="text/html")
        elif part[0] == "nonsense":
            self.answer(b"x" * 10_000_000)
        elif part[0] == "away":
            self.answer(b"", 302, Location="http://other.invalid/data")
        elif part[0] == "slow":
            time.sleep(3)
        elif part[0] == "endless":
            self.send_response(200)
            self.end_headers()
            try:
                while True: self.wfile.write(b"[" * 1_000_000)
            except OSError: pass
    def log_message(self, *args):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_port, flush=True)
server.serve_forever()
PY
python3 server.py >port &
server=$!
while [ ! -s port ]; do sleep 0.05; done
url=http://127.0.0.1:$(cat port)
shows() { frugal grid show "$@" | tail -1; }
# Pages of thirteen days; a second time nothing that is stored is asked for again.
frugal grid fetch gb --url "$url/gb" --from 2026-03-01 --to 2026-03-21
frugal grid fetch gb --url "$url/gb" --to 2026-03-22
shows GB --from 2026-03-01 --to 2026-03-22
sed 's/.*intensity.//' asked; : >asked
# Busy twice, away once, then there.
frugal grid fetch gb --url "$url/busy" --from 2026-03-02 --to 2026-03-03 --json | jq -c '[.requests, .slots, .changed]'
# Keys: none, of a file that others may read, of the file, of a variable; never shown.
frugal grid fetch electricitymaps --zone FR --url "$url/maps" --from 2026-03-01 --to 2026-03-16 2>&1 | sed "s|$HOME|HOME|"
mkdir -p "$XDG_CONFIG_HOME/frugal"
printf '# keys\nelectricitymaps = secret\nwatttime = me:secret\n' >"$XDG_CONFIG_HOME/frugal/keys"
chmod 644 "$XDG_CONFIG_HOME/frugal/keys"
frugal grid fetch electricitymaps --zone FR --url "$url/maps" 2>&1 | sed "s|$HOME|HOME|g"
chmod 600 "$XDG_CONFIG_HOME/frugal/keys"
frugal grid fetch electricitymaps --zone FR --url "$url/maps" --from 2026-03-01 --to 2026-03-16
frugal grid fetch electricitymaps --zone FR --url "$url/maps" --from 2026-03-01 --to 2026-03-02 --scope direct
frugal grid fetch electricitymaps --zone FR --url "$url/maps" --ahead
FRUGAL_KEY_ELECTRICITYMAPS=wrong frugal grid fetch electricitymaps --zone FR --url "$url/maps" --from 2026-03-01 2>&1 | sed "s|$url|URL|"
frugal grid fetch watttime --zone CAISO_NORTH --url "$url/watt" --from 2026-03-02 --to 2026-03-03
frugal grid show CAISO_NORTH --kind marginal --from 2026-03-02 --to 2026-03-02T00:10Z --json | jq -c '[.scope, (.slots[].g_per_kwh * 1e4 | round)]'
frugal grid fetch rte --url "$url/rte" --from 2026-03-02 --to 2026-03-04
FRUGAL_KEY_ENTSOE=secret frugal grid fetch entsoe --zone FR --url "$url/entsoe" --mix ar5 --from 2026-02-01 --to 2026-03-06
cut -d'?' -f1 asked | uniq -c | sed 's/^ *//'
grep -c SECRET asked # in the address of ENTSO-E alone
# What fails is said once, and leaves all as it was.
before=$(cat grid/* | sha256sum)
fails() { frugal grid fetch gb --url "$url/$1" --from 2026-03-02 --to 2026-03-03 2>&1 | sed "s|$url|URL|"; }
fails html; fails nonsense; fails away; fails endless
timeout 60 frugal grid fetch gb --url "$url/slow" --from 2026-03-02 --to 2026-03-03 --timeout 0.2s 2>&1 | sed "s|$url|URL|"
[ "$before" = "$(cat grid/* | sha256sum)" ] && echo unchanged
kill $server
wait $server 2>/dev/null
frugal grid fetch nobody 2>&1 | sed 's/electricitymaps, .*/PROVIDERS/'; echo "exit ${PIPESTATUS[0]}"
frugal grid fetch gb --zone FR; echo "exit $?"
frugal grid fetch electricitymaps; echo "exit $?"
FRUGAL_KEY_ENTSOE=secret frugal grid fetch entsoe --zone FR; echo "exit $?"
frugal grid fetch rte --ahead; echo "exit $?"
frugal grid fetch gb --from 2026-03-02 --to 2026-03-01; echo "exit $?"
