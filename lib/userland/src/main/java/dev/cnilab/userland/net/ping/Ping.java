package dev.cnilab.userland.net.ping;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;

/** {@code ping} of iputils 20221126, as in Debian 12. */
public final class Ping implements Program {
  private static final int ERROR = 2;

  @Override
  public int run(Process process) {
    try {
      PingOptions options = PingOptions.parse(process);
      if (options.version) {
        process.out().println("ping from iputils 20221126");
        process
            .out()
            .println(
                "libcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending():"
                    + " yes");
        return 0;
      }
      return ping(process, options);
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  private static int ping(Process process, PingOptions options) {
    try (PingTarget target = PingTarget.open(process, options)) {
      return new EchoLoop(process, options, target).run();
    } catch (ErrnoException refused) {
      process.err().println("ping: " + refused.errno().text());
      return ERROR;
    }
  }
}
