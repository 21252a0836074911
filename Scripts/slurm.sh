#!/usr/bin/env bash
# A small Slurm cluster on this one machine, for tests: its own munge, its own controller, and some nodes.
#
#   Scripts/slurm.sh start FOLDER [NODES [PROCESS]]   starts it with everything in FOLDER, waits until its nodes are idle,
#                                                     and ends it when that process is no more
#   Scripts/slurm.sh stop FOLDER                      ends it
#
# Commands find it by SLURM_CONF=FOLDER/slurm.conf. Where Slurm or munge is not installed, `start` says so and exits
# with 3. Where there is a folder FOLDER/unseen, the last node, which is the partition `last`, does not see what is in it.
set -euo pipefail

folder=$2
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

stop() {
  for file in "$folder"/*.pid; do
    [ -f "$file" ] || continue
    kill -TERM "$(cat "$file")" 2> /dev/null || true
  done
  for _ in $(seq 50); do
    running=0
    for file in "$folder"/*.pid; do
      [ -f "$file" ] && kill -0 "$(cat "$file")" 2> /dev/null && running=1
    done
    [ "$running" = 0 ] && return
    sleep 0.1
  done
  for file in "$folder"/*.pid; do
    [ -f "$file" ] && kill -KILL "$(cat "$file")" 2> /dev/null || true
  done
}

if [ "$1" = stop ]; then
  stop
  exit
fi

if [ "$1" = watch ]; then
  while kill -0 "$3" 2> /dev/null; do sleep 1; done
  stop
  rm -rf "$folder"
  exit
fi

PATH=$PATH:/usr/sbin:/sbin
nodes=${3:-3}
for program in munged slurmctld slurmd sbatch squeue scontrol scancel; do
  if ! command -v $program > /dev/null; then
    echo "no Slurm here: $program is missing (apt-get install slurm-wlm munge)" >&2
    exit 3
  fi
done

free_port() {
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || break
  done
  echo "$port"
}

# Starts a daemon that keeps nothing open of whoever started this: some wait until all of it is closed.
daemon() (
  for file in /proc/self/fd/*; do
    number=${file##*/}
    if [ "$number" -gt 2 ] && [ "$number" != 255 ]; then eval "exec $number>&-"; fi
  done
  exec "$@" > /dev/null 2>&1 < /dev/null
)

user=$(id -un)
host=$(hostname -s)
umask 022
mkdir -p "$folder/state" "$folder/log"
# Munge wants that nobody else can write where its files are.
munge=$folder/munge
mkdir -p "$munge"
chmod 755 "$folder" "$munge"
head -c 1024 /dev/urandom > "$munge/key"
chmod 600 "$munge/key"
daemon munged --force --key-file="$munge/key" --socket="$munge/socket" --pid-file="$folder/munged.pid" \
  --log-file="$munge/log" --seed-file="$munge/seed"

{
  # A requeued job waits for the end of its credential: that life is short here.
  cat << END
ClusterName=gradus
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$munge/socket,cred_expire=5
CryptoType=crypto/munge
StateSaveLocation=$folder/state
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/log/slurmctld
SlurmdLogFile=$folder/log/slurmd-%n
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPort=$(free_port)
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
SwitchType=switch/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
SlurmdTimeout=60
KillWait=2
SchedulerParameters=sched_interval=1,bf_interval=1,sched_min_interval=0,batch_sched_delay=0
END
  names=
  for number in $(seq "$nodes"); do
    echo "NodeName=n$number NodeHostname=$host NodeAddr=127.0.0.1 Port=$(free_port) CPUs=1 RealMemory=2000"
    names=$names${names:+,}n$number
  done
  echo "PartitionName=labs Nodes=$names Default=YES MaxTime=INFINITE State=UP"
  echo "PartitionName=last Nodes=n$nodes MaxTime=INFINITE State=UP"
} > "$folder/slurm.conf"
export SLURM_CONF=$folder/slurm.conf

trap 'echo "the cluster did not start:" >&2; tail -n 3 "$folder"/log/* >&2 || true; stop' ERR
daemon slurmctld -i
for number in $(seq "$nodes"); do
  mkdir -p "$folder/spool-n$number"
  if [ "$number" = "$nodes" ] && [ -d "$folder/unseen" ]; then
    daemon unshare --mount sh -c 'mount -t tmpfs none "$0/unseen" && exec slurmd -N "$1"' \
      "$folder" "n$number"
  else
    daemon slurmd -N "n$number"
  fi
done
for _ in $(seq 300); do
  if [ "$(sinfo --noheader --Node --partition=labs --states=idle 2> /dev/null | wc -l)" = "$nodes" ]; then
    trap - ERR
    # Forked within: a shell in the background would keep open what the daemon does not.
    [ -z "${4:-}" ] || daemon setsid --fork "$0" watch "$folder" "$4"
    exit 0
  fi
  sleep 0.1
done
false
