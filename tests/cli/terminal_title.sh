# Progress goes to the title of the window: nothing is written over what the command shows, and the
# title is given back at the end, at a stop, and when frugal is killed.
python3 "$CASES/terminal_title.py"
