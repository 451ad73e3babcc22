package dev.cnilab.cluster.image.proxy.iptables;

import dev.cnilab.cluster.image.proxy.config.Masquerading;
import dev.cnilab.cluster.image.proxy.config.NodePortAddresses;
import dev.cnilab.cluster.image.proxy.service.Proxier;
import dev.cnilab.cluster.image.proxy.service.ServiceMap;
import dev.cnilab.cluster.image.proxy.service.StaleFlows;
import dev.cnilab.cluster.image.proxy.service.Sync;
import dev.cnilab.cluster.iptables.Canary;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps the chains {@code KUBE-…} in line with the Services and endpoints (pkg/proxy/iptables). No
 * Service here has an IPv6 address, so ip6tables has only what is common to all.
 */
public final class IptablesProxier implements Proxier {
  /** The chains whose absence shows that everything was flushed. */
  public static final String CANARY = "KUBE-PROXY-CANARY";

  private final Klog log;
  private final Supplier<Instant> clock;
  private final List<Iptables> families;
  private final CommonChains common;
  private final CommonChains commonIpv6;
  private final WrittenRules rules;
  private boolean complete;

  /**
   * The rules of a node.
   *
   * @param nodePorts the addresses at which it serves node ports
   * @param address the node's own; empty if unknown
   */
  public IptablesProxier(
      NetworkNamespace node,
      NodePortAddresses nodePorts,
      Masquerading masquerading,
      Optional<Ipv4Address> address,
      Klog log) {
    this.log = log;
    this.clock = node.loop()::now;
    this.families = List.of(node.iptables(), node.ip6tables());
    this.common =
        new CommonChains(node.iptables(), new NodePortEntries.OfIpv4(node, nodePorts, address));
    this.commonIpv6 = new CommonChains(node.ip6tables(), new NodePortEntries.OfIpv6(nodePorts));
    Table nat = node.iptables().table(TableName.NAT);
    ServiceChains chains = new ServiceChains(nat, masquerading, address);
    this.rules = new WrittenRules(nat, common, chains, new StaleFlows(node.connections()));
  }

  @Override
  public void forget() {
    complete = false;
  }

  /** Where there are many endpoints, everything is written again only if something is wrong. */
  @Override
  public void refresh() {
    if (!rules.areMany()) {
      forget();
    }
  }

  @Override
  public Sync sync(ServiceMap services, Set<String> changed) {
    boolean all = !complete;
    complete = true;
    return new IptablesSync(
        rules,
        services,
        changed,
        all ? services.keys() : changed,
        all ? this::startOver : () -> {},
        clock,
        this::fail);
  }

  private void startOver() {
    rules.forget();
    common.ensureEntries();
    commonIpv6.ensureEntries();
    commonIpv6.write(List.of());
  }

  private void fail(ErrnoException outOfMemory) {
    log.failure(
        "proxier.go:1390",
        "exit status 4: " + outOfMemory.errno().text(),
        "Failed to execute iptables-restore",
        "ipFamily",
        "IPv4");
    log.info("proxier.go:660", "Sync failed", "ipFamily", "IPv4", "retryingTime", "30s");
    complete = false;
  }

  /** Nothing here depends on them. */
  @Override
  public void onServiceRanges(List<String> ranges) {}

  @Override
  public void cleanUp() {
    common.delete();
    rules.deleteOthers(Set.of());
    common.deleteShared();
    commonIpv6.delete();
    commonIpv6.deleteShared();
    families.forEach(iptables -> Canary.delete(iptables, CANARY));
    complete = false;
  }
}
