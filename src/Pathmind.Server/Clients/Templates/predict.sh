#!/usr/bin/env bash
# Asks the policy '{{name}}' with curl: ./predict.sh '{"x": 1}' sends that observation, ./predict.sh alone an example.
#     export PATHMIND_API_KEY=...
set -euo pipefail
example='{{shell_example}}'
curl --silent --show-error --fail-with-body --max-time 10 \
    --header "access-token: ${PATHMIND_API_KEY:?Set PATHMIND_API_KEY to the access key.}" \
    --header "content-type: application/json" \
    --data "${1:-$example}" \
    "{{url}}/predict/"
echo
