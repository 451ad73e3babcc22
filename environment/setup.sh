# Sourced by ./lab. Finds or installs the tools (JDK, Maven, Python) and puts everything else under
# .lab/: the Python environment, the jars, the kernel. Each part has a stamp and is made only when
# what it is made of has changed.
# shellcheck shell=bash disable=SC2154  # root and state are set by ./lab, say and others by place.sh

source "${BASH_SOURCE[0]%/*}/system.sh"

jars=$state/jars
venv=$state/venv
uv_version=0.13.9

# --- tools of the system ---------------------------------------------------------------------------

# Prints "VERSION HOME" for each full JDK (compiler and JShell) that is found.
list_jdks() {
    local home version
    for home in "${JAVA_HOME:-}" "$state"/jdk /usr/lib/jvm/* "${HOME:-/nowhere}"/.sdkman/candidates/java/* \
        {,"${HOME:-/nowhere}"}/Library/Java/JavaVirtualMachines/*/Contents/Home \
        {/opt/homebrew,/usr/local}/opt/openjdk*/libexec/openjdk.jdk/Contents/Home "$(path_jdk)"; do
        [[ -n $home && -x $home/bin/javac && -x $home/bin/jshell && -r $home/release ]] || continue
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
        [[ -n $version ]] && printf '%s %s\n' "$version" "$home"
    done
}

path_jdk() {
    local javac
    javac=$(command -v javac) || return 0
    dirname "$(dirname "$(readlink -f "$javac")")"
}

