package dev.cnilab.userland.net.link;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.AlternativeNames;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.link.report.LinkList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** {@code ip link}. */
public final class LinkCommand {
  private LinkCommand() {}

  public static void run(Arguments arguments, IprouteInvocation invocation) {
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
    } else if (arguments.takeMatching("property")) {
      property(arguments, invocation);
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("ip-link"));
    } else {
      throw CommandFailure.unknown(arguments.next(), "ip link");
    }
  }

  private static void set(Arguments arguments, IprouteInvocation invocation) {
    LinkRequest request = LinkRequest.parse(arguments, invocation);
    request.refuseIndex();
    List<Link> links = request.existing(invocation);
    LinkKindSettings settings = LinkKindSettings.parse(request.kind(), arguments, invocation);
    for (Link link : links) {
      request.applyTo(link);
      settings.applyTo(link);
    }
  }

  private static void property(Arguments arguments, IprouteInvocation invocation) {
    if (arguments.takeMatching("add")) {
      nameAlternatively(arguments, invocation, AlternativeNames::add);
    } else if (arguments.takeMatching("delete")) {
      nameAlternatively(arguments, invocation, AlternativeNames::remove);
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("ip-link"));
    } else {
      throw CommandFailure.usage("Operator required");
    }
  }

  private static void nameAlternatively(
      Arguments arguments,
      IprouteInvocation invocation,
      BiConsumer<AlternativeNames, String> change) {
    List<String> names = new ArrayList<>();
    String device = null;
    while (!arguments.isEmpty()) {
      if (arguments.takeMatching("altname")) {
        names.add(arguments.next());
      } else {
        arguments.take("dev");
        String word = arguments.next();
        if (device != null) {
          throw CommandFailure.garbage("dev", word);
        }
        device = word;
      }
    }
    if (device == null) {
      throw CommandFailure.usage("Not enough information: \"dev\" argument is required.");
    }
    Link link = invocation.link(device);
    names.forEach(name -> change.accept(link.alternativeNames(), name));
  }

  private static void delete(Arguments arguments, IprouteInvocation invocation) {
    LinkRequest request = LinkRequest.parse(arguments, invocation);
    if (request.groupOnly().orElse(-1) == 0) {
      throw new ErrnoException(Errno.EPERM); // it would be all links
    }
    List<Link> deleted = request.existing(invocation);
    if (deleted.isEmpty()) {
      throw new ErrnoException(Errno.ENODEV);
    }
    for (Link link : deleted) {
      if (link.links().find(link.index()).isPresent()) { // not deleted with its peer
        link.delete();
      }
    }
  }
}
