package dev.cnilab.userland.net.iproute;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.iproute.NamedNamespaces;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Namespaces;
import dev.cnilab.userland.process.NetworkNamespaceFile;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProcessTable;
import java.io.IOException;
import java.util.List;

/** {@code ip netns exec}: runs a command in a named namespace, or in each of them. */
final class NetnsExec {
  /** The directory of a namespace's own files, which hide those in /etc; ip-netns(8). */
  private static final String ETC = "/etc/netns";

  private final Process process;
  private final boolean all;

  NetnsExec(Process process, boolean all) {
    this.process = process;
    this.all = all;
  }

  static CommandFailure unknown(String name) {
    return CommandFailure.usage(
        "Cannot open network namespace \"" + name + "\": No such file or directory");
  }

  /** Fails as setns(2) does for a process without CAP_SYS_ADMIN (lib/namespace.c). */
  static void requireEntering(Process process, String name) {
    if (!process.credentials().can(Capability.SYS_ADMIN)) {
      throw CommandFailure.usage(
          "setting the network namespace \"" + name + "\" failed: Operation not permitted");
    }
  }

  /** Runs the command; returns its status. */
  int run(Arguments arguments) throws IOException {
    if (arguments.isEmpty() && !all) {
      throw CommandFailure.refused("No netns name specified");
    }
    if (arguments.left() < (all ? 1 : 2)) {
      throw CommandFailure.refused("No command specified");
    }
    if (!all) {
      process.enter(inside(arguments.next()));
      throw become(arguments.rest());
    }
    List<String> command = arguments.rest();
    int status = 0;
    for (String name : NamedNamespaces.names(process.files())) {
      process.out().print("\nnetns: " + name + "\n");
      ProcessSpec spec = ProcessSpec.of(command).namespaces(inside(name));
      try {
        status = Math.max(status, process.start(spec).await());
      } catch (FileException failed) {
        throw cannotExec(command, failed);
      }
    }
    return status;
  }

  /** Replaces this process by the command, as execvp(3) does. */
  private RuntimeException become(List<String> command) {
    try {
      String path =
          Executables.find(
              process,
              process.environment().getOrDefault("PATH", ProcessTable.DEFAULT_PATH),
              command.getFirst());
      return process.exec(path, command, process.environment());
    } catch (FileException failed) {
      return cannotExec(command, failed);
    }
  }

  private static CommandFailure cannotExec(List<String> command, FileException failed) {
    return CommandFailure.refused(
        "exec of \"" + command.getFirst() + "\" failed: " + failed.error().text());
  }

  private Namespaces inside(String name) throws IOException {
    NetworkNamespace network =
        NetworkNamespaceFile.find(process.files(), NamedNamespaces.path(name))
            .orElseThrow(() -> unknown(name));
    requireEntering(process, name);
    MountNamespace files = process.files().copy();
    bindEtc(files, name);
    return process.namespaces().with(files).with(network);
  }

  private static void bindEtc(MountNamespace files, String name) throws FileException {
    String own = ETC + "/" + name;
    if (!files.isDirectory(own)) {
      return;
    }
    for (String file : files.list(own)) {
      String target = "/etc/" + file;
      if (!files.exists(target)) {
        files.open(target, OpenMode.APPEND).close();
      }
      files.bind(target, files, own + "/" + file, Mount.Access.READ_WRITE);
    }
  }
}
