package dev.cnilab.cluster.cni.plugin.call.masquerade;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import java.util.List;

/**
 * {@code ip.SetupIPMasq}: packets from a container to addresses outside its subnet get the node's
 * address.
 */
public final class Masquerade {
  private static final Ipv4Prefix MULTICAST = Ipv4Prefix.parse("224.0.0.0/4");

  private Masquerade() {}

  /**
   * Adds the rules, with the backend that the configuration names.
   *
   * @throws CniException if there is no such backend
   */
  public static void setup(CmdArgs args, CniResult result) throws CniException {
    String backend = args.config().path("ipMasqBackend").asText("iptables");
    switch (backend) {
      case "iptables" -> setupIptables(args, result);
      case "nftables" -> new NftMasquerade(args).setup(result);
      default -> throw new CniException("unknown ipmasq backend " + GoText.quote(backend));
    }
  }

  private static void setupIptables(CmdArgs args, CniResult result) {
    NatTable nat = NatTable.of(args.host());
    Chain own = nat.chain(chainName(args));
    Match comment =
        new Match.Comment(
            "name: "
                + GoText.quote(args.networkName())
                + " id: "
                + GoText.quote(args.containerId()));
    for (CniResult.IpConfig ip : result.ips()) {
      Ipv4Prefix address = Ipv4Prefix.parse(ip.address());
      NatTable.ensure(
          own,
          List.of(new PacketMatch.Destination(address.network()), comment),
          new Target.Accept());
      NatTable.ensure(
          own,
          List.of(new Match.Not(new PacketMatch.Destination(MULTICAST)), comment),
          new Target.Masquerade(false));
      NatTable.ensure(
          nat.chain("POSTROUTING"),
          List.of(new PacketMatch.Source(Ipv4Prefix.of(address.address())), comment),
          new Target.Jump(own));
    }
  }

  /** Removes the rules of both backends, as the configuration may have changed since. */
  public static void teardown(CmdArgs args) throws CniException {
    NatTable.of(args.host()).remove(chainName(args));
    new NftMasquerade(args).teardown();
  }

  private static String chainName(CmdArgs args) {
    return NatTable.chainName("CNI-", args.networkName(), args.containerId());
  }
}
