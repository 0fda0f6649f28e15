# SPDX-License-Identifier: Apache-2.0
"""Servers and processors whose power was measured at several loads, as questions to methods that estimate it.

A Machine has what such methods ask, its load and the watts measured. Each method is given those of these facts that it has
inputs for: rated power by its own word for it, an hour of work, pue 1."""
import csv

import score

LOADS = range(0, 101, 10)
# Rated power (W) and physical cores of one processor, and processors, of the files of CodeCarbon's profiles: makers' data sheets.
# E5-1240 is left out: the processor of E3-1240 again, its energy counted twice.
PROFILED = {"E3-1240 V2": (69, 4, 1), "E5-2620 v3": (85, 6, 2), "1950X": (180, 16, 1), "EPYC 8024P": (90, 8, 1)}


class Machine:
    def __init__(self, cores, threads, sockets, tdp, memory, load, watts):
        self.cores, self.threads, self.sockets, self.tdp, self.memory = cores, threads, sockets, tdp, memory
        self.load, self.watts = load, watts

    def units(self, **given):
        return {name: value for name, value in given.items() if value is not None}

    def gigabytes(self):
        return None if self.memory is None else f"{self.memory!r}GB"

    def rated(self, share=1.0):
        return None if self.tdp is None else f"{self.tdp * self.sockets * share!r}W"


def codecarbon(mode, figure):
    def ask(m):
        return m.units(gpus=0, duration="1h", cpu_tdp=m.rated(), cpu_threads=m.threads, load=m.load, memory=m.gigabytes(), mode=mode)
    return "codecarbon", ask, figure, f"mode={mode}"


def green_algorithms(m):
    return m.units(gpus=0, duration="1h", cores=m.cores, core_power=m.rated(1 / m.cores), core_usage=m.load, memory=m.gigabytes(), pue=1)


def boavizta_use(m):
    return m.units(duration="1h", load=m.load, cpus=m.sockets, memory=m.gigabytes())


def ccf_compute(m):
    return m.units(vcpu_hours=f"{m.threads}h", utilization=m.load, pue=1)


def cloud_instance(m):
    return m.units(vcpus=m.threads, duration="1h", load=m.load, pue=1)


# Name, question, figure that has the watts (or, of one hour, the energy), remark.
OF_SERVERS = [codecarbon("machine", "power"), codecarbon("constant", "power"),
              ("green_algorithms", green_algorithms, "energy", ""),
              ("boavizta_use", boavizta_use, "energy", "its one curve of a processor"),
              ("ccf_compute", ccf_compute, "energy", "linear, by thread"), ("cloud_instance", cloud_instance, "energy", "linear, by thread")]
OF_PROCESSORS = [codecarbon("machine", "cpu_power"), codecarbon("constant", "cpu_power"),
                 ("green_algorithms", lambda m: {**green_algorithms(m), "memory": "0GB"}, "energy", "without memory"),
                 ("boavizta_use", boavizta_use, "energy", "its one curve of a processor"),
                 ("ccf_compute", ccf_compute, "energy", "counts the whole server")]


def cpu_power(m):
    return m.units(cores=m.cores, sockets=m.sockets, tdp=None if m.tdp is None else f"{m.tdp!r}W", load=m.load)


OF_PLUGS = [("cpu_power", cpu_power, "power", "cores, sockets and rated power"), *OF_SERVERS]


def asked(frugal, machines, methods):
    """(method, entries, remark): measured watts, and those of the answer; the energy of an hour is in kWh."""
    for method, ask, figure, note in methods:
        answers = score.ask_batch(frugal, method, [ask(machine) for machine in machines])
        scale = 1000 if figure == "energy" else 1
        entries = [(machine.watts, *(None if x is None else scale * x for x in answer[figure]))
                   for machine, answer in zip(machines, answers) if not isinstance(answer, str) and answer[figure][0]]
        yield method, entries, note


def specpower(path, every):
    for row in score.read(path)[::every]:
        number = lambda name: score.number(row, name)
        for load in LOADS:
            power = number(f"w{load}")
            if power and power > 0:
                yield Machine(int(number("cores")), int(number("threads") or number("cores")), int(number("sockets")), number("tdp_w"),
                              number("mem_gb"), load / 100, power)


def profiled(folder, column):
    """Rows of CodeCarbon's profiles: watts of the package (rapl_power), or at the plug (tapo_power, of one machine)."""
    for path in sorted(folder.glob("*_cores.csv")):
        if path.name.startswith("E5-1240"):
            continue
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))[1:]  # the first, at rest, is an artefact: a watt
        tdp, cores, sockets = next(facts for name, facts in PROFILED.items() if name in rows[0]["cpu_name"])
        for row in rows:
            power = float(row[column])
            if power > 0:
                yield Machine(cores * sockets, 2 * cores * sockets, sockets, tdp, None, float(row["cpu_load"]) / 100, power)

