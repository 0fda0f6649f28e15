# What stands in for a missing value, what a name is taken as and what is a guess: a batch has one line a kind.
printf '%s\n' instance,worked aws:m5.large,1 aws:p5.48xlarge,2 aws:p5.48xlarge,3 >in.csv
cat >wh.model <<'END'
model wh {
  in instance : row of instances
  in worked   : h
  in idle     : W = if known(instance.idle) then instance.idle else 0.74 W
  out energy  : Wh = idle * worked * instance.vcpus
}
END
frugal estimate wh --models . --batch in.csv 2>&1 | sed 's/instances.csv:[0-9]*/instances.csv:N/'
frugal --lang fr estimate wh --models . --batch in.csv 2>&1 >/dev/null | sed 's/instances.csv:[0-9]*/instances.csv:N/'
frugal estimate wh --models . --batch in.csv --quiet --output answers; wc -l <answers
printf 'gpu_hours\n2\n4\n' | frugal estimate training gpu=H100 --batch - 2>&1 >/dev/null
# One answer in CSV has figures alone; its notes are on standard error.
frugal estimate training gpu=H100 gpu_hours=1h --csv 2>&1 >/dev/null
frugal estimate training gpu=H100 gpu_hours=1h --csv --quiet 2>&1 >/dev/null
frugal estimate training gpu=H100 gpu_hours=1h --methods --csv 2>&1 >/dev/null | grep '^frugal: training:'
