package dev.cnilab.userland.net.neigh;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.neighbor.NeighborTable;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;

/** {@code ip neigh}. */
public final class NeighborCommand {
  private NeighborCommand() {}

  public static void run(Arguments arguments, IprouteInvocation invocation) {
    NeighborTable table = invocation.network().neighbors();
    if (arguments.isEmpty() || arguments.takeMatching("show", "lst", "list")) {
      new NeighborList(invocation).show(arguments);
    } else if (arguments.takeMatching("add")) {
      NeighborRequest request = NeighborRequest.parse(arguments, invocation);
      if (request.proxy()) {
        table.proxies().add(request.address(), request.link());
      } else {
        table.add(request.address(), request.link(), request.mac(), request.state());
      }
    } else if (arguments.takeMatching("change") || arguments.take("chg")) {
      NeighborRequest request = NeighborRequest.parse(arguments, invocation);
      if (table.find(request.address(), request.link()).isEmpty()) {
        throw new ErrnoException(Errno.ENOENT);
      }
      table.replace(request.address(), request.link(), request.mac(), request.state());
    } else if (arguments.takeMatching("replace")) {
      NeighborRequest request = NeighborRequest.parse(arguments, invocation);
      table.replace(request.address(), request.link(), request.mac(), request.state());
    } else if (arguments.takeMatching("delete")) {
      NeighborRequest request = NeighborRequest.parse(arguments, invocation);
      if (request.proxy()) {
        table.proxies().delete(request.address(), request.link());
      } else {
        table.delete(request.address(), request.link());
      }
    } else if (arguments.takeMatching("get")) {
      new NeighborList(invocation).get(arguments);
    } else if (arguments.takeMatching("flush")) {
      new NeighborList(invocation).flush(arguments);
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("ip-neigh"));
    } else {
      throw CommandFailure.unknown(arguments.next(), "ip neigh");
    }
  }
}
