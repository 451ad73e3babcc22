package dev.cnilab.userland.net.http.curl;

import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.http.CurlFailure;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code curl} 7.88, for HTTP. */
public final class Curl implements Program {
  /** The longest pause between two attempts; it doubles each time. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static int transfer(Process process, CurlOptions options, int index) {
    try {
      Duration pause = Duration.ofSeconds(1);
      for (int left = options.retries(); ; left--) {
        Transfer transfer = new Transfer(process, options, index);
        int status = transfer.attempt();
        Optional<String> why = transfer.passing(status);
        if (left == 0 || why.isEmpty()) {
          transfer.end();
          return status;
        }
        Duration wait = options.retryDelay().orElse(pause);
        if (!options.isSilent()) {
          process
              .err()
              .println(
                  "Warning: Problem: %s. Will retry in %d seconds. %d retries left."
                      .formatted(why.get(), wait.toSeconds(), left));
        }
        process.loop().sleep(wait);
        pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
      }
    } catch (CurlFailure nameless) {
      process.err().println("curl: (" + nameless.status() + ") " + nameless.text());
      return nameless.status();
    }
  }

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
        status = transfer(process, options, i);
      }
      return status;
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }
}
