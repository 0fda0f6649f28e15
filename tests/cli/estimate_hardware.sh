# Embodied impacts of hardware, part by part, worked out by hand or published.
. "$CASES/values.bash"
all='carbon adpe pe'
# 2 * (9.14 + 200 * 0.0197) = 26.16 kg; 2 * (0.0204 + 200 * 5.87e-9) = 0.040802 kgSbe;
# 2 * (156 + 200 * 0.265) = 418 MJ
values "$all" boavizta_cpu count=2 die_size=200mm2
# 32 GB / 1.25 = 25.6 cm2 a module. 4 * (5.22 + 56.32) = 246.16 kg;
# 4 * (0.00169 + 0.0016128) = 0.013211 kgSbe; 4 * (74 + 698.88) = 3091.5 MJ
values "$all" boavizta_ram count=4 capacity=32GB density=1.25GB/cm2
# 1000 / 50 = 20 cm2: 6.34 + 44 = 50.34 kg; 0.000563 + 0.00126 kgSbe; 73.98 + 546 = 619.98 MJ
values "$all" boavizta_ssd capacity=1TB density=50GB/cm2
# 2 * 31.11 kg; 2 * 0.00025 kgSbe; 2 * 276 MJ
values "$all" boavizta_hdd count=2
# 2 * 2.99 * 24.3 = 145.314 kg; * 0.0083 = 0.049634 kgSbe; * 352 = 2104.96 MJ
values "$all" boavizta_psu count=2
# 610 mm2: side 24.6982 + 0.2, 619.919 mm2; 70685.83 / 619.919 = 114.024 sites less 26.766 at the edge:
# 87.258 dies, of which exp(-sqrt(0.619919)) = 0.45505 are good: 70685.83 / 87.258 / 0.45505 =
# 1780.2 mm2.
values 'dies yield effective' boavizta_wafer area=610mm2
frugal estimate boavizta_wafer area=40000mm2 2>&1
echo "exit $?"
# A card of the H100 class, with the factors of embodied_parts.cards.csv: 0.79 * 8.2574 + 0.9 * 5.742 +
# 296 * 0.032602 + 2808.4451 * 0.042582 + 2343.1715 * 0.18358 = 571.05 kg, transport and end of life 1.69 *
# (0.25942 + 1000 * 5.04e-5 + 19000 * 1.33e-5 + 1.5074) = 3.498 kg: 574.588 kg; likewise 0.0058288 kgSbe.
# BoaviztAPI 2.4.1 has 575.0875 kg and 0.005825949 kgSbe with its own digits.
values "die_wafer vram_wafer carbon adpe" boavizta_gpu
# Two cards cost twice one.
values carbon boavizta_gpu count=2
# A GTX 1080 Ti, a P100 and an A100 40 GB, in wafer as BoaviztAPI 2.4.1 lists it: 89.058 kg, 0.0048859 kgSbe,
# 1354.9 MJ; 129.24, 0.004853, 1875.9; 273.17, 0.0037433, 3724.1 (BoaviztAPI: 89.0939, 0.00488237, 1354.19;
# 129.313, 0.00484982, 1875.07; 273.388, 0.00374343, 3722.40). Memory 223.285, 364.342 and 991.583 mm2.
card() { # WEIGHT CASING HEATSINK BOARD WAFER VRAM VRAM_DIES
	values "vram_wafer $all" boavizta_gpu weight="$1kg" casing_weight="$2kg" \
		heatsink_weight="$3kg" board_area="$4cm2" wafer_area="$5mm2" vram="$6GB" vram_dies="$7"
}
card 0.881 0.252 0.427 312.14 740.57 11 11
card 0.888 0.175 0.538 295.26 1088.7 16 4
card 1.56 0.09 1.25 105 1798 40 6
# A server of two processors of 200 mm2, four modules of 32 GB, one drive of 1000 GB, two supplies, in a
# rack case: 26.16 + 246.16 + 50.34 + 145.314 + 150 + 66.1 + 6.68 = 690.754 kg. A quarter of its life
# costs a quarter; an eighth of its processors and a quarter of its memory, as a cloud would sell
# them: (26.16 + 145.314 + 222.78 + 50.34) / 8 + 246.16 / 4 = 117.114 kg.
server() {
	values "$1" boavizta_server die_size=200mm2 ram_modules=4 ram_capacity=32GB ram_density=1.25GB/cm2 \
		ssds=1 ssd_capacity=1TB ssd_density=50GB/cm2 "${@:2}"
}
server carbon
server carbon duration=8760h
server carbon cpu_share=0.125 ram_share=0.25
# 171.2 * ln(0.0354 * 86.89) - 10.13 = 182.23 W; 182.23 * 1000 h = 182.23 kWh at 0.38 kg.
values 'energy carbon' boavizta_use duration=1000h
