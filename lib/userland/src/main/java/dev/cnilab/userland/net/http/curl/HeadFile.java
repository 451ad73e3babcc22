package dev.cnilab.userland.net.http.curl;

import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.net.http.CurlFailure;
import dev.cnilab.userland.net.http.MessageHead;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code curl -D}: the heads of all answers in a file, or on standard output. */
final class HeadFile implements AutoCloseable {
  private final Process process;
  private final String path;
  private final Optional<Descriptor> file;

  /**
   * Opens it.
   *
   * @param path a hyphen for standard output
   * @throws CurlFailure if it cannot be written
   */
  HeadFile(Process process, String path) throws CurlFailure {
    this.process = process;
    this.path = path;
    try {
      this.file =
          path.equals("-")
              ? Optional.empty()
              : Optional.of(Descriptor.open(process, path, OpenMode.TRUNCATE));
    } catch (IOException refused) {
      throw failure();
    }
  }

  private CurlFailure failure() {
    return new CurlFailure(26, "Failed to open " + path);
  }

  void add(MessageHead head) throws CurlFailure {
    String text = String.join("\r\n", head.lines()) + "\r\n\r\n";
    if (file.isEmpty()) {
      process.out().print(text);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      file.get().file().write(bytes, 0, bytes.length);
    } catch (IOException full) {
      throw failure();
    }
  }

  @Override
  public void close() {
    file.ifPresent(Descriptor::close);
  }
}
