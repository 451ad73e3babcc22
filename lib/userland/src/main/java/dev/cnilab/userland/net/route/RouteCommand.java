package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.route.fib.RouteTable;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;

/** {@code ip route}. */
public final class RouteCommand {
  private RouteCommand() {}

  public static void run(Arguments arguments, IprouteInvocation invocation) {
    if (arguments.isEmpty() || arguments.takeMatching("list", "show", "lst")) {
      RouteList.show(arguments, invocation);
    } else if (arguments.takeMatching("get")) {
      new RouteLookup(invocation).run(arguments);
    } else if (arguments.takeMatching("add")) {
      RouteChange change = RouteChange.ofNew(arguments, invocation);
      table(change, invocation).add(change.request());
    } else if (arguments.takeMatching("change") || arguments.take("chg")) {
      RouteChange change = RouteChange.ofNew(arguments, invocation);
      table(change, invocation).change(change.request());
    } else if (arguments.takeMatching("replace")) {
      RouteChange change = RouteChange.ofNew(arguments, invocation);
      table(change, invocation).replace(change.request());
    } else if (arguments.takeMatching("prepend")) {
      RouteChange change = RouteChange.ofNew(arguments, invocation);
      table(change, invocation).prepend(change.request());
    } else if (arguments.takeMatching("append")) {
      RouteChange change = RouteChange.ofNew(arguments, invocation);
      table(change, invocation).append(change.request());
    } else if (arguments.takeMatching("test")) {
      RouteChange change = RouteChange.ofNew(arguments, invocation);
      table(change, invocation).add(change.request());
    } else if (arguments.takeMatching("delete")) {
      RouteChange change = RouteChange.ofOld(arguments, invocation);
      if (!invocation.network().routeTables().containsKey(change.table())) {
        throw new ErrnoException(Errno.ESRCH, "FIB table does not exist.");
      }
      table(change, invocation).delete(change.request());
    } else if (arguments.takeMatching("flush")) {
      RouteList.flush(arguments, invocation);
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("ip-route"));
    } else {
      throw CommandFailure.unknown(arguments.next(), "ip route");
    }
  }

  private static RouteTable table(RouteChange change, IprouteInvocation invocation) {
    return invocation.network().routes(change.table());
  }
}
