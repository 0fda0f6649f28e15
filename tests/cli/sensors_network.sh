# Plugs and controllers on the network, by servers that answer as they do.
cat >server.py <<'PY'
import http.server, json, sys
ANSWERS = {
    "/shelly/rpc/Switch.GetStatus?id=0": {"id": 0, "apower": 101.5, "aenergy": {"total": 12.0}},
    "/gen1/status": {"meters": [{"power": 40.25, "total": 7}, {"power": 2.0}]},
    "/tasmota/cm?cmnd=Status%208": {"StatusSNS": {"ENERGY": {"Power": 77, "Total": 3.1}}},
    "/redfish/v1/Chassis": {"Members": [{"@odata.id": "/redfish/v1/Chassis/Self"}]},
    "/redfish/v1/Chassis/Self/Power": {"PowerControl": [{"PowerConsumedWatts": 344}]},
    "/nothing/cm?cmnd=Status%208": {"Command": "Unknown"},
}
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.startswith("/away"):
            self.send_response(302)
            self.send_header("Location", "http://example.invalid/")
            self.end_headers()
            return
        answer = ANSWERS.get(self.path)
        body = b"<html>no</html>" if answer is None else json.dumps(answer).encode()
        self.send_response(404 if answer is None else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
PY
python3 server.py >port &
server=$!
while [ ! -s port ]; do sleep 0.05; done
url=http://127.0.0.1:$(cat port)
state() {
	frugal sensors --json --sensor "$1" |
		jq -r '.sensors[] | select(.class == "http") | "\(.part) \(.state) \(.kind) \(.covers)"'
}
state "shelly:$url/shelly"
state "shelly:$url/gen1/"
state "tasmota:$url/tasmota"
state "redfish:$url"
state "tasmota:$url/nothing"
state "shelly:$url/away"
state "shelly:http://127.0.0.1:1"
frugal run --sensor "shelly:$url/shelly" --json run.json --quiet sleep 1.5
jq -r '.parts[] | select(.check) | "\(.part) \(.energy_j / 101.5 / (1.5 - .gaps_s) * 10 | round / 10)"' run.json
frugal run --sensor shelli:x true; echo "exit $?"
kill "$server"
