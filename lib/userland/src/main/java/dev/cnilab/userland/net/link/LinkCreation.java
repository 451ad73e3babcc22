package dev.cnilab.userland.net.link;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.link.VxlanSettings;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import java.util.Set;
import java.util.function.Consumer;

/** {@code ip link add}. */
final class LinkCreation {
  /** Kinds whose words {@code ip} knows, and for which the simulated kernel has no driver. */
  private static final Set<String> WITHOUT_DRIVER =
      Set.of(
          "bareudp", "bond", "can", "erspan", "geneve", "gre", "gretap", "hsr", "ip6gre", "ip6tnl",
          "ipvtap", "macsec", "macvtap", "sit", "vlan", "vrf", "vti", "xfrm");

  private final IprouteInvocation invocation;

  LinkCreation(IprouteInvocation invocation) {
    this.invocation = invocation;
  }

  void run(Arguments arguments) {
    LinkRequest request = LinkRequest.parse(arguments, invocation);
    request.newName();
    Links links = request.namespace().map(NetworkNamespace::links).orElse(invocation.links());
    if (request.index().isPresent() && links.find(request.index().getAsInt()).isPresent()) {
      throw new ErrnoException(Errno.EEXIST);
    }
    if (!request.lower().isEmpty() && links.find(request.lower()).isEmpty()) {
      throw CommandFailure.noDevice(request.lower());
    }
    switch (request.kind()) {
      case "" ->
          throw CommandFailure.refused("Not enough information: \"type\" argument is required");
      case "veth" -> veth(request, links, arguments);
      case "bridge" -> {
        Consumer<Bridge> changes = BridgeWords.take(arguments);
        Bridge bridge = links.addBridge(name(request, links, "bridge"));
        changes.accept(bridge);
        request.complete(bridge);
      }
      case "vxlan" -> {
        VxlanSettings settings = VxlanWords.parse(arguments, invocation);
        request.complete(links.addVxlan(name(request, links, "vxlan"), settings));
      }
      case "ipip" -> {
        IpipWords ends = IpipWords.parse(arguments);
        String name = name(request, links, "tunl");
        request.complete(links.addIpip(name, ends.local(), ends.remote()));
      }
      case "macvlan", "ipvlan" -> new StackedCreation(invocation).run(request, links, arguments);
      case "dummy" -> {
        LinkKindSettings.refuseMore(arguments);
        request.complete(links.addDummy(name(request, links, "dummy")));
      }
      default -> {
        if (!WITHOUT_DRIVER.contains(request.kind())) {
          LinkKindSettings.refuseMore(arguments);
        }
        throw new ErrnoException(Errno.EOPNOTSUPP, "Unknown device type.");
      }
    }
  }

  private void veth(LinkRequest request, Links links, Arguments arguments) {
    if (arguments.isEmpty()) {
      String name = name(request, links, "veth");
      request.complete(links.addVeth(name, links, free(links, "veth", name)));
      return;
    }
    if (!arguments.take("peer")) {
      invocation
          .process()
          .out()
          .println(
              "Usage: ip link <options> type veth [peer <options>]\n"
                  + "To get <options> type 'ip link add help'");
      throw CommandFailure.refused("");
    }
    LinkRequest peer = LinkRequest.parse(arguments, invocation);
    if (!peer.kind().isEmpty()) {
      throw CommandFailure.duplicate("type", peer.kind());
    }
    Links peerLinks = peer.namespace().map(NetworkNamespace::links).orElse(links);
    String name = name(request, links, "veth");
    String peerName = peer.newName().isEmpty() ? free(peerLinks, "veth", name) : peer.newName();
    Veth made = links.addVeth(name, peerLinks, peerName);
    complete(made, request, peer);
  }

  private static void complete(Veth made, LinkRequest request, LinkRequest peer) {
    try {
      peer.complete(made.peer());
      if (peer.up()) {
        throw new ErrnoException(Errno.ENOTCONN); // it is set up before it has a peer (veth_open)
      }
      request.complete(made);
    } catch (ErrnoException refused) {
      made.delete();
      throw refused;
    }
  }

  static String name(LinkRequest request, Links links, String kind) {
    if (request.newName().length() > Links.LONGEST_NAME) {
      throw new ErrnoException(Errno.ERANGE, "Attribute failed policy validation");
    }
    return request.newName().isEmpty() ? free(links, kind, "") : request.newName();
  }

  /** The first numbered name of a kind that is free. */
  static String free(Links links, String kind, String besides) {
    int number = 0;
    while (links.find(kind + number).map(Link::name).isPresent() || besides.equals(kind + number)) {
      number++;
    }
    return kind + number;
  }
}
