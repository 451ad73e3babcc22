package dev.cnilab.userland.net.conntrack;

import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.List;

/** {@code conntrack} 1.4.7: lists, counts, changes, deletes and watches tracked connections. */
public final class ConntrackCommand implements Program {
  static final String PREFIX = "conntrack v1.4.7 (conntrack-tools): ";
  private static final int USAGE = 2;

  static CommandFailure usage(String problem) {
    return CommandFailure.of(
        USAGE,
        PREFIX + problem + "\nTry `conntrack -h' or 'conntrack --help' for more information.");
  }

  @Override
  public int run(Process process) {
    try {
      List<String> words = process.arguments();
      return new ConntrackCall(process).run(words.subList(1, words.size()));
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }
}
