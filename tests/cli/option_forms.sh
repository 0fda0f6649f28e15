# --name value, --name=value, letters together, common options before and after the command.
frugal --seed 7 version --draws=64 -q
frugal -qvall version
frugal -q --verbose sensor,meter version -- 
frugal -- version
