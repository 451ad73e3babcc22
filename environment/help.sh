# Sourced by ./lab. The text of each command's --help, printed without setting anything up. Commands with
# options of their own (cluster, conformance, bench) print theirs themselves.
# shellcheck shell=bash

# asks_for_help WORD…: whether a word before "--" asks for help; what follows that is a command for a node.
asks_for_help() {
    local word
    for word in "$@"; do
        case $word in
            --) return 1 ;;
            -h | --help) return 0 ;;
        esac
    done
    return 1
}

# help_of COMMAND: fails if the command prints its help itself.
help_of() {
    case $1 in
        start) usage ;;
        again) cat <<'TEXT' ;;
Usage: ./lab again STEP…

Puts a fresh copy of a notebook into your folder, my-notebooks/ (or the folder that CNILAB_NOTEBOOKS
names), and keeps your version beside it, as 05-break-the-cni.1.ipynb. A STEP is a number, e.g. 05. Your
progress stays; the step's begin(…) cell resets the cluster for it.
TEXT
        test) cat <<'TEXT' ;;
Usage: ./lab test [OPTION…]

Sets up what is missing, then runs every test: the Java modules first, then the notebooks and commands,
while the slow Java tests run beside them. OPTIONs go to pytest, which tests the notebooks and commands:
-k NAME selects tests, -x stops at the first failure. Ends with a list of what was skipped, and why, and
of what failed.
TEXT
        run) cat <<'TEXT' ;;
Usage: ./lab run [STEP…]

Executes notebooks headless with their solutions and prints a line per check. A STEP is a number, e.g.
03; without one, all steps are executed. Ends with status 1 if a check or a cell fails.
TEXT
        export) cat <<'TEXT' ;;
Usage: ./lab export [DIR] [--edition EDITION] [--binder OWNER/REPO]

Executes all notebooks and writes the course as a static web site into DIR, which must be new, empty or
an earlier export. Default: .lab/site. Ends with status 1 if a check or a cell fails.

  --edition student      answers are folded until the reader opens them (default)
  --edition teacher      everything is open, with notes: time, misconceptions, what to ask
  --edition handout      for paper: no answers, no raw kubectl output, at most eight pages per step
  --binder OWNER/REPO    the repository on GitHub; adds links to it, and to each step on Binder
TEXT
        report) cat <<'TEXT' ;;
Usage: ./lab report FILE… [-o NAME.html] [-o NAME.csv]

Makes a table of a class's progress files: for each learner and step, whether the check passed, how often
it was run, how many hints were taken, whether the solution was seen, and how many predictions were right.
A learner is called by the name of their file. Without -o the table is printed.

  -o NAME.html   writes a page
  -o NAME.csv    writes a line for each learner and step

A learner's progress is in ~/.cnilab/progress.json, or in the file that CNILAB_PROGRESS names.
TEXT
        release) cat <<'TEXT' ;;
Usage: ./lab release [DIR] [--binder OWNER/REPO]

Writes the files of a release into DIR, which must be new or empty (default: .lab/release/VERSION): the
source as .tar.gz and .zip, the site in its three editions, a software bill of materials (CycloneDX), and
SHA256SUMS. It executes the course first, and writes nothing if a check fails.

The version is the one in pom.xml. CITATION.cff must have it too, and CHANGELOG.md a heading for it. There
must be no uncommitted changes, and the commit must have the tag vVERSION.

  --binder OWNER/REPO    the repository on GitHub; adds links to it, and to each step on Binder
TEXT
        pictures) cat <<'TEXT' ;;
Usage: ./lab pictures

Retakes the screenshots in the README: a page of the course, a terminal on a node, and a page on a phone.
Needs Chromium.
TEXT
        node) cat <<'TEXT' ;;
Usage: ./lab node NAME [-- COMMAND…]

Runs a command on a node of the cluster in use: at the node's console, which works whatever is broken
there; on a real cluster, through a pod. One word is a line for the node's shell
(./lab node worker-1 -- 'ip route | wc -l'); several are a command and its arguments. Without a COMMAND it
reads lines until "exit". Ends with the last command's status.
TEXT
        diagnose) cat <<'TEXT' ;;
