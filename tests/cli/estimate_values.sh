# Figures worked out by hand, or published.
. "$CASES/values.bash"
# 1083000 h * (0.4 kW * 0.95 + 0.2 * (0.4 kW + 0.3 kW)) * 1.56 = 878 529.6 kWh
values energy training gpu="A100 SXM4 80GB" gpu_hours=1083kh
# 10 h * 0.7 kW * 0.5 * 1.2 = 4.2 kWh of boards, at 50 g: 0.21 kg
values 'energy carbon' training gpu="H100 SXM5 80GB" gpu_hours=10h utilization=50% host_ratio=0 pue=1.2 \
	zone.intensity=50g/kWh
# BLOOM (Luccioni et al. 2023): 24.69 t dynamic; 690 MWh at 57 g: 39.33 t; 11.2 t embodied,
# 50.5 t together, 123.8 t with the 73.32 t of development.
values 'dynamic site embodied with_embodied with_development carbon' luccioni2023 \
	gpu="A100 SXM4 80GB" gpu_hours=1082990h site_energy=690MWh zone=paper:bloom \
	development=73.32t
# The fitted formulas evaluated apart from the program, in watts: exp of the polynomial at rest and at
# full load, and their mean by f10 and f50 of Cascade Lake.
for load in 0 0.1 0.5 1; do
	values power cpu_power uarch=cascadelake cores=40 sockets=2 tdp=150W memory=192GB load=$load
done
# 64 GB * 0.3725 W/GB
values power ram_power memory=64GB
# 231 Wh at 56 g/kWh: 12.936 g
values 'energy carbon' run measured=200Wh modelled=31Wh zone.intensity=56gCO2e/kWh
