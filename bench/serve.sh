#!/bin/bash
# serve.sh FRUGAL: requests a second of a kept page and of kept JSON with 64 clients that keep their
# connections, and of nginx with two workers that serves the same bytes, in turn. Fails below 20 000
# requests/s or above 20 ms for 99 of 100, where the machine is otherwise idle.
set -euo pipefail
frugal=$(realpath "$1")
seconds=${SECONDS_EACH:-5} limit=${REQUESTS_PER_S:-20000} late=${P99_MS:-20}
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
export HOME=$work FRUGAL_STORE=$work/ledger.db
for i in $(seq 20); do "$frugal" run -q --project bench --name "run $i" -- true; done

"$frugal" serve --listen 127.0.0.1:0 2>"$work/said" &
pids+=($!)
for _ in $(seq 100); do grep -qs http "$work/said" && break; sleep 0.1; done
at=$(grep -o 'http://[^/]*' "$work/said" | head -n 1)

nginx=$(PATH=$PATH:/usr/sbin command -v nginx || true)
if [ -n "$nginx" ]; then
	mkdir "$work/files"
	port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	curl -s "$at/runs" >"$work/files/runs"
	curl -s "$at/api/v1/runs" >"$work/files/json"
	chmod -R a+rX "$work"
	cat >"$work/nginx.conf" <<-END
	worker_processes 2; daemon off; pid $work/pid; error_log $work/error.log;
	$([ "$(id -u)" != 0 ] || echo 'user root;')
	events { worker_connections 1024; }
	http { access_log off; keepalive_requests 1000000000; sendfile on; open_file_cache max=100;
		server { listen 127.0.0.1:$port; root $work/files; } }
	END
	"$nginx" -p "$work" -c "$work/nginx.conf" 2>/dev/null &
	pids+=($!)
	sleep 1
fi

# measure URL: "requests/s p99-in-ms", of the best of three.
measure() {
	local i
	for i in 1 2 3; do
		wrk -t2 -c64 -d"${seconds}s" --latency "$1" >"$work/wrk.$i"
		if grep -q 'Non-2xx' "$work/wrk.$i"; then
			echo "serve.sh: $1 is not answered by 200" >&2
			return 1
		fi
		awk '/99%/ { v = $2; f = v ~ /us$/ ? 0.001 : v ~ /ms$/ ? 1 : 1000; sub(/[mu]?s$/, "", v); p = v * f }
			/Requests\/sec/ { print $2, p }' "$work/wrk.$i"
	done | sort -n | tail -n 1
}

status=0
for what in runs json; do
	path=/runs
	[ "$what" = runs ] || path=/api/v1/runs
	read -r ours p99 <<<"$(measure "$at$path")"
	line="$path: $ours requests/s, p99 $p99 ms"
	if [ -n "$nginx" ]; then
		read -r theirs theirs99 <<<"$(measure "http://127.0.0.1:$port/$what")"
		line="$line; nginx $theirs, p99 $theirs99 ms; ratio $(awk -v a="$ours" -v b="$theirs" 'BEGIN { printf "%.2f", a / b }')"
	fi
	echo "$line"
	awk -v a="$ours" -v p="$p99" -v l="$limit" -v m="$late" 'BEGIN { exit !(a >= l && p <= m) }' || status=1
done
exit "$status"
