package dev.cnilab.userland.system.namespace;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.IpcNamespace;
import dev.cnilab.userland.process.Namespaces;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProcessTable;
import dev.cnilab.userland.process.UtsNamespace;
import java.io.IOException;
import java.util.List;

/** {@code unshare}: runs a command in new namespaces; util-linux. */
public final class Unshare implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "nmuif").stopAtOperand().parse();
    for (char kind : new char[] {'n', 'm', 'u', 'i'}) {
      if (!options.value(kind).orElse("").isEmpty()) {
        throw call.failure(
            1, "a namespace that is kept in a file is not available on this machine");
      }
    }
    Process self = call.process();
    boolean any = options.options().stream().anyMatch(each -> each.getKey() != 'f');
    if (any && !self.credentials().can(Capability.SYS_ADMIN)) {
      throw call.failure(1, "unshare failed: Operation not permitted");
    }
    Namespaces made = made(self, options);
    List<String> command =
        options.operands().isEmpty()
            ? List.of(self.environment().getOrDefault("SHELL", "/bin/sh"))
            : options.operands();
    try {
      if (options.has('f')) {
        return self.start(
                ProcessSpec.of(command)
                    .namespaces(made)
                    .workingDirectory(self.workingDirectory().path()))
            .await();
      }
      self.enter(made);
      String search = self.environment().getOrDefault("PATH", ProcessTable.DEFAULT_PATH);
      String path = Executables.find(self, search, command.getFirst());
      throw self.exec(path, command, self.environment());
    } catch (FileException failed) {
      call.complain("failed to execute " + command.getFirst() + ": " + failed.error().text());
      return failed.error() == FileError.ENOENT ? 127 : 126;
    }
  }

  private static Namespaces made(Process self, Options.Found options) {
    Namespaces made = self.namespaces();
    if (options.has('n')) {
      NetworkNamespace network = self.network().unshare("unshare-" + self.pid());
      self.onExit(status -> closeUnused(self, network));
      made = made.with(network);
    }
    if (options.has('m')) {
      made = made.with(self.files().copy());
    }
    if (options.has('u')) {
      made = made.with(new UtsNamespace(self.hostname()));
    }
    return options.has('i') ? made.with(new IpcNamespace()) : made;
  }

  /** A namespace goes with its last process; one that outlives the command keeps it. */
  private static void closeUnused(Process self, NetworkNamespace network) {
    boolean used =
        self.machine().processes().all().stream()
            .anyMatch(each -> each != self && each.isAlive() && each.network() == network);
    if (!used) {
      network.close();
    }
  }
}
