# What only people know of a model has its place in a bill of materials; what they do not say is named.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
for n, project in ((1, "p"), (2, "q")):
    runs.add(n, 1.5e-3, g=1, embodied=1, at_s=86400, project=project, phase="training", zone="FR")
runs.keep()
PY
package='."@graph"[] | select(.type == "ai_AIPackage")'
frugal report project=p --form spdx >spdx.json
jq -c "$package"' | [.releaseTime, .software_downloadLocation, .software_packageVersion, .software_primaryPurpose]' spdx.json
jq -r "$package"' | .comment' spdx.json | sed 's/.*not stated/not stated/'
# 1.5 mWh in kWh: a decimal has no exponent.
jq -c "$package"' | [.ai_energyConsumption | .. | .ai_energyQuantity? // empty]' spdx.json
jq -r '[."@graph"[] | select(.type == "Relationship") | .relationshipType, .to[0]] | join(" ")' spdx.json
stated=(--supplier "A maker" --licence Apache-2.0 --model-version 1.2 --download https://example.org/m)
frugal report project=p --form spdx "${stated[@]}" --released 2026-11-30 >stated.json
jq -c "$package"' | [.releaseTime, .software_downloadLocation, .software_packageVersion, (.comment | test("not stated"))]' stated.json
jq -c '[."@graph"[] | select(.type == "Organization" or .type == "simplelicensing_LicenseExpression") | .name // .simplelicensing_licenseExpression]' stated.json
frugal report project=p --form cyclonedx-1.7 "${stated[@]}" | jq -c '.components[0] | [.version, .supplier.name, .licenses[0].expression, .externalReferences[0].url]'
# One identifier for one content, another for another.
id() { frugal report "$1" --form spdx | jq -r "$package"' | .spdxId'; }
[ "$(id project=p)" = "$(id project=p)" ] && echo same
[ "$(id project=p)" = "$(id project=q)" ] || echo other
frugal report project=p --form spdx --released tomorrow; echo "exit $?"
frugal report project=p --form hf --supplier me; echo "exit $?"
# The French sheet asks for the impact of each retraining: two of 10 and 30 Wh are 20 Wh each, times a PUE of 1.5.
PYTHONPATH=$CASES python3 - <<'PY'
from made_runs import Runs
runs = Runs()
for n, wh in ((11, 10), (12, 30)):
    runs.add(n, wh, g=1, embodied=1, at_s=n * 86400, project="t", phase="fine-tuning", zone="FR")
runs.keep()
PY
frugal report project=t --form achat-ia --pue 1.5 | sed -n '/^## Affinage/,/^## Centre/p' | grep '^|.*affinage'
frugal report project=p --form achat-ia | grep -c '^## Affinage'
