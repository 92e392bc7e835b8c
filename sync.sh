#!/bin/bash
mkdir -p /tmp/wt/test/browser /tmp/wt/test/harness
rsync -a --delete /work/main/test/browser/ /tmp/wt/test/browser/ 2>/dev/null || { rm -rf /tmp/wt/test/browser /tmp/wt/test/harness; cp -r /work/main/test/browser /work/main/test/harness /tmp/wt/test/; exit; }
rsync -a --delete /work/main/test/harness/ /tmp/wt/test/harness/
