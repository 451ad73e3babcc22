package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.conntrack.AddressTranslation.Mapping;
import dev.cnilab.netsim.conntrack.ConnectionTracking;
import dev.cnilab.netsim.conntrack.NatHooks;
import dev.cnilab.netsim.conntrack.NatRules;
import dev.cnilab.netsim.conntrack.Tracked;
import dev.cnilab.netsim.iptables.subject.IptablesSurroundings;
import dev.cnilab.netsim.iptables.subject.MatchSubject;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.netfilter.HookFunction;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.netfilter.Netfilter;
import dev.cnilab.netsim.netfilter.PacketLogLine;
import dev.cnilab.netsim.netfilter.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How packets get into the tables: a table's registration at its hooks, and a walk through it. */
final class PacketHooks implements TableRegistration {
  private final Netfilter netfilter;
  private final ConnectionTracking tracking;
  private final NatHooks translation;
  private final IptablesSurroundings surroundings;
  private final Map<TableName, List<Registered>> registered = new EnumMap<>(TableName.class);

  /** A table's registration at a hook. */
  private record Registered(Hook hook, Entrance rules) {}

  /** The entry point of packets into a table. */
  private final class Entrance implements HookFunction, NatRules {
    private final Table table;

    Entrance(Table table) {
      this.table = table;
    }

    @Override
    public Verdict judge(Skb skb, HookPoint at) {
      return run(table, skb, at).verdict();
    }

    @Override
    public Decision decide(Skb skb, HookPoint at) {
      return run(table, skb, at).decision();
    }
  }

  PacketHooks(
      Netfilter netfilter,
      ConnectionTracking tracking,
      NatHooks translation,
      IptablesSurroundings surroundings) {
    this.netfilter = netfilter;
    this.tracking = tracking;
    this.translation = translation;
    this.surroundings = surroundings;
  }

  @Override
  public void register(Table table) {
    for (Hook hook : table.name().hooks()) {
      int priority = table.name().priority(hook);
      Entrance rules = new Entrance(table);
      if (table.name() == TableName.NAT) {
        translation.register(hook, priority, rules);
      } else {
        netfilter.register(hook, priority, rules);
      }
      registered
          .computeIfAbsent(table.name(), any -> new ArrayList<>())
          .add(new Registered(hook, rules));
    }
  }

  @Override
  public void unregister(TableName name) {
    for (Registered each : registered.getOrDefault(name, List.of())) {
      netfilter.unregister(each.hook(), each.rules());
      translation.unregister(each.hook(), each.rules());
    }
    registered.remove(name);
  }

  @Override
  public void prepare(Rule rule) {
    if (rule.tracksConnections()) {
      tracking.start(netfilter);
    }
  }

  @Override
  public void release(Rule rule) {
    if (rule.tracksConnections()) {
      tracking.stop(netfilter);
    }
  }

  /** The outcome of a table's rules, with the translation they ask for. */
  private record Outcome(Verdict verdict, @Nullable Mapping mapping) {
    static final Outcome ACCEPTED = new Outcome(Verdict.ACCEPT, null);

    NatRules.Decision decision() {
      return new NatRules.Decision(verdict, Optional.ofNullable(mapping));
    }

    static Outcome translated(NatRange to) {
      return new Outcome(
          Verdict.ACCEPT,
          new Mapping(
              to.addresses().map(range -> new Mapping.Span<>(range.first(), range.last())),
              to.ports().map(range -> new Mapping.Span<>(range.first(), range.last())),
              NatFlag.randomizes(to.flags())));
    }

    static Outcome translated(Ipv4Address address, Optional<PortRange> ports, Set<NatFlag> flags) {
      return translated(new NatRange(Optional.of(NatRange.Addresses.of(address)), ports, flags));
    }
  }

  private Outcome run(Table table, Skb skb, HookPoint at) {
    Chain chain = table.chain(at.hook().name()).orElseThrow();
    Outcome outcome = run(table, chain, new MatchSubject(skb, at, surroundings));
    if (outcome != null) {
      return outcome;
    }
    chain.policyCounters().ifPresent(counters -> counters.count(skb.packet().length()));
    boolean drops = chain.policy().orElseThrow() == Chain.Policy.DROP;
    return drops
        ? new Outcome(Verdict.drop(table.name() + " " + chain.name() + " policy DROP"), null)
        : Outcome.ACCEPTED;
  }

  /** Runs a chain; null if the packet reached its end or was returned. */
  private @Nullable Outcome run(Table table, Chain chain, MatchSubject subject) {
    for (Rule rule : chain.rules()) {
      if (!rule.appliesTo(subject)) {
        continue;
      }
      if (rule.target() instanceof Target.Return) {
        return null;
      }
      if (rule.target() instanceof Target.Goto go) {
        return run(table, go.chain(), subject);
      }
      Outcome outcome = apply(table, chain, rule, subject);
      if (outcome != null) {
        return outcome;
      }
    }
    return null;
  }

  private @Nullable Outcome apply(Table table, Chain chain, Rule rule, MatchSubject subject) {
    return switch (rule.target()) {
      case Target.Nothing nothing -> null;
      case Target.Passing passing -> null;
      case Target.Return handledByCaller -> null;
      case Target.Goto handledByCaller -> null;
      case Target.Jump jump -> run(table, jump.chain(), subject);
      case Target.Accept accept -> Outcome.ACCEPTED;
      case Target.Drop drop -> dropped(table, chain, rule);
      case Target.Reject reject -> {
        surroundings.reject(subject.skb(), subject.at(), reject.with());
        yield dropped(table, chain, rule);
      }
      case Target.DestinationNat nat -> Outcome.translated(nat.to());
      case Target.SourceNat nat -> Outcome.translated(nat.to());
      case Target.Masquerade masquerade ->
          surroundings
              .masquerade(subject.skb(), subject.at())
              .map(address -> Outcome.translated(address, masquerade.ports(), masquerade.flags()))
              .orElseGet(() -> dropped(table, chain, rule));
      case Target.Redirect redirect ->
          Outcome.translated(here(subject.at()), redirect.ports(), redirect.flags());
      case Target.Mark mark -> {
        subject.skb().mark(mark.applyTo(subject.skb().mark()));
        yield null;
      }
      case Mangling mangling -> {
        mangling.apply(subject);
        yield null;
      }
      case Target.Log log -> {
        surroundings.log(
            PacketLogLine.of(log.prefix(), subject.skb(), subject.at(), log.details()));
        yield null;
      }
      case Target.NoTrack noTrack -> {
        subject.skb().connection(Tracked.UNTRACKED);
        yield null;
      }
    };
  }

  private static Outcome dropped(Table table, Chain chain, Rule rule) {
    return new Outcome(Verdict.drop(table.name() + ": -A " + chain.name() + " " + rule), null);
  }

  private static Ipv4Address here(HookPoint at) {
    return at.hook() == Hook.OUTPUT ? Ipv4Address.LOOPBACK : addressOf(at.in());
  }

  /** The first address of a link; 0.0.0.0 if it has none, where the kernel drops the packet. */
  private static Ipv4Address addressOf(@Nullable Link link) {
    return link == null
        ? Ipv4Address.ANY
        : link.addresses().stream().map(LinkAddress::address).findFirst().orElse(Ipv4Address.ANY);
  }
}
