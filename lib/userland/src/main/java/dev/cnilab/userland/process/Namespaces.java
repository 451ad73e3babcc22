package dev.cnilab.userland.process;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.file.mount.MountNamespace;

/** The namespaces(7) of a process. */
public record Namespaces(
    MountNamespace mount,
    NetworkNamespace network,
    PidNamespace pid,
    UtsNamespace uts,
    IpcNamespace ipc) {

  public Namespaces with(MountNamespace other) {
    return new Namespaces(other, network, pid, uts, ipc);
  }

  public Namespaces with(NetworkNamespace other) {
    return new Namespaces(mount, other, pid, uts, ipc);
  }

  public Namespaces with(PidNamespace other) {
    return new Namespaces(mount, network, other, uts, ipc);
  }

  public Namespaces with(UtsNamespace other) {
    return new Namespaces(mount, network, pid, other, ipc);
  }

  public Namespaces with(IpcNamespace other) {
    return new Namespaces(mount, network, pid, uts, other);
  }
}
