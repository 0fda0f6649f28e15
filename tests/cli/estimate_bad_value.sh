# Each mistake in an input is one line that says what, and what to write; nothing is answered.
ask() { frugal estimate "$@"; echo "exit $?"; }
a100=(training gpu="A100 SXM4 80GB")
ask "${a100[@]}" gpu_hours=1083kW
ask "${a100[@]}" gpu_hours=10
ask "${a100[@]}" gpu_hours=1,5h
ask "${a100[@]}" gpu_hours="1 000h"
for value in nan infinity 1e999 '1e308 yr' '' ' ' h '5 hh'; do
	ask "${a100[@]}" gpu_hours="$value"
done
for value in '[3, 1]' '5 [1, 3] h' '5 [6, 4] h' '5 [1,' '5 [1] h' '5 [1, 9 h' '5 [1 W, 9 W] h'; do
	ask "${a100[@]}" gpu_hours="$value"
done
ask "${a100[@]}" gpu_hours=-1h
ask "${a100[@]}" gpu_hours=1h utilization=65
ask "${a100[@]}" gpu_hours=1h utilization="0.5 [0.2, 1.5]"
ask "${a100[@]}" gpu_hours=1h zone.intensity=
ask "${a100[@]}" gpu_hours=1h zone.intensity=5W
ask cpu_power cores=4 method=T9
ask cpu_power cores=4 launch=2050
