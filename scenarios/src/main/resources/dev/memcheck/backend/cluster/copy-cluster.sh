#!/bin/sh
# Copies the files of a running cluster, as supervise.sh takes them over: spare/ and the list of its files.
#
#   sh -s data DATA COPY <copy-cluster.sh           between pg_backup_start() and pg_backup_stop()
#   sh -s finish DATA COPY LABEL <copy-cluster.sh   then: the log up to there, and the label that pg_backup_stop() gave
#
# What a running server alone has (postmaster.pid, its shared memory) stays out. The server of the copy replays the log from
# the label on, so what changed meanwhile is whole. Nothing is forced to disk.

step=$1
data=$2
copy=$3
label=$4

umask 077
set -e
case $step in
    data)
        if [ -n "$(ls -A "$data/pg_tblspc")" ]; then
            echo "the cluster has tablespaces, whose files two servers cannot share"
            exit 1
        fi
        mkdir "$copy" "$copy/spare"
        # A file that is gone by now is not needed.
        (cd "$data" && cp -a --reflink=auto . "$copy/spare") 2>"$copy/log" ||
            ! grep -v 'No such file or directory' "$copy/log"
        cd "$copy/spare"
        rm -rf postmaster.pid postmaster.opts pg_dynshmem/* pg_wal/[0-9A-F]* pg_notify/* pg_serial/* pg_snapshots/*
        ;;
    finish)
        cp -a --reflink=auto "$data"/pg_wal/[0-9A-F]* "$copy/spare/pg_wal/"
        printf '%s' "$label" >"$copy/spare/backup_label"
        (cd "$copy/spare" && find . -type f -printf '%s %P\n' | LC_ALL=C sort) >"$copy/sizes"
        ;;
esac
