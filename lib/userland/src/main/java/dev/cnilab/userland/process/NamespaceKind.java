package dev.cnilab.userland.process;

import java.util.function.Function;

/** The kinds of namespaces(7). */
public enum NamespaceKind {
  CGROUP("cgroup", process -> NamespaceKind.class),
  IPC("ipc", process -> process.namespaces().ipc()),
  MNT("mnt", process -> process.namespaces().mount()),
  NET("net", process -> process.namespaces().network()),
  PID("pid", Process::pidNamespace),
  USER("user", process -> NamespaceKind.class),
  UTS("uts", process -> process.namespaces().uts());

  private final String fileName;

  @SuppressWarnings("ImmutableEnumChecker") // a method reference
  private final Function<Process, Object> of;

  NamespaceKind(String fileName, Function<Process, Object> of) {
    this.fileName = fileName;
    this.of = of;
  }

  /** The name in /proc/PID/ns. */
  public String fileName() {
    return fileName;
  }

  /** The namespace of this kind of a process. */
  Object of(Process process) {
    return of.apply(process);
  }
}
