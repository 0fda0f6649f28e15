# In a terminal a measured command gets its keys, its size and its modes as without us.
TERM=xterm python3 "$CASES/terminal.py"
