package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.conntrack.AddressTranslation;
import dev.cnilab.netsim.conntrack.AddressTranslation.Mapping;
import dev.cnilab.netsim.conntrack.ConnectionTracking;
import dev.cnilab.netsim.conntrack.Tracked;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.netfilter.Netfilter;
import dev.cnilab.netsim.netfilter.Verdict;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a namespace, and their place at its hooks. As in the kernel a table costs nothing
 * before it is used for the first time, and connections are tracked only once somebody needs them.
 */
public final class Iptables {
  private final Netfilter netfilter;
  private final ConnectionTracking tracking;
  private final AddressTranslation translation;
  private final Surroundings surroundings;
  private final Map<TableName, Table> tables = new EnumMap<>(TableName.class);
  private boolean tracks;

  public Iptables(Netfilter netfilter, ConnectionTracking tracking, Surroundings surroundings) {
    this.netfilter = netfilter;
    this.tracking = tracking;
    this.translation = new AddressTranslation(tracking);
    this.surroundings = surroundings;
  }

  /** A table, which from now on is asked about every packet. */
  public Table table(TableName name) {
    Table known = tables.get(name);
    return known == null ? load(name) : known;
  }

  /** A table, or an empty one in its place if it has not been used, which it is not by this. */
  public Table look(TableName name) {
    Table known = tables.get(name);
    return known == null ? new Table(name, this::prepare) : known;
  }

  /** The tables that have been used. */
  public Set<TableName> used() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(tables.keySet()));
  }

  private Table load(TableName name) {
    Table table = new Table(name, this::prepare);
    tables.put(name, table);
    if (name == TableName.NAT) {
      track();
    }
    for (Hook hook : name.hooks()) {
      netfilter.register(hook, name.priority(hook), (skb, at) -> judge(table, skb, at));
    }
    return table;
  }

  private void prepare(Rule rule) {
    Set<String> trackers = Set.of("conntrack", "state", "connmark");
    if (rule.matches().stream().anyMatch(match -> trackers.contains(match.extension()))
        || rule.target().name().equals("CONNMARK")) {
      track();
    }
  }

  private void track() {
    if (tracks) {
      return;
    }
    tracks = true;
    for (Hook hook : List.of(Hook.PREROUTING, Hook.OUTPUT)) {
      netfilter.register(hook, Netfilter.CONNTRACK, tracking::track);
    }
    for (Hook hook : List.of(Hook.INPUT, Hook.POSTROUTING)) {
      netfilter.register(hook, Netfilter.CONNTRACK_CONFIRM, tracking::confirm);
    }
  }

  private Verdict judge(Table table, Skb skb, HookPoint at) {
    if (table.name() != TableName.NAT) {
      return run(table, skb, at).verdict();
    }
    if (translation.isUndecided(skb, at)) {
      Outcome outcome = run(table, skb, at);
      if (!(outcome.verdict() instanceof Verdict.Accept)) {
        return outcome.verdict();
      }
      translation.decide(skb, at, Optional.ofNullable(outcome.mapping()));
    }
    return translation.apply(skb, at);
  }

  /** What a table's rules have come to, and the translation they ask for. */
  private record Outcome(Verdict verdict, @Nullable Mapping mapping) {
    static final Outcome ACCEPTED = new Outcome(Verdict.ACCEPT, null);

    static Outcome translated(NatRange to) {
      return new Outcome(
          Verdict.ACCEPT,
          new Mapping(
              to.addresses().map(range -> new Mapping.Span<>(range.first(), range.last())),
              to.ports().map(range -> new Mapping.Span<>(range.first(), range.last()))));
    }

    static Outcome translated(Ipv4Address address, Optional<PortRange> ports) {
      return translated(new NatRange(Optional.of(NatRange.Addresses.of(address)), ports));
    }
  }

  private Outcome run(Table table, Skb skb, HookPoint at) {
    Chain chain = table.chain(at.hook().name()).orElseThrow();
    Outcome outcome = run(table, chain, new Subject(skb, at, surroundings));
    if (outcome != null) {
      return outcome;
    }
    chain.policyCounters().ifPresent(counters -> counters.count(skb.packet().length()));
    boolean drops = chain.policy().orElseThrow() == Chain.Policy.DROP;
    return drops
        ? new Outcome(Verdict.drop(table.name() + " " + chain.name() + " policy DROP"), null)
        : Outcome.ACCEPTED;
  }

  /** The outcome of a chain; null if the packet came to its end, or was returned. */
  private @Nullable Outcome run(Table table, Chain chain, Subject subject) {
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

  private @Nullable Outcome apply(Table table, Chain chain, Rule rule, Subject subject) {
    return switch (rule.target()) {
      case Target.Nothing nothing -> null;
      case Target.Return handledByCaller -> null;
      case Target.Goto handledByCaller -> null;
      case Target.Jump jump -> run(table, jump.chain(), subject);
      case Target.Accept accept -> Outcome.ACCEPTED;
      case Target.Drop drop -> dropped(table, chain, rule);
      case Target.Reject reject -> {
        surroundings.reject(subject.skb(), subject.at(), reject);
        yield dropped(table, chain, rule);
      }
      case Target.DestinationNat nat -> Outcome.translated(nat.to());
      case Target.SourceNat nat -> Outcome.translated(nat.to());
      case Target.Masquerade masquerade ->
          Outcome.translated(addressOf(subject.at().out()), masquerade.ports());
      case Target.Redirect redirect -> Outcome.translated(here(subject.at()), redirect.ports());
      case Target.Mark mark -> {
        subject.skb().mark(mark.applyTo(subject.skb().mark()));
        yield null;
      }
      case Mangling mangling -> {
        mangling.apply(subject);
        yield null;
      }
      case Target.Log log -> {
        surroundings.log(LogLine.of(log, subject));
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

  /** The first address of a link; the kernel drops what it has no address for, we keep 0.0.0.0. */
  private static Ipv4Address addressOf(@Nullable Link link) {
    return link == null
        ? Ipv4Address.ANY
        : link.addresses().stream().map(LinkAddress::address).findFirst().orElse(Ipv4Address.ANY);
  }
}
