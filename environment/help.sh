# Sourced by ./lab. What each command answers to --help, without setting anything up. The commands that
# have options of their own (cluster, conformance, bench) answer for themselves.
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

# help_of COMMAND: fails if the command answers for itself.
help_of() {
    case $1 in
        start) usage ;;
        again) cat <<'TEXT' ;;
Usage: ./lab again STEP…

Starts a notebook again: puts a fresh copy of it into your folder, my-notebooks/ (or the one that
CNILAB_NOTEBOOKS names), and keeps the one you had beside it, as 05-break-the-cni.1.ipynb. A STEP is a
number, e.g. 05. Your progress stays; the step's begin(…) cell starts the cluster's part again.
TEXT
        test) cat <<'TEXT' ;;
Usage: ./lab test [OPTION…]

Sets up what is missing, then runs every test: those of the Java modules first, then those of the
notebooks and the commands, and meanwhile the Java tests that take long. OPTIONs go to pytest, which
runs those of the notebooks and the commands: -k NAME chooses among them, -x stops at the first
failure. At the end it says what was skipped and why, and which tests failed.
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

  --edition student      what gives an answer away is folded until it is asked for (default)
  --edition teacher      everything is open, with notes: time, misconceptions, what to ask
  --edition handout      for paper: no answers, no raw kubectl output, at most eight pages a step
  --binder OWNER/REPO    the repository on GitHub: links to it, and to each step on Binder
TEXT
        report) cat <<'TEXT' ;;
Usage: ./lab report FILE… [-o NAME.html] [-o NAME.csv]

Makes a table of a class's progress files: for each learner and step whether its check passed, how often
it was run, how many hints were taken, whether the solution was seen, and how many predictions came true.
A learner has the name of their file. Without -o the table is printed.

  -o NAME.html   writes a page
  -o NAME.csv    writes a line per learner and step

A learner's file is ~/.cnilab/progress.json, or the one that CNILAB_PROGRESS names.
TEXT
        release) cat <<'TEXT' ;;
Usage: ./lab release [DIR] [--binder OWNER/REPO]

Writes what is published of a version into DIR, which must be new or empty (default: .lab/release/VERSION):
the source as .tar.gz and .zip, the site in its three editions, a list of the libraries in use
(CycloneDX), and SHA256SUMS. It executes the course first, and writes nothing if a check fails.

The version is the one in pom.xml. It must also be in CITATION.cff and be a heading of CHANGELOG.md, the
work tree must be committed, and the commit must have the tag vVERSION.

  --binder OWNER/REPO    the repository on GitHub: links to it, and to each step on Binder
TEXT
        pictures) cat <<'TEXT' ;;
Usage: ./lab pictures

Takes the pictures in the README again: a page of the course, a terminal on a node, and a page on a
phone. It needs Chromium.
TEXT
        node) cat <<'TEXT' ;;
Usage: ./lab node NAME [-- COMMAND…]

Runs a command on a node of the cluster in use: at its console, whatever is broken there, or on a real
cluster through a pod. One word is a line for the node's shell (./lab node worker-1 -- 'ip route | wc -l');
several are a command and its arguments. Without a COMMAND it reads lines until "exit". Ends with the
last command's status.
TEXT
        diagnose) cat <<'TEXT' ;;
Usage: ./lab diagnose [-o json]

Says what is wrong with the pod network of the cluster in use: causes, the likeliest first, each with what
shows it, the command that shows it, and the repair; and what could not be looked at. Changes nothing.
Where only one repair can be right, "type" is the line for it, to be run in this folder.
Ends with status 0 if nothing is wrong, 1 if something is, 2 if it could not look or not print its answer, 3 if nothing is
wrong with what it could look at, and that was not all: a node that does not answer, or what the account may not read.
TEXT
        oncall) cat <<'TEXT' ;;
Usage: ./lab oncall [--level N] [--seed N] [--cni NAME] [--blind] [--shift | --endless] [FAULT…]
       ./lab oncall --agent 'COMMAND' [--suite] [--seeds N] [--seconds N] [--commands N] [--json FILE] [OPTION…] [FAULT…]
       ./lab oncall --record
       ./lab oncall --list
       ./lab oncall --verify [--on-cluster] [FAULT…] [--cni NAME] [--proxy MODE] [--seed N] [--json FILE]

Something is broken on an embedded cluster, and nobody says what: a page comes in, and the clock is running. Look and
repair with kubectl and ./lab node, here or in another terminal, answer what it is and where, and say
"resolved". The cluster's state alone decides. Ends with status 1 if it was not diagnosed or not repaired.

  --level N   how difficult it is, 1-5
  --cni NAME  on a cluster with that network plugin
  --proxy MODE  on one whose kube-proxy works with iptables or nftables
  --seed N    the incident of that number: the same for everyone who has this version
  --blind     without ./lab diagnose
  --shift     three in a row, each more difficult
  --endless   one after another, until you type "stop" between two: a step more difficult after one that you solved,
              easier after one that you missed; with --level, all of that level
  FAULT…      one of these, for those who teach; --list has their names
  --record    how long each kind took you; what you missed comes again more often
  --agent     COMMAND is on call instead, and is judged by diagnosis, repair and damage; with --suite it meets every
              fault, each N times (--seeds), and those are named that cannot be made on what --cni and --proxy
              ask for. Its budget for each: --seconds and --commands.
              environment/agents/README.md says what it gets, how it answers, and what a command is
  --verify    proves the catalogue instead: each fault is made on an embedded cluster of its own, has to show and to
              be diagnosed; look-alike repairs must be refused, each repair accepted. --cni and --proxy prove those
              of one kind of cluster, --seed some that it chooses; --json keeps what became of each
  --on-cluster
              proves them on the cluster that KUBECONFIG names, with CNILAB_MAY_BREAK=CONTEXT: in namespaces of its own,
              one fault after another, some minutes each; the cluster is put back as it was, also after Ctrl-C
TEXT
        dev) cat <<'TEXT' ;;
Usage: ./lab dev NAME…

Compiles what has changed, then runs what is named: a Java test (BridgeTest, BridgeTest#floods), a step
(05), or Python tests with that word in their names. Where several packages have a test of that name, it
runs all, or one: kubelet.ContainerLifeTest. For contributors.
TEXT
        set-up) cat <<'TEXT' ;;
Usage: ./lab set-up

Sets up what is missing, as every command does that needs it: the jars, JupyterLab and the kernel, all
under .lab/. Does nothing if nothing is missing.
TEXT
        doctor) cat <<'TEXT' ;;
Usage: ./lab doctor

Shows what is installed and which cluster would be used, and names a remedy for each thing missing.
Changes nothing. Ends with status 1 if something is missing.
TEXT
        *) return 1 ;;
    esac
}

# takes_no_arguments COMMAND WORD…: fails if there is a word.
takes_no_arguments() {
    [[ $# -eq 1 ]] || fail "./lab $1 takes no arguments, but got '$2'; ./lab $1 --help says what it does"
}
