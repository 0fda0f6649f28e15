# Bytes of the user's that would break the line, move the cursor or are no text.
frugal $'two\nlines'
frugal $'\e[31mred\e[0m'
frugal $'bad \xff\xc3 bytes'
frugal "$(printf 'x%.0s' {1..1000})" 2>&1 | awk '{ print NR, length($0) < 700 }'
exit 0