# Sets JAVA_HOME to the newest JDK that is 21 or newer; fails if there is none.
find_jdk() {
    local found
    found=$(list_jdks | sort -rn | head -n 1)
    [[ -n $found && ${found%% *} -ge 21 ]] || return 1
    export JAVA_HOME=${found#* }
}

# The libraries that charts need to draw text; Debian's headless JDK 25 lacks them.
font_packages=(libfontconfig1 libharfbuzz0b)

find_package() { dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null | grep -q '^ii'; }

# Sets python to one that is 3.10 or newer; macOS' own, which comes first on its path, is older.
python=python3
find_python() {
    local each
    for each in python3 python3.{14,13,12,11,10} {/opt/homebrew,/usr/local}/bin/python3; do
        "$each" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || continue
        python=$each
        return
    done
    return 1
}

find_maven() { command -v mvn >/dev/null; }

set_up_tools() {
    local missing=()
    find_jdk || missing+=(jdk)
    find_maven || missing+=(maven)
    find_python || missing+=(python)
    local each
    if command -v dpkg-query >/dev/null; then
        for each in "${font_packages[@]}"; do find_package "$each" || missing+=("$each"); done
    fi
    [[ ${#missing[@]} -eq 0 ]] && return
    if installs_by_itself; then
        install_with_apt "${missing[@]}"
    else
        fail "missing: ${missing[*]}. First do this, then run ./lab again:
$(remedy "${missing[@]}")"
    fi
    find_jdk || fail "there is still no JDK 21 or newer with javac and jshell; ./lab doctor shows what was looked at"
}

# Whether ./lab may install what is missing, and the distribution has it.
installs_by_itself() {
    [[ $(package_manager) == apt && $(id -u) -eq 0 ]] && { find_jdk || [[ -n $(jdk_package) ]]; }
}

# What was found in place of a JDK or Python that will do; ends with "; " if there is something.
older_jdk() { list_jdks | sort -rn | sed -n '1s/^\([0-9]*\) \(.*\)/found only JDK \1 in \2; /p'; }

unfit_python() {
    "$python" -c '
import importlib.util as u, sys
lacks = [name for name in ("venv", "ensurepip") if u.find_spec(name) is None]
print("found Python %d.%d" % sys.version_info[:2] + (", which lacks " + lacks[0] if lacks else ""), end="; ")' 2>/dev/null || true
}

install_with_apt() {
    say "missing: $*; installing from the distribution (apt-get), once"
    apt-get update -qq
    local packages
    packages=$(packages_of "$@")
    # shellcheck disable=SC2086  # they are words
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages ca-certificates \
        >"$(log_file apt)" 2>&1 || fail "apt-get could not install $packages; its output is in $(log_file apt)"
}

log_file() {
    mkdir -p "$state/log"
    echo "$state/log/$1.log"
}

# --- what is made from the sources -----------------------------------------------------------------

# stamped NAME FINGERPRINT [FOLDER…]: whether NAME was made from exactly this before, and its results are still in these
# folders of .lab/.
stamped() {
    local name=$1 fingerprint=$2
    shift 2
    [[ -r $state/stamp/$name && $(<"$state/stamp/$name") == "$fingerprint$(made "$@")" ]]
}

stamp() {
    local name=$1 fingerprint=$2
    shift 2
    mkdir -p "$state/stamp"
    echo "$fingerprint$(made "$@")" >"$state/stamp/$name.part"
    mv "$state/stamp/$name.part" "$state/stamp/$name"
}

# unstamp NAME…: from now on it counts as not made, until it has been made again.
unstamp() {
    local each
    for each in "$@"; do rm -f "$state/stamp/$each"; done
}

# Lists the files of folders and their sizes.
made() {
    local folder
    for folder in "$@"; do (cd "$state" && [[ -d $folder ]] && find "$folder" -type f -exec wc -c {} + | LC_ALL=C sort); done
}

java_fingerprint() { (cd "$root" && echo "$JAVA_HOME" && contents pom.xml lib/*/pom.xml lib/*/src/main) | sha256; }

# With the tests.
java_sources() { (cd "$root" && echo "$JAVA_HOME" && contents pom.xml lib/*/pom.xml lib/*/src) | sha256; }

# contents FILE|FOLDER…
contents() { find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 cat; }

sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -d' ' -f1; }

# Whether the sources of the jars are unchanged since the last check here. A file that is written, moved or unpacked gets
# a new change time (-cnewer), whatever its date; in a copy of .lab/, the stamp does too.
java_is_current() {
    local asked home place stamp
    [[ -r $state/stamp/jdk && -r $state/stamp/java ]] || return 1
    stamp=$(<"$state/stamp/java")
    [[ ${stamp:64} == "$(made jars)" ]] || return 1 # a fingerprint has 64 digits
    { read -r asked && read -r home && read -r place; } <"$state/stamp/jdk" || return 1
    [[ $place == "$root" ]] || return 1
    [[ $asked == "JAVA_HOME=${JAVA_HOME:-}" && -x $home/bin/javac ]] || return 1
    [[ -z $(cd "$root" && find pom.xml lib/*/pom.xml lib/*/src/main -cnewer "$state/stamp/jdk" -print -quit) ]] || return 1
    export JAVA_HOME=$home
}

set_up_java() {
    check_place
    java_is_current && return
    local asked=${JAVA_HOME:-} fingerprint
    set_up_tools
    mkdir -p "$state/stamp"
    sweep_stamps
    printf '%s\n' "JAVA_HOME=$asked" "$JAVA_HOME" "$root" >"$state/stamp/jdk.$$" # before the sources are checked
    fingerprint=$(java_fingerprint)
    stamped java "$fingerprint" jars || build_java "$fingerprint"
    mv -f "$state/stamp/jdk.$$" "$state/stamp/jdk"
}

# Removes temporary stamps of set-ups that were killed before they could rename them.
sweep_stamps() {
    local left
    for left in "$state"/stamp/jdk.*; do kill -0 "${left##*.}" 2>/dev/null || rm -f "$left"; done
}

build_java() {
    local fingerprint=$1
    check_place 400
    lock
    if ! stamped java "$fingerprint" jars; then
        say "building the library with $JAVA_HOME (about a minute the first time, to fetch its dependencies)"
        rm -rf "$root"/lib/*/target/jars # otherwise those of an earlier version would stay among them
        start_anew_after_a_kill
        maven -Dquick -Dmaven.test.skip package dependency:copy-dependencies || build_failed
        collect_jars
        rm "$state/building"
        stamp java "$fingerprint" jars
    fi
    unlock
}

# Classes that a killed compiler has half written look newer than their sources, so the next build would use them as
# they are.
start_anew_after_a_kill() {
    [[ ! -e $state/building ]] || rm -rf "$root"/lib/*/target/classes
    touch "$state/building"
}

# logged NAME COMMAND…: runs it in the project's folder, quiet on the screen and with a complete log.
logged() { (cd "$root" && tied "${@:2}") >"$(log_file "$1")" 2>&1; }

maven() { logged maven mvn -B -ntp "$@"; }

# build_failed [LOG]
build_failed() {
    local log
    log=$(log_file "${1:-maven}")
    rm -f "$state/building" # it has ended by itself
    grep '^\[ERROR\]' "$log" | head -n 40 >&2 || true
    fail "Maven failed; all it said is in $log"
}

collect_jars() {
    local module
    unstamp java kernel
    rm -rf "$state/archives" "$jars" # the archives are of the jars that are being replaced
    for module in cluster lab; do
        mkdir -p "$jars/$module"
        cp -p "$root/lib/$module"/target/jars/*.jar "$root/lib/$module/target/$module"-[0-9]*.jar "$jars/$module/"
    done
    # It uses the cluster's jars, and has its own command line.
    cp -p "$root"/lib/conformance/target/conformance-[0-9]*.jar "$root"/lib/conformance/target/jars/picocli-*.jar "$jars/"
}

python_fingerprint() { (echo "$root"; "$python" --version; cat "$root/environment/requirements.txt") | sha256; }

set_up_python() {
    local fingerprint
    find_python || true
    fingerprint=$(python_fingerprint)
    stamped python "$fingerprint" && return
    check_place 600
    lock
    if ! stamped python "$fingerprint"; then
        say "installing JupyterLab and the kernel into .lab/venv (about 150 MB, once)"
        unstamp python python-test kernel
        make_venv && install_packages requirements.txt && leave_out_unused || python_failed
        stamp python "$fingerprint"
    fi
    unlock
}

# What only the tests need: pytest, and a browser driver.
set_up_test_tools() {
    local fingerprint
    fingerprint=$(cat "$state/stamp/python" "$root/environment/requirements-test.txt" | sha256)
    stamped python-test "$fingerprint" && return
    lock
    if ! stamped python-test "$fingerprint"; then
        say "installing what the tests need into .lab/venv (about 50 MB, once)"
        install_packages requirements-test.txt || python_failed
        stamp python-test "$fingerprint"
    fi
    unlock
    if ! find_browser && command -v apt-get >/dev/null && [[ $(id -u) -eq 0 ]]; then
        install_with_apt chromium
    fi
}

find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null

# A link belongs to somebody else, as on Binder: the packages are installed there, and nothing of it is removed.
make_venv() {
    [[ -L $venv ]] && return
    rm -rf "$venv"
    tied "$python" -m venv --without-pip "$venv" >"$(log_file python)" 2>&1
}

# The data of a thousand languages, 30 MB, for translations that are not installed: Babel calls them unknown without. And what
# only the tests of JupyterLab and Tornado need, 9 MB.
leave_out_unused() {
    find "$venv/" -path '*/babel/locale-data/*.dat' ! -name root.dat ! -name 'en*' -delete
    rm -rf "$venv"/lib/python3*/site-packages/{jupyterlab/galata,tornado/test}
}

# install_packages FILE: exactly those that it lists; it leaves out some that others name but the course does not
# need. What installs them lies in a folder of its own, which goes when it is done: it is as large as they are.
install_packages() {
    local installer=$state/tmp/installer
    rm -rf "$installer"
    tied "$python" -m venv "$installer" >>"$(log_file python)" 2>&1 &&
        tied "$installer/bin/python" -m pip install --quiet "uv==$uv_version" >>"$(log_file python)" 2>&1 &&
        tied "$installer/bin/uv" pip install --quiet --python "$venv/bin/python" --compile-bytecode --system-certs \
            --no-deps --require-hashes -r "$root/environment/$1" >>"$(log_file python)" 2>&1 || return
    rm -rf "$installer"
}

python_failed() {
    fail "the Python packages could not be installed; all that was said is in $(log_file python)"
}

set_up_kernel() {
    local fingerprint
    fingerprint=$( (echo "$root"; cat "$state"/stamp/{java,python}; cat "$root"/environment/{kernel,jupyter}/* "$root"/environment/*.jvm-options) | sha256)
    stamped kernel "$fingerprint" archives jupyter && return
    check_place 150
    lock
    if ! stamped kernel "$fingerprint" archives jupyter; then
        say "preparing the kernel (one run now makes later starts faster)"
        unstamp kernel
        PYTHONPATH=$root/environment tied "$venv/bin/python" -m cnilab set-up-kernel >"$(log_file kernel)" 2>&1 ||
            fail "the kernel could not be set up; all that was said is in $(log_file kernel)"
        stamp kernel "$fingerprint" archives jupyter
    fi
    unlock
}

set_up_all() {
    set_up_java
    set_up_python
    set_up_kernel
}

# --- running ---------------------------------------------------------------------------------------

class_path() {
    case $1 in
        conformance) (IFS=:; set -- "$jars"/*.jar "$jars"/cluster/*.jar; echo "$*") ;;
        *) (IFS=:; set -- "$jars/$1"/*.jar; echo "$*") ;;
    esac
}

heap_need=$root/lib/cluster/src/main/resources/dev/cnilab/cluster/heap-need.properties

# heap_for ARGUMENT…: the heap for the given --nodes, if that is more than the default. It is a limit, and not allocated
# before it is needed.
heap_for() {
    local nodes=0 base_mebibytes node_kibibytes pair_bytes heap usual
    while [[ $# -gt 0 ]]; do
        case $1 in
            --nodes) nodes=${2-} ;;
            --nodes=*) nodes=${1#*=} ;;
        esac
        shift
    done
    [[ $nodes =~ ^[1-9][0-9]{0,3}$ ]] || return 0
    source "$heap_need"
    heap=$((base_mebibytes + (nodes * node_kibibytes >> 10) + (nodes * nodes * pair_bytes >> 20)))
    usual=$(sed -n 's/^-Xmx\([0-9]*\)m$/\1/p' "$root/environment/cluster.jvm-options")
    ((heap <= usual)) || echo "${heap}m"
}

# heap_options HEAP: options for the JVM. What needs 400 MiB, as 350 nodes do, runs long enough for the optimizing compiler
# to pay, and has enough objects for two threads to collect them sooner, with a larger share of the heap for new ones. What
# survives one collection lives as long as its node or pod, and is copied once, not seven times. Its virtual threads take turns
# nearly always: passing a turn to another processor costs a tenth of the time.
heap_options() {
    local mebibytes=0 young options=()
    case $1 in
        *[gG]) mebibytes=$((${1%?} * 1024)) ;;
        *[mM]) mebibytes=${1%?} ;;
    esac
    young=$((mebibytes / 16))
    if ((mebibytes >= 400)); then
        young=$((mebibytes * 3 / 16))
        options=(-XX:TieredStopAtLevel=4 -XX:ReservedCodeCacheSize=512m
            -XX:-UseSerialGC -XX:+UseParallelGC -XX:-UseAdaptiveSizePolicy -XX:MaxTenuringThreshold=1 -XX:SurvivorRatio=16
            -Djdk.virtualThreadScheduler.parallelism=1)
    fi
    ((young > 24)) || young=24
    echo "-Xmx$1 -Xmn${young}m -Xms$((young + 24))m" ${options[@]+"${options[@]}"}
}

# run_java MODULE CLASS ARGUMENT…
run_java() {
    local module=$1 archive=$1 options=() heap=() path
    shift
    path=$(class_path "$module")
    # The kernel's jar names all jars of the library, and its archive has their classes. A rebuilt library has no such stamp.
    [[ $module == lab && -e $state/stamp/kernel ]] && archive=kernel path=$state/jupyter/kernels/java/kernel.jar
    [[ -r $state/archives/$archive.jsa ]] && options=("-XX:SharedArchiveFile=$state/archives/$archive.jsa")
    [[ -r $state/archives/$archive.aot ]] && options=("-XX:AOTCache=$state/archives/$archive.aot")
    [[ $module == cluster && -n ${CNILAB_HEAP:-} ]] && read -ra heap <<<"$(heap_options "$CNILAB_HEAP")" && options+=("${heap[@]}")
    exec "$JAVA_HOME/bin/java" "@$root/environment/cluster.jvm-options" ${options[@]+"${options[@]}"} -cp "$path" "$@"
}

# check_words COMMAND WORD…: refuses what a command does not accept, before anything is set up for it.
check_words() {
    find_python || return 0 # the set-up says what is missing
    PYTHONPATH=$root/environment PYTHONDONTWRITEBYTECODE=1 "$python" -m cnilab.arguments "$@" || { explained=1; exit 1; }
}

exec_python() { PYTHONPATH=$root/environment exec "$venv/bin/python" -m cnilab "$@"; }

python_report=$state/log/pytest.xml

# Long tests that follow the clusters' clocks and not this machine's.
patient=('*SoakTest' 'dev/cnilab/conformance/**')

# The Java tests and the Python tests run side by side, so that no processor is idle: javac uses one of them, and the tests wait
# for a third of their time. Java comes first, as some of its tests watch the clock, then pytest, and then the patient tests.
#
# kubectl is started thousands of times, each time for an instant; a fifth of its work would be collecting garbage.
run_tests() {
    local status=0 word ended= failed=
    export GOGC=off GOMEMLIMIT=128MiB
    check_place 400
    say "testing the Java modules, and the notebooks and commands beside them"
    explained=1 # by the tests, from here on
    forget_reports
    exec 8< <(java_tests)
    python_tests "$@" 8<&- || status=1
    while read -r word; do
        case $word in
            ended) ended=1 ;;
            *) failed="$failed $word" ;;
        esac
    done <&8
    test_classes maven
    test_classes patient
    "$venv/bin/python" "$root/environment/tests/results.py" "$python_report"
    # Last, as a build also fails of what is no test, such as the format of a file.
    for word in $failed; do
        (build_failed "$word") || status=1
    done
    [[ -n $ended ]] || (fail "the Java tests were killed; see $(log_file maven)") || status=1
    return "$status"
}

forget_reports() { rm -rf "$python_report" "$root"/lib/*/target/surefire-reports; }

# Prints the name of the log of each run of Maven that fails, and "ended" after the last. Once ./lab is killed, nobody can read
# it, and no other run begins.
java_tests() {
    checked_tests || echo maven || return
    patient_tests || echo patient || return
    echo ended
}

# With all checks (Error Prone, NullAway, formatting). A module that fails keeps only those from being tested that use it.
checked_tests() {
    local sources
    sources=$(java_sources)
    forget_unchecked_classes "$sources"
    maven verify --fail-at-end "$(chosen "${patient[@]/#/!}")" "$none_is_fine" && stamp checked "$sources"
}

# forget_unchecked_classes FINGERPRINT: those that were compiled without the checks, as set-up does. Maven would find nothing
# to compile, as their sources have not changed.
forget_unchecked_classes() { stamped checked "$1" || rm -rf "$root"/lib/*/target/{classes,test-classes,maven-status}; }

patient_tests() { logged patient nice mvn -B -ntp test "$(chosen "${patient[@]}")" "$none_is_fine"; }

chosen() { (IFS=,; echo "-Dtest=$*"); }
none_is_fine=-Dsurefire.failIfNoSpecifiedTests=false # in a module

# test_classes LOG: the tests of each class, as Maven has counted them.
test_classes() { grep -hE 'Tests run:.*Time elapsed' "$(log_file "$1")" || true; }

python_tests() {
    PYTHONPATH=$root/environment nice -n 5 "$venv/bin/python" -m pytest -q -n 2 --dist loadgroup \
        --junit-xml="$python_report" "$root/environment/tests" "$@"
}

absolute() { (cd "$(dirname "$1")" 2>/dev/null && echo "$(pwd -P)/$(basename "$1")"); }

# The disk space that set-up or, once all is set up, running takes.
needed_mb() { [[ -d $state/jupyter/kernels/java ]] && echo "$least_mb" || echo 1000; }

trimmed() { sed 's/^  //'; }

# --- doctor ----------------------------------------------------------------------------------------

# doctor: prints the table, row by row, and exits with 1 if something is missing.
doctor() {
    local lacking=0 what
    report() { # WHAT FOUND REMEDY
        if [[ -n $2 ]]; then
            row '  ok       %-22s %s' "$1" "$2"
        else
            row '  missing  %-22s %s' "$1" "${3#  }"
            lacking=1
        fi
    }
    tell "Tools (this is $(system_name))"
    report "JDK 21 or newer" "$(find_jdk && echo "$JAVA_HOME")" "$(older_jdk)$(remedy jdk | trimmed)"
    report Maven "$(find_maven && command -v mvn || true)" "$(remedy maven)"
    report "Python 3.10 or newer" "$(find_python && "$python" --version)" "$(unfit_python)$(remedy python | trimmed)"
    if [[ $(package_manager) == apt ]]; then
        for what in "${font_packages[@]}"; do report "$what" "$(find_package "$what" && echo installed)" "$(remedy "$what")"; done
    fi
    if command -v kubectl >/dev/null; then
        report "kubectl (optional)" "$(command -v kubectl)" ""
    else
        row '  --       %-22s %s' "kubectl (optional)" "not found; the course works without it, ./lab oncall does not"
    fi
    if [[ $lacking -ne 0 ]] && installs_by_itself; then tell "  ./lab installs these by itself"; fi
    tell "This folder"
    report "may be written" "$([[ -w $root && (! -e $state || -w $state) ]] && echo "$root")" "copy it to one of yours: cp -r \"$root\" ~/cni-lab"
    report "free disk space" "$(enough_space "$(needed_mb)" && echo "$(free_mb) MB")" "$(free_mb) MB are free, and ./lab needs about $(needed_mb) MB"
    slow_place
    tell "Set up under .lab/"
    report "jars" "$(ls -d "$jars/cluster" 2>/dev/null)" "./lab builds them"
    report "JupyterLab" "$(ls "$venv/bin/jupyter-lab" 2>/dev/null)" "./lab installs it"
    report "kernel" "$(ls -d "$state/jupyter/kernels/java" 2>/dev/null)" "./lab sets it up"
    report "class-data archive (faster start)" "$(ls "$state"/archives/kernel.[aj]* 2>/dev/null)" "kernels start slowly without it; rm -r .lab/stamp/kernel makes ./lab try again"
    tell "Cluster"
    if [[ -n ${CNILAB_CONTEXT:-} || (-n ${KUBECONFIG:-} && $(absolute "$KUBECONFIG") != "$state/kubeconfig") ]]; then
        row '  a real one: KUBECONFIG=%s %s' "${KUBECONFIG:-default}" "${CNILAB_CONTEXT:+context $CNILAB_CONTEXT}"
    else
        tell "  the embedded one (to use another, set KUBECONFIG or run ./lab --context NAME …)"
    fi
    explained=1 # by the table
    exit "$lacking"
}
