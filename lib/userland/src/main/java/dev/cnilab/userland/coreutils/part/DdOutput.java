package dev.cnilab.userland.coreutils.part;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.file.inode.Blocks;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.stream.Output;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Where {@code dd} writes to. */
final class DdOutput implements AutoCloseable {
  private final OpenFile file;
  private final Output out;
  private final Optional<Descriptor> opened;
  private final Set<String> conversions;
  private long at;
  private boolean endsInHole;

  private DdOutput(
      OpenFile file, Output out, Optional<Descriptor> opened, Set<String> conversions) {
    this.file = file;
    this.out = out;
    this.opened = opened;
    this.conversions = conversions;
  }

  /**
   * Opens it, and cuts it off where writing begins, unless {@code notrunc} keeps the rest.
   *
   * @param path empty for standard output
   * @param seek the offset at which writing begins, in bytes
   */
  static DdOutput open(Invocation call, Optional<String> path, long seek, Set<String> conversions)
      throws IOException {
    boolean kept = conversions.contains("notrunc");
    DdOutput output;
    if (path.isEmpty()) {
      OpenFile file = call.process().descriptors().get(1);
      output = new DdOutput(file, call.out(), Optional.empty(), conversions);
    } else {
      OpenMode mode = seek == 0 && !kept ? OpenMode.TRUNCATE : OpenMode.READ_WRITE;
      Descriptor opened = Descriptor.open(call.process(), path.get(), mode);
      output = new DdOutput(opened.file(), opened.out(), Optional.of(opened), conversions);
    }
    if (seek > 0) {
      output.seek(call, path, seek, kept);
    }
    return output;
  }

  private void seek(Invocation call, Optional<String> path, long seek, boolean kept)
      throws IOException {
    boolean regular = path.isPresent() && call.files().status(call.resolve(path.get())).isRegular();
    try {
      if (regular && !kept) {
        file.resize(seek);
      }
      if (regular || path.isEmpty()) {
        file.seek(seek);
      }
    } catch (FileException tooLarge) {
      throw tooLarge;
    } catch (IOException unseekable) {
      throw call.failure(1, "'standard output': cannot seek: " + unseekable.getMessage());
    }
    at = seek;
  }

  /** Writes bytes; {@code sparse} makes a hole of zeros. */
  void write(byte[] bytes, int length) throws IOException {
    if (length == 0) {
      return;
    }
    endsInHole = conversions.contains("sparse") && Blocks.areZero(bytes, length);
    if (endsInHole) {
      file.seek(at + length);
    } else {
      out.write(bytes, 0, length);
    }
    at += length;
  }

  @Override
  public void close() throws IOException {
    if (endsInHole) {
      file.resize(at);
    }
    if (opened.isPresent()) {
      opened.get().close();
    } else {
      out.flush();
    }
  }
}
