package dev.cnilab.cluster.image.proxy;

import dev.cnilab.cluster.image.proxy.ServicePort.Policy;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.Translation;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.packet.UdpDatagram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Brings a node's rules in line with what there is ({@code syncProxyRules}). */
final class Proxier {
  private static final Pattern OWN = Pattern.compile("KUBE-(SVC|SVL|EXT|FW|SEP)-.*");

  private final NetworkNamespace node;
  private final Table nat;
  private final CommonChains common;
  private final ServiceChains chains;
  private final Map<String, ProxiedPort> written = new HashMap<>();
  private boolean complete;

  /**
   * The rules of a node.
   *
   * @param pods the addresses that are pods'; empty if that is not known
   */
  Proxier(NetworkNamespace node, Optional<Ipv4Prefix> pods) {
    this.node = node;
    this.nat = node.iptables().table(TableName.NAT);
    this.common = new CommonChains(node.iptables());
    this.chains = new ServiceChains(nat, pods);
  }

  /** Has the next {@link #sync} write everything, whether it changed or not. */
  void forget() {
    complete = false;
  }

  /** Writes the rules of all ports, as far as they are not written yet. */
  void sync(List<ProxiedPort> ports) {
    if (!complete) {
      written.clear();
      common.ensureEntries();
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
    changed.forEach(port -> chains.write(port.port(), port.choice()));
    common.write(ports);
    deleteOthers(names);
    written.clear();
    ports.forEach(port -> written.put(key(port), port));
    forgetStaleFlows(ports);
  }

  private static String key(ProxiedPort port) {
    return port.port() + "/" + port.port().protocol();
  }

  private void deleteOthers(Set<String> names) {
    List<Chain> stale =
        nat.chains().stream()
            .filter(chain -> !names.contains(chain.name()))
            .filter(chain -> OWN.matcher(chain.name()).matches())
            .toList();
    stale.forEach(Chain::flush);
    stale.stream()
        .filter(chain -> nat.references(chain) == 0)
        .forEach(chain -> nat.deleteChain(chain.name()));
  }

  /** UDP has no end: flows to endpoints that are gone would go on forever (conntrack cleanup). */
  private void forgetStaleFlows(List<ProxiedPort> ports) {
    Map<String, Set<String>> alive = new HashMap<>();
    for (ProxiedPort port : ports) {
      if (port.port().protocol().equals("udp") && port.choice().any()) {
        Set<String> endpoints = new HashSet<>();
        for (Policy policy : Policy.values()) {
          port.choice().of(policy).forEach(each -> endpoints.add(each.toString()));
        }
        alive.put(port.port().clusterIp() + ":" + port.port().number(), endpoints);
      }
    }
    node.connections().forget(flow -> isStale(flow, alive));
  }

  private static boolean isStale(Connection flow, Map<String, Set<String>> alive) {
    if (flow.original().protocol() != UdpDatagram.PROTOCOL) {
      return false;
    }
    Set<String> endpoints =
        alive.get(flow.original().destination() + ":" + flow.original().destinationPort());
    return endpoints != null
        && !(flow.isTranslated(Translation.DESTINATION)
            && endpoints.contains(flow.reply().source() + ":" + flow.reply().sourcePort()));
  }
}
