package dev.cnilab.userland.coreutils.part;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.inode.Blocks;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.Optional;

/** Copies the content of a file, with its holes; cp(1), {@code --sparse}. */
enum SparseCopy {
  /** Holes stay holes. */
  AUTO,
  /** Holes become zeros. */
  NEVER,
  /** Blocks of zeros become holes. */
  ALWAYS;

  /** The value of the option. */
  static SparseCopy of(Invocation call, Optional<String> wanted) throws ProgramException {
    return switch (wanted.orElse("auto")) {
      case "auto" -> AUTO;
      case "never" -> NEVER;
      case "always" -> ALWAYS;
      default ->
          throw call.mistake(
              "invalid argument "
                  + Invocation.quote(wanted.orElse(""))
                  + " for '--sparse'\nValid arguments are:\n  - 'never'\n  - 'auto'\n  - 'always'");
    };
  }

  /**
   * Copies.
   *
   * @throws FileException if a file cannot be opened
   */
  void copy(Invocation call, String source, String target) throws IOException {
    try (Descriptor from = Descriptor.open(call.process(), source, OpenMode.READ);
        Descriptor to = Descriptor.open(call.process(), target, OpenMode.TRUNCATE)) {
      copy(call, from.file(), to.file());
    }
  }

  private void copy(Invocation call, OpenFile from, OpenFile to) throws IOException {
    byte[] buffer = new byte[Blocks.SIZE];
    long at = 0;
    boolean endsInHole = false;
    for (int length = 0; length >= 0; at += Math.max(0, length)) {
      long data = this == NEVER ? at : from.nextData(at);
      if (data > at) {
        from.seek(data);
        at = data;
        endsInHole = true;
      }
      length = from.read(buffer, 0, buffer.length);
      if (length > 0) {
        endsInHole = this == ALWAYS && Blocks.areZero(buffer, length);
        if (!endsInHole) {
          to.seek(at);
          to.write(buffer, 0, length);
        }
      }
      call.process().preempt();
    }
    if (endsInHole) {
      to.resize(at);
    }
  }
}
