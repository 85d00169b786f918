#!/bin/sh
# Brings the database up to date before the web server starts; every other command is run as it is.
set -eu
if [ "${1:-}" = run ]; then
    forecourt upgrade
fi
exec forecourt "$@"
