package dev.cnilab.userland.net.http;

import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.List;

/** {@code curl} 7.88, for HTTP. */
public final class Curl implements Program {
  @Override
  public int run(Process process) {
    try {
      List<String> words = process.arguments();
      CurlOptions options = CurlOptions.parse(words.subList(1, words.size()));
      if (options.has("V")) {
        process.out().println(Usage.text("curl-version"));
        return 0;
      }
      if (options.has("h")) {
        process.out().println("Usage: curl [options...] <url>");
        return 0;
      }
      if (options.urls().isEmpty()) {
        throw CurlOptions.nothingToDo();
      }
      int status = 0;
      for (int i = 0; i < options.urls().size(); i++) {
        status = new Transfer(process, options, i).run();
      }
      return status;
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }
}
