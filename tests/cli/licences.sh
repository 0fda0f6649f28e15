# The notices of the built-in data are in the program, whole, and then the licence of frugal.
frugal version --licences >all
cmp <(cat "$SOURCE/NOTICE"; printf '\n\n'; cat "$SOURCE/LICENSE") all
grep -c '^Tables: ' all
grep -o 'Copyright (c) 2023 Code Carbon NGO' all
frugal version --licences --json
echo "exit $?"
