package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Family;
import dev.cnilab.userland.net.command.Invocation;
import dev.cnilab.userland.net.command.Report;
import dev.cnilab.userland.net.command.Usage;

/** {@code ip rule}: every namespace here has the three rules the kernel begins with. */
public final class RuleCommand {
  private static final int FIRST = 0;
  private static final int MAIN = 32766;
  private static final int DEFAULT = 32767;

  private RuleCommand() {}

  public static void run(Arguments arguments, Invocation invocation) {
    if (arguments.isEmpty() || arguments.takeMatching("list", "lst", "show")) {
      boolean ipv6 = invocation.settings().family() == Family.INET6;
      rule(invocation.report(), FIRST, "local");
      rule(invocation.report(), MAIN, "main");
      if (!ipv6) {
        rule(invocation.report(), DEFAULT, "default");
      }
    } else if (arguments.takeMatching("add", "delete", "flush", "restore")) {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("ip-rule"));
    } else {
      throw CommandFailure.unknown(arguments.next(), "ip rule");
    }
  }

  private static void rule(Report out, int priority, String table) {
    out.openObject();
    out.field("priority", "%d:\t", priority);
    out.field("src", "from %s ", "all");
    out.field("table", "lookup %s ", table);
    out.text("\n").closeObject();
  }
}
