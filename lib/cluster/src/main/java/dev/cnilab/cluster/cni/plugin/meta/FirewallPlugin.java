package dev.cnilab.cluster.cni.plugin.meta;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.cni.plugin.call.PluginFields;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch.ConnectionState.Name;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The plugin {@code firewall}: lets a container's packets pass where the node's own rules would
 * drop them.
 */
public final class FirewallPlugin implements CniPlugin {
  private static final String OWN = "CNI-FORWARD";
  private static final Match COMMENT = new Match.Comment("CNI firewall plugin rules");
  private static final Match ADMIN_COMMENT =
      new Match.Comment("CNI firewall plugin admin overrides");

  @Override
  public String about() {
    return "CNI firewall plugin v1.10.0";
  }

  @Override
  public PluginFields fields() {
    return PluginFields.of("firewall");
  }

  @Override
  public String oldestVersion() {
    return "0.4.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    CniResult previous = previous(args);
    requireIptables(args);
    Table filter = filter(args.host());
    List<Rule> rules = rules(previous);
    if (!rules.isEmpty()) {
      Chain own = filter.ensureChain(OWN);
      Chain admin = filter.ensureChain(adminChain(args));
      filter.ensureChain("FORWARD").ensureFirst(jump(COMMENT, own));
      own.ensureFirst(jump(ADMIN_COMMENT, admin));
      rules.forEach(own::ensureLast);
    }
    switch (policy(args)) {
      case "", "open" -> {}
      case "same-bridge", "isolated" -> isolate(args, previous, filter);
      default -> throw unknownPolicy(args);
    }
    return previous;
  }

  private static CniResult previous(CmdArgs args) throws CniException {
    return args.prevResult()
        .orElseThrow(() -> new CniException("missing prevResult from earlier plugin"));
  }

  /** There is no D-Bus and thus no firewalld here, so asking for it fails as on such a node. */
  private static void requireIptables(CmdArgs args) throws CniException {
    if (args.config().path("backend").asText("").equals("firewalld")) {
      throw new CniException(
          "dial unix /var/run/dbus/system_bus_socket: connect: no such file or directory");
    }
  }

  private static Table filter(NetworkNamespace host) {
    return host.iptables().table(TableName.FILTER);
  }

  private static String adminChain(CmdArgs args) {
    String given = args.config().path("iptablesAdminChainName").asText("");
    return given.isEmpty() ? "CNI-ADMIN" : given;
  }

  private static String policy(CmdArgs args) {
    return args.config().path("ingressPolicy").asText("");
  }

  private static CniException unknownPolicy(CmdArgs args) {
    return new CniException("unknown ingress policy: \"" + policy(args) + "\"");
  }

  private static Rule jump(Match comment, Chain chain) {
    return new Rule(List.of(comment), new Target.Jump(chain));
  }

  private static List<Rule> rules(CniResult result) {
    List<Rule> rules = new ArrayList<>();
    for (CniResult.IpConfig ip : result.ips()) {
      Ipv4Address address = Ipv4Prefix.parse(ip.address()).address();
      Match answers = new KnowledgeMatch.ConnectionState(Set.of(Name.RELATED, Name.ESTABLISHED));
      rules.add(
          new Rule(
              List.of(new PacketMatch.Destination(Ipv4Prefix.of(address)), answers),
              new Target.Accept()));
      rules.add(
          new Rule(List.of(new PacketMatch.Source(Ipv4Prefix.of(address))), new Target.Accept()));
    }
    return rules;
  }

  private static void isolate(CmdArgs args, CniResult previous, Table filter) throws CniException {
    if (previous.interfaces().isEmpty()) {
      throw new CniException(
          "interface needs to be set for ingress policy \"%s\", make sure to chain \"firewall\" plugin with \"bridge\""
              .formatted(policy(args)));
    }
    new BridgeIsolation(filter, previous.interfaces().getFirst().name(), policy(args)).ensure();
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    requireIptables(args);
    Optional<Chain> own = filter(args.host()).chain(OWN);
    Optional<CniResult> previous = args.prevResult();
    if (own.isPresent() && previous.isPresent()) {
      rules(previous.get()).forEach(rule -> delete(own.get(), rule));
    }
    if (!Set.of("", "open", "same-bridge", "isolated").contains(policy(args))) {
      throw unknownPolicy(args);
    }
  }

  private static void delete(Chain chain, Rule rule) {
    for (int i = 0; i < chain.rules().size(); i++) {
      if (chain.rules().get(i).toString().equals(rule.toString())) {
        chain.delete(i);
        return;
      }
    }
  }

  @Override
  public void check(CmdArgs args) throws CniException {
    CniResult previous = previous(args);
    requireIptables(args);
    Chain own = filter(args.host()).ensureChain(OWN);
    for (Rule rule : rules(previous)) {
      if (own.rules().stream().noneMatch(each -> each.toString().equals(rule.toString()))) {
        throw new CniException("expected rule [" + rule + "] not found");
      }
    }
  }
}
