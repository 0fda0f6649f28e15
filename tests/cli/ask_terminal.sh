# In a terminal the rest is asked for, one thing after the other.
TERM=xterm python3 "$CASES/ask_terminal.py"
