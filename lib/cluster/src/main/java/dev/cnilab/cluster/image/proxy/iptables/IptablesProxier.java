package dev.cnilab.cluster.image.proxy.iptables;

import dev.cnilab.cluster.image.proxy.config.Masquerading;
import dev.cnilab.cluster.image.proxy.config.NodePortAddresses;
import dev.cnilab.cluster.image.proxy.service.EndpointChoice;
import dev.cnilab.cluster.image.proxy.service.ProxiedPort;
import dev.cnilab.cluster.image.proxy.service.Proxier;
import dev.cnilab.cluster.image.proxy.service.StaleFlows;
import dev.cnilab.cluster.iptables.Canary;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps the chains {@code KUBE-…} in line with the Services and endpoints (pkg/proxy/iptables). No
 * Service here has an IPv6 address, so ip6tables has only what is common to all.
 */
public final class IptablesProxier implements Proxier {
  /** The chains whose absence shows that everything was flushed. */
  public static final String CANARY = "KUBE-PROXY-CANARY";

  private static final Pattern OWN = Pattern.compile("KUBE-(SVC|SVL|EXT|FW|SEP)-.*");

  /**
   * The maximum number of rules and chains that lead to an endpoint: its own chain with two rules,
   * and two in each of the chains that choose one.
   */
  private static final int RULES_OF_ENDPOINT = 7;

  /** The maximum number of a port's other rules and chains, without the ranges it admits. */
  private static final int COMMON_RULES = 20;

  private final StaleFlows flows;
  private final Klog log;
  private final List<Iptables> families;
  private final Table nat;
  private final CommonChains common;
  private final CommonChains commonIpv6;
  private final ServiceChains chains;
  private final Map<String, ProxiedPort> written = new HashMap<>();
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
    this.flows = new StaleFlows(node.connections());
    this.families = List.of(node.iptables(), node.ip6tables());
    this.nat = node.iptables().table(TableName.NAT);
    this.common =
        new CommonChains(node.iptables(), new NodePortEntries.OfIpv4(node, nodePorts, address));
    this.commonIpv6 = new CommonChains(node.ip6tables(), new NodePortEntries.OfIpv6(nodePorts));
    this.chains = new ServiceChains(nat, masquerading, address);
  }

  @Override
  public void forget() {
    complete = false;
  }

  @Override
  public boolean sync(List<ProxiedPort> ports) {
    if (!complete) {
      written.clear();
      common.ensureEntries();
      commonIpv6.ensureEntries();
      commonIpv6.write(List.of());
      complete = true;
    }
    Set<String> names = new HashSet<>();
    List<ProxiedPort> changed = new ArrayList<>();
    for (ProxiedPort port : ports) {
      Set<String> own = ServiceChains.names(port.port(), port.choice());
      names.addAll(own);
      if (!port.equals(written.get(key(port)))
          || own.stream().anyMatch(name -> nat.chain(name).isEmpty())) {
        changed.add(port);
      }
    }
    try {
      nat.requireRoom(changed.stream().mapToLong(port -> most(port.choice())).sum());
      changed.forEach(port -> chains.write(port.port(), port.choice()));
      common.write(ports);
    } catch (ErrnoException outOfMemory) {
      log.failure(
          "proxier.go:1390",
          "exit status 4: " + outOfMemory.errno().text(),
          "Failed to execute iptables-restore",
          "ipFamily",
          "IPv4");
      log.info("proxier.go:660", "Sync failed", "ipFamily", "IPv4", "retryingTime", "30s");
      complete = false;
      return false;
    }
    deleteOthers(names);
    written.clear();
    ports.forEach(port -> written.put(key(port), port));
    flows.forget(ports);
    return true;
  }

  /** The maximum number of rules and chains of a port. */
  private static long most(EndpointChoice choice) {
    return COMMON_RULES + (long) RULES_OF_ENDPOINT * choice.reachable().size();
  }

  private static String key(ProxiedPort port) {
    return port.port() + "/" + port.port().protocol();
  }

  private void deleteOthers(Set<String> names) {
    nat.removeChains(name -> !names.contains(name) && OWN.matcher(name).matches());
  }

  /** Nothing here depends on them. */
  @Override
  public void onServiceRanges(List<String> ranges) {}

  @Override
  public void cleanUp() {
    common.delete();
    deleteOthers(Set.of());
    common.deleteShared();
    commonIpv6.delete();
    commonIpv6.deleteShared();
    families.forEach(iptables -> Canary.delete(iptables, CANARY));
    complete = false;
  }
}
