# On a terminal, help COMMAND opens the page where man finds it, else it prints; --help always prints.
mkdir bin
cat >bin/man <<'M'
#!/bin/sh
[ "$1" = -w ] && { [ "$2" = frugal-run ] && echo /a/page; exit; }
echo "page of $*"
M
chmod +x bin/man
PATH=$PWD/bin:$PATH
terminal() { python3 -c 'import pty, sys; pty.spawn(["sh", "-c", sys.argv[1]])' "$1" </dev/null | tr -d '\r' | head -1; }
export TERM=xterm
terminal 'frugal help run'
terminal 'frugal help attach'
terminal 'frugal run --help'
terminal 'frugal help run --lang fr'
terminal 'TERM=dumb frugal help run'
frugal help run | head -1
