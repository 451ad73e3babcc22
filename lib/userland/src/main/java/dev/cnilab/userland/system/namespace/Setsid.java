package dev.cnilab.userland.system.namespace;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProcessTable;
import java.io.IOException;
import java.util.List;

/**
 * {@code setsid}: runs a command without a terminal; setsid(1), util-linux. A session leader cannot
 * create another session, so it starts a child that does, and does not wait for it.
 */
public final class Setsid implements Command {

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "fw").stopAtOperand().parse();
    List<String> words = options.operands();
    if (words.isEmpty()) {
      throw call.mistake("no command specified");
    }
    Process self = call.process();
    try {
      if (!options.has('f') && self.family().sessionLeader() != self) {
        self.family().beginSession();
        throw self.exec(executable(self, words), words, self.environment());
      }
      Process child = self.start(ProcessSpec.of(words));
      child.family().beginSession();
      return options.has('w') ? child.await() : 0;
    } catch (FileException failed) {
      call.complain(
          (call.isBusybox()
                  ? "can't execute " + Invocation.quote(words.getFirst())
                  : "failed to execute " + words.getFirst())
              + ": "
              + failed.error().text());
      return failed.error() == FileError.ENOENT ? 127 : 126;
    }
  }

  private static String executable(Process self, List<String> words) throws FileException {
    return Executables.find(
        self, self.environment().getOrDefault("PATH", ProcessTable.DEFAULT_PATH), words.getFirst());
  }
}
