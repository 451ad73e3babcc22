package dev.cnilab.cluster.cni.plugin.call.masquerade;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.nftables.TableFamily;

/**
 * The same as {@link Masquerade} with nftables ({@code ipmasq_nftables_linux.go}): a rule for each
 * address, whose comment begins with hashes of the network and of the container's interface.
 */
record NftMasquerade(CmdArgs args) {
  private static final String CHAIN = "masq_checks";
  private static final int HASH_LENGTH = 16;
  private static final int COMMENT_LENGTH = 128;

  void setup(CniResult result) throws CniException {
    NftRules rules =
        rules()
            .table("Masquerading for plugins from github.com/containernetworking/plugins")
            .chain(
                CHAIN,
                "comment \"Masquerade traffic from certain IPs to any (non-multicast) IP outside"
                    + " their subnet\"")
            .emptyChain("postrouting", "type nat hook postrouting priority 100")
            .rule("postrouting", "ip daddr == 224.0.0.0/4 return")
            .rule("postrouting", "ip6 daddr == ff00::/8 return")
            .rule("postrouting", "goto " + CHAIN)
            .delete(CHAIN, hash());
    for (CniResult.IpConfig ip : result.ips()) {
      Ipv4Prefix address = Ipv4Prefix.parse(ip.address());
      rules.rule(
          CHAIN,
          "ip saddr == %s ip daddr != %s masquerade"
              .formatted(address.address(), address.network()),
          comment());
    }
    rules.run("");
  }

  void teardown() throws CniException {
    rules().delete(CHAIN, hash()).run("");
  }

  private NftRules rules() {
    return new NftRules(args.host(), TableFamily.INET, "cni_plugins_masquerade");
  }

  private String hash() {
    String container = args.ifName() + ":" + args.containerId();
    return NatTable.hash(args.networkName()).substring(0, HASH_LENGTH)
        + "-"
        + NatTable.hash(container).substring(0, HASH_LENGTH);
  }

  private String comment() {
    String whole =
        "%s, net: %s, if: %s, id: %s"
            .formatted(hash(), args.networkName(), args.ifName(), args.containerId());
    return whole.substring(0, Math.min(whole.length(), COMMENT_LENGTH));
  }
}
