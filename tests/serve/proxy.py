# SPDX-License-Identifier: Apache-2.0
"""proxy.py FRUGAL SOURCE: the file for nginx that is shipped, with a real nginx: TLS, the token, the
prefix, and no way around it."""
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import http.client

from server import Cases, Reply, serving

FRUGAL, SOURCE = sys.argv[1:3]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def ask(port, path, headers=None):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=context)
    connection.request("GET", path, headers={"Host": "frugal.example", **(headers or {})})
    response = connection.getresponse()
    reply = Reply(response, response.read())
    connection.close()
    return reply


def start_nginx(nginx, folder, port, behind):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem", "-days", "2",
                    "-subj", "/CN=frugal.example"], check=True, capture_output=True)
    site = open(f"{SOURCE}/data/nginx/frugal.conf", encoding="utf-8").read()
    for old, new in (("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"), ("/etc/ssl/certs/frugal.example.pem", f"{folder}/cert.pem"),
                     ("/etc/ssl/private/frugal.example.key", f"{folder}/key.pem"), ("127.0.0.1:8420", f"127.0.0.1:{behind}")):
        assert old in site
        site = site.replace(old, new)
    paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.geteuid() == 0 else ""
    with open(f"{folder}/nginx.conf", "w", encoding="utf-8") as out:
        out.write(f"{user} worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\nhttp {{ {paths}\n{site}\n}}\n")
    process = subprocess.Popen([nginx, "-p", folder, "-c", f"{folder}/nginx.conf"], stderr=subprocess.PIPE, text=True)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        if process.poll() is not None:
            raise AssertionError(process.stderr.read())
        time.sleep(0.1)
    raise AssertionError("nginx does not answer")


def main():
    cases = Cases()
    nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if not nginx or not shutil.which("openssl"):
        cases.check("behind nginx # SKIP nginx or openssl is not installed", True)
        cases.end()
    with tempfile.TemporaryDirectory() as folder, serving(FRUGAL, "--allow-host", "frugal.example") as server:
        port = free_port()
        # Its workers are of the user of the server: without the headers that would be proof enough.
        process = start_nginx(nginx, folder, port, server.port)
        try:
            token = server.command("serve", "token").stdout.strip()
            cases.check("nginx of our own user is no proof", ask(port, "/runs").status == 401)
            cases.check("a header of the client changes nothing", ask(port, "/runs", {"X-Forwarded-For": ""}).status == 401)
            cases.check("another name is refused", ask(port, "/runs", {"Host": "evil.example"}).status in (401, 421))
            cases.check("the token is taken", ask(port, "/runs", {"Authorization": f"Bearer {token}"}).status == 200)
            link = ask(port, f"/?token={token}")
            place = link.headers.get("location", "")
            cases.check("a link is exchanged", link.status == 303 and bool(re.fullmatch("/~[0-9a-f]{64}/", place)), place)
            page = ask(port, place + "fr/runs")
            cases.check("the prefix reads, in French", page.status == 200 and '<html lang="fr">' in page.text)
            style = ask(port, re.search(r'href="(/~[^"]*style.css)"', page.text).group(1))
            cases.check("and its style", style.status == 200 and style.headers["content-type"].startswith("text/css"))
            cases.check("it is alive", ask(port, "/healthz").status == 200)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)
    cases.end()


main()
