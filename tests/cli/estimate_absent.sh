# What has no value says why: on the terminal, in JSON, in CSV, and for whole files.
never="uses=100 direct_per_use=2kg reference_per_use=1kg fixed=10kg"
frugal estimate net_benefit $never --draws 1 | grep break_even
frugal estimate net_benefit $never --draws 1 --csv | grep -E '^(name|break_even)'
frugal estimate net_benefit $never --draws 1 --json | grep -A 11 '"name": "break_even"' | head -12
# 10 kg of once, 1 kg gained by each use of 3 kg instead of 2 kg, all of it.
frugal estimate net_benefit uses=100 direct_per_use=2kg reference_per_use=3kg fixed=10kg remaining_share=0 rebound=0 --draws 1 --csv |
	grep '^break_even'
printf 'uses,direct_per_use,reference_per_use,fixed\n100,2,1,10\n100,2,3,10\n' >rows.csv
frugal estimate net_benefit remaining_share=0 rebound=0 --batch rows.csv | cut -d, -f5,9
# A project of which nothing is known has no footprint of 0.
frugal estimate project zone=FR; echo "exit $?"
# A family is not a model, and a letter O is not a zero.
frugal estimate request; echo "exit $?"
frugal estimate gpu_power gpu=A1OO; echo "exit $?"
