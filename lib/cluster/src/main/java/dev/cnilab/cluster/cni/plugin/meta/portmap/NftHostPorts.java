package dev.cnilab.cluster.cni.plugin.meta.portmap;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.masquerade.NftRules;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.nftables.TableFamily;
import java.util.List;

/** The rules of {@code portmap} with nftables ({@code portmap_nftables.go}). */
record NftHostPorts(CmdArgs args, PortmapOptions options) {
  private static final String PORTS = "hostports";

  /** Kept for rules of older versions. */
  private static final String PORTS_OF_ADDRESSES = "hostip_hostports";

  private static final String ALL = "hostports_all";
  private static final String MASQUERADING = "masquerading";

  /** Forwards the ports to a container's address. */
  void forward(List<PortMapping> mappings, Ipv4Prefix container) throws CniException {
    NftRules rules =
        rules()
            .table("CNI portmap plugin")
            .chain(PORTS, "")
            .chain(PORTS_OF_ADDRESSES, "")
            .emptyChain(ALL, "")
            .rule(ALL, "jump " + PORTS_OF_ADDRESSES)
            .rule(ALL, "jump " + PORTS);
    String conditions = options.conditions().isEmpty() ? "" : joined();
    for (String hook : List.of("prerouting", "output")) {
      rules
          .emptyChain(hook, "type nat hook " + hook + " priority -100")
          .rule(hook, conditions + "fib daddr type local jump " + ALL);
    }
    for (PortMapping mapping : mappings) {
      String address = mapping.hostIp().isEmpty() ? "" : "ip daddr " + mapping.hostIp() + " ";
      rules.rule(
          PORTS,
          "%s%s dport %d dnat to %s:%d"
              .formatted(
                  address,
                  mapping.protocol(),
                  mapping.hostPort(),
                  container.address(),
                  mapping.containerPort()),
          args.containerId());
    }
    if (options.snat()) {
      masquerade(rules, container);
    }
    rules.run("unable to set up nftables rules for port mappings: ");
  }

  private String joined() {
    return String.join(" ", options.conditions()) + " ";
  }

  private void masquerade(NftRules rules, Ipv4Prefix container) {
    rules.chain(MASQUERADING, "type nat hook postrouting priority 100");
    List<String> sources =
        options.masqAll()
            ? List.of("0.0.0.0/0")
            : List.of(container.address().toString(), "127.0.0.1");
    for (String source : sources) {
      rules.rule(
          MASQUERADING,
          "ip saddr %s ip daddr %s masquerade".formatted(source, container.address()),
          args.containerId());
    }
  }

  /** Removes all rules of this container; may be repeated. */
  void unforward() throws CniException {
    NftRules rules = rules();
    for (String chain : List.of(PORTS, PORTS_OF_ADDRESSES, MASQUERADING)) {
      rules.delete(chain, args.containerId());
    }
    rules.run("error deleting nftables rules: ");
  }

  private NftRules rules() {
    return new NftRules(args.host(), TableFamily.IP, "cni_hostport");
  }
}
