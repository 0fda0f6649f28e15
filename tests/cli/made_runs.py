# SPDX-License-Identifier: Apache-2.0
"""Runs with figures that are made up, put into the ledger by `frugal runs import`: with
PYTHONPATH="$CASES", `from made_runs import Runs`."""
import datetime
import json
import subprocess


def moment(us):
    start = datetime.datetime(1970, 1, 1)
    return (start + datetime.timedelta(microseconds=us)).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


class Runs:
    def __init__(self):
        self.lines = []

    def add(self, n, wh=None, *, g=None, embodied=None, marginal=None, low=1, high=1, measured=1, hours=1,
            at_s=None, exit_code=0, status="finished", project="p", service=None, phase=None, name=None,
            tags=(), epochs=(), metrics=(), zone=None, machine="A machine, 4 cores", command=("work",),
            water=None, share=0.5, parts=(), more=()):
        """Run number n; epochs are (joules, {metric: value}), metrics (millisecond, key, value),
        parts (part, sensor, joules, quality, perhaps its model), more (name, unit, value) of further figures, all of it
        the run's."""
        started = (n if at_s is None else at_s) * 10**6
        told = (("energy", "share", "Wh", wh), ("energy", "marginal", "Wh", marginal),
                ("carbon", "share", "gCO2e", g), ("embodied", "share", "gCO2e", embodied),
                ("water", "share", "L", water), *((told_name, "share", unit, value) for told_name, unit, value in more))
        values = [dict(at=moment(started + ms * 1000), epoch=0, key=key, value=value) for ms, key, value in metrics]
        values += [dict(at=moment(started + i * 1000), epoch=i, key=key, value=value)
                   for i, (_, told_by) in enumerate(epochs, 1) for key, value in told_by.items()]
        self.lines.append(dict(
            frugal="0", kind="run", id=f"{n:016x}", status=status, command=list(command), name=name, project=project,
            service=service, phase=phase, tags=list(tags), started=moment(started),
            ended=moment(started + int(hours * 3600e6)), duration_s=hours * 3600,
            exit=dict(code=exit_code) if status == "finished" else None, host="host", machine=machine,
            zone=zone or "WORLD", zone_default=zone is None, own_cost_s=0,
            attribution=dict(method="cgroup", cpu_s=1, machine_busy_s=1 / share, share=share),
            parts=[dict(part=part, sensor=sensor, energy_j=joules, idle_j=0, attributed_j=joules, unattributed_j=0,
                        quality=quality, state="ok", gaps_s=0, idle_known=True, low_factor=0.95, high_factor=1.05,
                        **({"device": device[0]} if device else {}))
                   for part, sensor, joules, quality, *device in parts],
            sections=[dict(kind="epoch", name="", number=i, at=moment(started + i * 1000), duration_s=1, share_j=joules)
                      for i, (joules, _) in enumerate(epochs, 1)],
            metrics=values,
            figures=[dict(name=name_, perimeter=perimeter, unit=unit, value=value, low=value * low,
                          high=value * high, quality="measured", measured_share=measured)
                     for name_, perimeter, unit, value in told if value is not None],
            left_out=None, derivation=None))

    def keep(self):
        text = "".join(json.dumps(line) + "\n" for line in self.lines)
        subprocess.run(["frugal", "-q", "runs", "import", "-"], input=text, text=True, check=True)
