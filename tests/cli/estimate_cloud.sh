# Cloud Carbon Footprint, worked out by hand and as its program answers.
. "$CASES/values.bash"
# us-east-1, Skylake: (0.65 + 0.5 * 3.61) W * 100 h * 1.135 = 0.2786425 kWh, at 379.069 g: 105.62 g
values 'energy carbon' ccf_compute vcpu_hours=100h utilization=50% idle_power=0.65W \
	full_power=4.26W zone.intensity=379.069g/kWh
# ap-south-1, nothing known of the processor: 2.12 W * 24 h * 1.135 = 0.0577488 kWh; 40.898 g
values 'energy carbon' ccf_compute vcpu_hours=24h zone.intensity=708.2g/kWh
# westeurope: 50000 GB h * 0.392 W * 1.185 = 23.226 kWh; 7.6274 kg
values 'energy carbon' ccf_compute vcpu_hours=0h memory_hours=50000GB*h pue=1.185 \
	zone.intensity=328.4g/kWh
# 4 of 96 virtual processors of a server of 1.2 t for 24 h: 1200 * 24 / 35040 * 4 / 96 = 0.034247 kg
values 'usage embodied carbon' ccf_compute vcpu_hours=96h server_gwp=1.2tCO2e server_vcpus=96 \
	idle_power=1W full_power=1W pue=1 zone.intensity=100g/kWh
# Without a server its share is absent; it is not 0.
values 'embodied' ccf_compute vcpu_hours=96h
# eu-west-1: 7440 TB h * 0.65 W * 3 * 1.135 = 16.46658 kWh; 4.58759 kg. SSD: 1.2 W.
values 'energy carbon' ccf_storage capacity=10TB duration=744h medium=hdd replication=3 \
	zone.intensity=278.6g/kWh
values 'energy' ccf_storage capacity=1TB duration=1000h pue=1
# 1000 GB * 0.001 kWh * 1.135 = 1.135 kWh; 567.5 g at 500 g
values 'energy carbon' ccf_network data=1TB zone.intensity=500g/kWh
# Its published servers. a1.medium: 1000 + 16 * 533 / 384 = 1022.21 kg. r5: 752 GB more are 1043.79,
# a second processor 100: 2143.79. p4d.24xlarge: 1576.79 + 8 * 100 + 100 + 8 * 150: 4676.79.
# x1e.32xlarge: 5396.62 + 2 * 100 + 3 * 100: 6896.62.
values 'carbon' ccf_server memory=32GB
values 'added_memory carbon' ccf_server memory=768GB sockets=2
values 'added_memory carbon' ccf_server memory=1152GB sockets=2 ssds=8 gpus=8
values 'added_memory carbon' ccf_server memory=3904GB sockets=4 ssds=2
# Less than 16 GB takes nothing off.
values 'carbon' ccf_server memory=8GB