Usage: ./lab diagnose [-o json]

Finds what is wrong with the pod network of the cluster in use. Lists the causes, the likeliest first, each
with its evidence, the command that shows it, and the repair; then what it could not examine. Changes
nothing. Where only one repair can be right, "type" is the line to run in this folder.

Ends with status 0 if nothing is wrong, 1 if something is, 2 if it could not look or could not print its
answer, and 3 if it found nothing wrong but could not examine everything: a node did not answer, or the
account may not read something.
TEXT
        oncall) cat <<'TEXT' ;;
Usage: ./lab oncall [--level N] [--seed N] [--cni NAME] [--blind] [--shift | --endless] [FAULT…]
       ./lab oncall --agent 'COMMAND' [--suite] [--seeds N] [--seconds N] [--commands N] [--json FILE] [OPTION…] [FAULT…]
       ./lab oncall --record
       ./lab oncall --list
       ./lab oncall --verify [--on-cluster] [FAULT…] [--cni NAME] [--proxy MODE] [--seed N] [--json FILE]

Breaks something on an embedded cluster, without telling you what: you are paged, and the clock is running.
Investigate and repair with kubectl and ./lab node, here or in another terminal, answer what is broken and
where, and type "resolved". Only the cluster's state decides. Ends with status 1 if the fault was not
diagnosed or not repaired.

  --level N   how difficult it is, 1-5
  --cni NAME  on a cluster with that network plugin
  --proxy MODE
              on a cluster whose kube-proxy uses iptables or nftables
  --seed N    the incident with that number: the same for everyone who has this version
  --blind     without ./lab diagnose
  --shift     three in a row, each more difficult
  --endless   one after another, until you type "stop" in between: more difficult after one that you solved,
              easier after one that you missed; with --level, all of that level
  FAULT…      one of these faults, for teachers; --list prints their names
  --record    how long each kind of fault took you; those that you missed come up more often
  --agent     COMMAND is on call instead of you, and is scored on diagnosis, repair and damage. With --suite it
              gets every fault, each N times (--seeds); faults that the chosen --cni and --proxy cannot have are
              listed. Its budget for each: --seconds and --commands.
              environment/agents/README.md says what it gets, how it answers, and what counts as a command
  --verify    tests the catalogue of faults instead: each fault is made on an embedded cluster of its own, and
              must have its symptom and be diagnosed; look-alike repairs must be refused, and each right one
              accepted. --cni and --proxy test those of one kind of cluster, --seed a selection; --json keeps
              each result
  --on-cluster
              with --verify: on the cluster that KUBECONFIG names, with CNILAB_MAY_BREAK=CONTEXT, in namespaces
              of its own, one fault after another, some minutes each; the cluster is restored afterwards, even
              after Ctrl-C
TEXT
        dev) cat <<'TEXT' ;;
Usage: ./lab dev NAME…

Compiles what has changed, then runs what you name: a Java test (BridgeTest, BridgeTest#floods), a step
(05), or the Python tests with that word in their names. If several packages have a test of that name, all
of them run; kubelet.ContainerLifeTest selects one. For contributors.
TEXT
        set-up) cat <<'TEXT' ;;
Usage: ./lab set-up

Sets up what is missing: the jars, JupyterLab and the kernel, all under .lab/. Commands that need them do
this themselves. Does nothing if nothing is missing.
TEXT
        doctor) cat <<'TEXT' ;;
Usage: ./lab doctor

Shows what is installed and which cluster would be used, and how to get what is missing.
Changes nothing. Ends with status 1 if something is missing.
TEXT
        *) return 1 ;;
    esac
}

# takes_no_arguments COMMAND WORD…: fails if there is a word.
takes_no_arguments() {
    [[ $# -eq 1 ]] || fail "./lab $1 takes no arguments, but got '$2'; ./lab $1 --help says what it does"
}
