package dev.cnilab.userland.net.traceroute;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.List;

/** {@code tracepath} of iputils 20221126: the routers on a path, and its MTU. */
public final class Tracepath implements Program {
  private static final int USAGE = 255;

  /** The port to probe; any error may answer a probe. */
  private static final String PORT = "/\\d+$";

  @Override
  public int run(Process process) {
    try {
      List<String> words = process.arguments();
      GetOpt given =
          GetOpt.parse(
              "tracepath", words.subList(1, words.size()), "46nbhl:m:p:V", GetOpt.Order.PERMUTE);
      if (given.has('V')) {
        process
            .out()
            .println(
                "tracepath from iputils 20221126\n"
                    + "libcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes,"
                    + " __fpending(): yes");
        return 0;
      }
      if (given.error().isPresent() || given.has('h') || given.operands().size() != 1) {
        throw CommandFailure.of(
            USAGE,
            given.error().map(text -> text + "\n").orElse("") + "\n" + Usage.text("tracepath"));
      }
      String host = given.operands().getFirst().replaceFirst(PORT, "");
      return new PathRun(process, given, resolve(process, host)).run();
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  private static Ipv4Address resolve(Process process, String host) {
    try {
      return new Resolver(process).find(host).address();
    } catch (LookupFailure unknown) {
      throw CommandFailure.refused("tracepath: " + host + ": " + unknown.getMessage());
    }
  }
}
