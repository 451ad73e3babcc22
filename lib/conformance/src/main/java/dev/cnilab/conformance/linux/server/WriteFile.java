package dev.cnilab.conformance.linux.server;

import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.util.List;

/** {@code write-file PATH LINE…}: replaces a file's content by these lines. */
final class WriteFile implements Program {
  @Override
  public int run(Process process) throws IOException {
    List<String> words = process.arguments();
    if (words.size() < 2) {
      process.err().println("write-file: expected a path; write it first");
      return 1;
    }
    StringBuilder text = new StringBuilder();
    words.subList(2, words.size()).forEach(line -> text.append(line).append('\n'));
    process.files().write(process.resolve(words.get(1)), text.toString());
    return 0;
  }
}
