#!/bin/sh
# Compiles and tests the service; what it needs to run lands in target/.
set -eu
echo "building $CI_PROJECT_PATH at $CI_COMMIT_SHORT_SHA"
exec mvn -B -ntp package
