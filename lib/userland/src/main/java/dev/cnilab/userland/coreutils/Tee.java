package dev.cnilab.userland.coreutils;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.process.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code tee}. */
final class Tee implements Command {
  private static final int BLOCK = 65536;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "a").parse();
    OpenMode mode = options.has('a') ? OpenMode.APPEND : OpenMode.TRUNCATE;
    List<Descriptor> files = new ArrayList<>();
    int status = 0;
    for (String path : options.operands()) {
      try {
        files.add(Descriptor.open(call.process(), path, mode));
      } catch (FileException failed) {
        call.complain(path + ": " + failed.error().text());
        status = 1;
      }
    }
    byte[] block = new byte[BLOCK];
    for (int count = call.in().read(block); count >= 0; count = call.in().read(block)) {
      call.out().write(block, 0, count);
      for (Descriptor file : files) {
        file.file().write(block, 0, count);
      }
    }
    files.forEach(Descriptor::close);
    return status;
  }
}
