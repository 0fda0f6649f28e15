# The reader has gone: frugal ends without a word.
{ frugal help --man; echo "$?" >status; } | true
grep -qx '141\|0' status && echo quiet
# The same where SIGPIPE is ignored.
(trap '' PIPE; { sleep 0.1; frugal help --man; } | true)
