package dev.cnilab.cluster.containerd;

import dev.cnilab.cluster.containerd.crictl.Crictl;
import dev.cnilab.cluster.containerd.ctr.Ctr;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Installs containerd's files, programs and unit on a machine. */
final class Installation {
  private Installation() {}

  static void install(Machine machine, Containerd containerd, ContainerdProcess process) {
    machine
        .programs()
        .add("containerd", process)
        .add("crictl", new Crictl(containerd, containerd::networkInfo))
        .add("ctr", new Ctr(containerd, Containerd.VERSION));
    try {
      machine.files().createDirectories("/run/containerd");
    } catch (FileException onTmpfs) {
      throw new UncheckedIOException(onTmpfs);
    }
  }

  static void unpack(MountNamespace files) throws IOException {
    for (String directory : List.of("/usr/bin", "/opt/cni/bin", "/etc/cni/net.d")) {
      files.createDirectories(directory);
    }
    Executables.write(files, "/usr/bin/containerd", "containerd");
    Executables.write(files, "/usr/bin/crictl", "crictl");
    Executables.write(files, "/usr/bin/ctr", "ctr");
  }
}
