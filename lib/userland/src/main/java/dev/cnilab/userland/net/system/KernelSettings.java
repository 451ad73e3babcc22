package dev.cnilab.userland.net.system;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All settings under /proc/sys that a process sees, by their names in sysctl(8). */
final class KernelSettings {
  private static final String ROOT = "/proc/sys/";
  private static final String KERNEL = "kernel";

  private final MountNamespace files;
  private final Sysctl network;

  KernelSettings(Process process) {
    this.files = process.files();
    this.network = process.network().sysctl();
  }

  /** All names, sorted. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    addBelow(KERNEL, names);
    names.addAll(network.names(""));
    return names;
  }

  private void addBelow(String directory, List<String> names) {
    try {
      for (String entry : files.list(ROOT + directory)) {
        String path = directory + "/" + entry;
        if (files.isDirectory(ROOT + path)) {
          addBelow(path, names);
        } else {
          names.add(path.replace('/', '.'));
        }
      }
    } catch (FileException notMounted) {
      // Without /proc there are no settings.
    }
  }

  /**
   * The value of a setting.
   *
   * @throws ErrnoException ENOENT if there is no such setting
   */
  String get(String name) {
    if (!name.startsWith(KERNEL + ".")) {
      return network.get(name);
    }
    try {
      return files.readText(ROOT + name.replace('.', '/')).stripTrailing();
    } catch (IOException missing) {
      throw new ErrnoException(Errno.ENOENT);
    }
  }
}
