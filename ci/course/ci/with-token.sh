#!/usr/bin/env bash
# with-token.sh COMMAND...: runs the command so that git takes TOKEN for the server SERVER, and for no other. The token
# stands in no file and on no command line. Without a token the command is run as it is.
set -euo pipefail
if [ -n "${TOKEN:-}" ]; then
  export GIT_CONFIG_COUNT=1
  export GIT_CONFIG_KEY_0="http.${SERVER:?}/.extraheader"
  GIT_CONFIG_VALUE_0="Authorization: Basic $(printf 'oauth2:%s' "$TOKEN" | base64 | tr -d '\n')"
  export GIT_CONFIG_VALUE_0
fi
unset TOKEN
exec "$@"
