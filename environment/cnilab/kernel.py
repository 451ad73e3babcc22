"""Sets up the Java kernel: its kernelspec, its jar, and archives that make Java start faster."""

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import nbformat

from . import archive, cluster, execute, kube, paths, process, scratch

LAUNCHER = "dev.cnilab.lab.KernelLauncher"


def main(_: list[str]) -> int:
    install()
    archive_cluster()
    archive_kernel()
    return 0


def install() -> None:
    """Writes the kernelspec `java`; JUPYTER_PATH gives it precedence over others of that name."""
    shutil.rmtree(paths.KERNEL, ignore_errors=True)
    paths.KERNEL.mkdir(parents=True)
    _write_jar(paths.KERNEL / "kernel.jar")
    _write_spec([])
    settings = Path(os.environ.get("VIRTUAL_ENV", paths.STATE / "venv")) / "share/jupyter/lab/settings"
    settings.mkdir(parents=True, exist_ok=True)
    shutil.copy(paths.ENVIRONMENT / "jupyter" / "overrides.json", settings)


# Jars of which no public signature of the library, of Tablesaw, XChart or the Kubernetes client names a type. JShell's
# compiler lists the classes of each jar on its class path; these alone would be 10,000 names.
UNSEEN = (
    "VectorGraphics2D", "checker-qual", "classgraph", "commons-math3", "error_prone", "failureaccess", "icu4j", "j2objc",
    "jackson-core-2", "jackson-databind-2", "jackson-dataformat", "listenablefuture", "slf4j-nop", "snakeyaml",
    "zjsonpatch",
)


def seen() -> list[Path]:
    """The class path for compiling a cell's code."""
    return [path for path in class_path() if not path.name.startswith(UNSEEN)]


def class_path() -> list[Path]:
    """The kernel itself and everything that a notebook may import."""
    kernel = next((paths.STATE / "venv").glob("share/jupyter/kernels/java/jjava.jar"))
    return [*sorted((paths.JARS / "lab").glob("*.jar")), kernel]


def _write_jar(jar: Path) -> None:
    """A jar with the kernel's own classes and a class path in its manifest, which a shared archive requires."""
    relative = " ".join(os.path.relpath(path, jar.parent) for path in class_path())
    manifest = {
        "Manifest-Version": "1.0",
        "Main-Class": LAUNCHER,
        "Add-Opens": "jdk.jshell/jdk.jshell",
        "Class-Path": relative,
    }
    with zipfile.ZipFile(jar, "w") as archive, scratch.folder() as classes:
        archive.writestr("META-INF/MANIFEST.MF", "".join(map(_manifest_line, manifest.items())))
        _compile(classes)
        for file in sorted(classes.rglob("*.class")):
            archive.write(file, file.relative_to(classes))


def _compile(classes: Path) -> None:
    """Compiles what the course adds to JJava, whose jar comes with its Python package."""
    against = os.pathsep.join(str(path) for path in class_path() if path.name.startswith(("lab-", "jjava")))
    sources = map(str, sorted((paths.ENVIRONMENT / "kernel").glob("*.java")))
    line = [paths.jdk("javac"), "--release", "21", "-proc:none", "-cp", against, "-d", str(classes), *sources]
    subprocess.run(line, check=True)


def _manifest_line(entry: tuple[str, str]) -> str:
    """A manifest's lines have at most 72 bytes; longer ones continue after a space."""
    text = f"{entry[0]}: {entry[1]}"
    first, rest = text[:70], text[70:]
    pieces = [first, *(rest[i : i + 69] for i in range(0, len(rest), 69))]
    return "\r\n ".join(pieces) + "\r\n"


def program(main: str, *arguments: str) -> list[str]:
    """The command line of another program of the library, from the kernel's jar: the kernel's archive has its classes."""
    options = [f"@{process.OPTIONS}", *archive.options("kernel")]
    return [paths.java(), *options, "-cp", str(paths.KERNEL / "kernel.jar"), main, *arguments]


def _command(options: list[str], jar: str) -> list[str]:
    return [paths.java(), f"@{paths.ENVIRONMENT / 'kernel.jvm-options'}", *options, "-jar", jar]


def _write_spec(options: list[str]) -> None:
    spec = {
        "argv": [*_command(options, "{resource_dir}/kernel.jar"), "{connection_file}"],
        "display_name": "Java (CNI Lab)",
        "language": "java",
        "interrupt_mode": "message",
        "env": {
            "JJAVA_CLASSPATH": os.pathsep.join(map(str, seen())),
            "JJAVA_STARTUP_SCRIPTS_PATH": str(paths.ENVIRONMENT / "kernel" / "startup.jsh"),
        },
    }
    (paths.KERNEL / "kernel.json").write_text(json.dumps(spec, indent=2) + "\n")


def archive_cluster() -> None:
    """Starts the cluster once and archives what the JVM has loaded."""
    archive.forget("cluster")
    kubeconfig = paths.STATE / "training.kubeconfig"
    arguments = ("--kubeconfig", str(kubeconfig), "--end-with-input")
    line = cluster.java_command(archive.recording("cluster"), *arguments)
    process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        for text in process.stdout:
            if cluster.READY.search(text):
                first_requests(kube.Api(kubeconfig))
                break
    finally:
        process.terminate()
        process.communicate(timeout=120)
    archive.keep("cluster", cluster.java_command([], *arguments))


def first_requests(api: kube.Api) -> None:
    """What every client needs first: a connection, an object, a watch. They load 500 more classes."""
    maps = "/api/v1/namespaces/default/configmaps"
    made = api.send("POST", maps, {"metadata": {"name": "first"}})
    next(api.watch(maps, resourceVersion=str(int(made["metadata"]["resourceVersion"]) - 1)))
    api.send("DELETE", f"{maps}/first")


def archive_kernel() -> None:
    """Runs typical cells once and archives what the JVM has loaded."""
    archive.forget("kernel")
    _write_spec(archive.recording("kernel"))
    # A recording kernel is slow: on a busy machine a cell may time out, so there is a second attempt.
    if errors := first_cells() and first_cells():
        raise SystemExit("lab: the kernel's first cells failed:\n" + "\n".join(errors))
    archive.keep("kernel", _command([], str(paths.KERNEL / "kernel.jar")))
    _write_spec(archive.options("kernel"))


def first_cells() -> list[str]:
    """Runs the training notebook on a cluster of its own, and returns the errors."""
    warm_up = paths.ENVIRONMENT / "kernel" / "warm-up.ipynb"
    kubeconfig = str(paths.STATE / "training.kubeconfig")
    with cluster.embedded("--pace", "on-demand", "--kubeconfig", kubeconfig):
        return execute.execute(
            warm_up, nbformat.read(warm_up, as_version=4), {"KUBECONFIG": kubeconfig}
        ).errors
