# Refused rows are kept apart with line, reason and text; the others are answered.
rows() {
	printf "$1" >in.csv
	frugal estimate "${model[@]}" --batch in.csv --output answers --rejects refused
	echo "exit $?"
	cut -d, -f1-3 answers | cat -v
	cat -v refused
}
# (400 W * 0.95 + 0.2 * (400 W + 300 W)) * 1.56 = 0.8112 kW
model=(training gpu="A100 SXM4 80GB" zone=FR)
rows 'id,gpu_hours\na,10\nb,ten\nc,-1\nd,\ne,nan\nf,1e999\ng,5 W\nh,5 kh\ni,"1 [0.5, 2] h"\nj,"1 [-1, 2] h"\n'
rows 'id,gpu_hours,utilization\na,10,65\nb,10\nc,10,0.5,\nd,10,50%%\ne,1e308,1\nf,1e308 h,0\n'
# Lines are counted within quotes too.
rows 'id,gpu_hours\n"two\nlines",1\n\n"three\n\nlines",x\nlast,y\n'
rows 'id,gpu_hours\n"opened,1\nb,2\n'
rows 'id,gpu_hours\n"a"b,1\nc\0d,1\n5" wide,2'
# Separators, marks, ends of lines, bytes that are not text.
rows '\357\273\277id;gpu_hours\r\na;1.5\r\nb;1,5\r\n'
rows 'id,gpu_hours\n\351t\351,1\n'
model=(training gpu_hours=1h)
rows 'gpu,zone,_note\nA100 SXM4,FR,\nA100 SXM4 80GB,nosuch,\n,FR,\nA100 SXM4 80GB,,world\n'
# No row refused: the file of the refused has its header alone.
rows 'gpu\nA100 SXM4 80GB\n'
# No row at all is an answer too.
rows 'gpu\n'
# From a pipe, to a pipe that is closed early.
mkfifo pipe
printf 'gpu\nA100 SXM4 80GB\n' >pipe &
frugal estimate training gpu_hours=1h zone=FR --batch pipe
{ echo gpu; yes 'A100 SXM4 80GB'; } | frugal estimate training gpu_hours=1h --batch - | head -1
# Without --rejects the first reason is printed.
printf 'gpu\nA100 SXM4 80GB\nnosuch\n' | frugal estimate training gpu_hours=1h zone=FR --batch -
