package dev.cnilab.userland.system.namespace;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessTable;
import java.io.IOException;
import java.util.List;

/** {@code chroot}: runs a command with a directory as its root. */
public final class Chroot implements Command {
  private static final int NOT_CHANGED = 125;

  @Override
  public int run(Invocation call) throws IOException {
    List<String> operands = Options.of(call, "").stopAtOperand().parse().operands();
    if (operands.isEmpty()) {
      throw call.mistake("missing operand");
    }
    Process self = call.process();
    String root = operands.getFirst();
    List<String> command =
        operands.size() > 1 ? operands.subList(1, operands.size()) : List.of("/bin/sh", "-i");
    try {
      if (!self.credentials().can(Capability.SYS_CHROOT)) {
        throw new FileException(FileError.EPERM, root);
      }
      self.enter(self.namespaces().with(call.files().below(call.resolve(root))));
      self.workingDirectory().change("/");
    } catch (FileException notThere) {
      call.complain(
          call.isBusybox()
              ? "can't change root directory to '" + root + "': " + notThere.error().text()
              : "cannot change root directory to '" + root + "': " + notThere.error().text());
      return call.isBusybox() ? 1 : NOT_CHANGED;
    }
    String search = self.environment().getOrDefault("PATH", ProcessTable.DEFAULT_PATH);
    try {
      String path = Executables.find(self, search, command.getFirst());
      throw self.exec(path, command, self.environment());
    } catch (FileException failed) {
      call.complain(
          call.isBusybox()
              ? "can't execute '" + command.getFirst() + "': " + failed.error().text()
              : "failed to run command '" + command.getFirst() + "': " + failed.error().text());
      return failed.error() == FileError.ENOENT ? 127 : 126;
    }
  }
}
