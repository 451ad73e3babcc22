package dev.cnilab.userland.net.link;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Invocation;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.link.report.LinkList;

/** {@code ip link}. */
public final class LinkCommand {
  private LinkCommand() {}

  public static void run(Arguments arguments, Invocation invocation) {
    if (arguments.isEmpty()) {
      new LinkList(invocation).links(arguments);
    } else if (arguments.takeMatching("add")) {
      new LinkCreation(invocation).run(arguments);
    } else if (arguments.takeMatching("set", "change")) {
      set(arguments, invocation);
    } else if (arguments.takeMatching("replace")) {
      set(arguments, invocation);
    } else if (arguments.takeMatching("delete")) {
      delete(arguments, invocation);
    } else if (arguments.takeMatching("show", "lst", "list")) {
      new LinkList(invocation).links(arguments);
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("ip-link"));
    } else {
      throw CommandFailure.unknown(arguments.next(), "ip link");
    }
  }

  private static void set(Arguments arguments, Invocation invocation) {
    LinkRequest request = LinkRequest.parse(arguments, invocation);
    Link link = invocation.link(request.requireDevice());
    LinkKindSettings settings = LinkKindSettings.parse(request.kind(), arguments, invocation);
    request.applyTo(link);
    settings.applyTo(link);
  }

  private static void delete(Arguments arguments, Invocation invocation) {
    LinkRequest request = LinkRequest.parse(arguments, invocation);
    invocation.link(request.requireDevice()).delete();
  }
}
