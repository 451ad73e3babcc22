package dev.cnilab.cluster.cni.plugin.meta;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.CniResult.IpConfig;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.cni.plugin.call.PluginFields;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.route.RoutingRule;
import java.util.List;
import java.util.OptionalInt;

/** The plugin {@code sbr}: packets from an address of this link use this link's routes. */
public final class SbrPlugin implements CniPlugin {
  @Override
  public String about() {
    return "CNI sbr plugin v1.10.0";
  }

  @Override
  public PluginFields fields() {
    return PluginFields.of("sbr");
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    CniResult previous =
        args.prevResult()
            .orElseThrow(() -> new CniException("This plugin must be called as chained plugin"));
    List<IpConfig> addresses = addresses(previous, args.ifName());
    NetworkNamespace netns = args.openNetns();
    OptionalInt table = table(args);
    if (table.isPresent()) {
      for (IpConfig address : addresses) {
        SourceRoutes.addRule(netns, SourceRoutes.host(address), table.getAsInt());
      }
      return previous;
    }
    Link link =
        netns
            .links()
            .find(args.ifName())
            .orElseThrow(
                () ->
                    new CniException(
                        "Cannot find network interface %s: Link not found"
                            .formatted(args.ifName())));
    SourceRoutes routes = SourceRoutes.of(netns, link, gateway(args));
    routes.copy(addresses);
    if (args.isSet("addSourceHints")) {
      routes.hint(addresses);
    } else {
      routes.deleteOriginals();
    }
    return previous;
  }

  private static OptionalInt table(CmdArgs args) {
    return args.config().path("table").canConvertToInt()
        ? OptionalInt.of(args.config().path("table").asInt())
        : OptionalInt.empty();
  }

  /** The addresses of the link, and those without an interface. */
  private static List<IpConfig> addresses(CniResult previous, String link) throws CniException {
    if (previous.ips().isEmpty()) {
      throw new CniException("No IP addresses supplied on interface: " + link);
    }
    List<CniResult.Interface> links = previous.interfaces();
    return previous.ips().stream()
        .filter(
            ip ->
                ip.onInterface() == null
                    || ip.onInterface() < 0
                    || ip.onInterface() >= links.size()
                    || links.get(ip.onInterface()).name().equals(link))
        .toList();
  }

  /** The IPv4 gateway in the configuration; empty to use the one of each address. */
  private static String gateway(CmdArgs args) throws CniException {
    String found = "";
    if (args.config().path("gateways").size() > 2) {
      throw new CniException(
          "gateways list cannot contain more than 2 entries (one IPv4, one IPv6)");
    }
    for (var each : args.config().path("gateways")) {
      String text = each.asText();
      if (text.contains(":")) {
        continue;
      } else if (Ipv4Address.read(text).isEmpty()) {
        throw new CniException("invalid static gateway IP address: " + text);
      } else if (!found.isEmpty()) {
        throw new CniException(
            "gateways list contains multiple IPv4 addresses: %s and %s".formatted(found, text));
      }
      found = text;
    }
    return found;
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    NetworkNamespace netns =
        args.findNetns().orElseThrow(() -> new CniException("no such file or directory"));
    OptionalInt table = table(args);
    netns
        .links()
        .find(args.ifName())
        .ifPresent(
            link -> {
              for (RoutingRule rule : netns.rules().list()) {
                boolean ours = table.isEmpty() || rule.table() == table.getAsInt();
                Ipv4Prefix from = rule.selector().from();
                if (ours && from.length() == 32 && has(link, from.address())) {
                  netns.rules().delete(rule::equals);
                }
              }
            });
  }

  private static boolean has(Link link, Ipv4Address address) {
    return link.addresses().stream().anyMatch(own -> own.address().equals(address));
  }
}
