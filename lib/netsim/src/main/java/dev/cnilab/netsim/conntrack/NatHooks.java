package dev.cnilab.netsim.conntrack;

import dev.cnilab.netsim.conntrack.AddressTranslation.Mapping;
import dev.cnilab.netsim.conntrack.NatRules.Decision;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.netfilter.Netfilter;
import dev.cnilab.netsim.netfilter.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Address translation at the hooks of a namespace (nf_nat_inet_fn). NAT rules of iptables and
 * nftables register here; the first packet of a connection traverses them, and the first rule set
 * that decides wins.
 */
public final class NatHooks {
  private record Entry(int priority, NatRules rules) {}

  private static final List<Hook> HOOKS =
      List.of(Hook.PREROUTING, Hook.INPUT, Hook.OUTPUT, Hook.POSTROUTING);

  private final Netfilter netfilter;
  private final AddressTranslation translation;
  private final Map<Hook, List<Entry>> entries = new EnumMap<>(Hook.class);

  public NatHooks(Netfilter netfilter, ConnectionTracking tracking) {
    this.netfilter = netfilter;
    this.translation = new AddressTranslation(tracking);
  }

  /**
   * Registers NAT rules at a hook.
   *
   * @param priority lower ones first; with equal priorities the last registered comes first, as at
   *     any hook
   */
  public void register(Hook hook, int priority, NatRules rules) {
    if (entries.isEmpty()) {
      for (Hook each : HOOKS) { // replies are translated back at another hook (nf_nat_register_fn)
        entries.put(each, new ArrayList<>());
        netfilter.register(each, priorityAt(each), this::judge);
      }
    }
    List<Entry> present = entries.computeIfAbsent(hook, none -> new ArrayList<>());
    int index = 0;
    while (index < present.size() && present.get(index).priority < priority) {
      index++;
    }
    present.add(index, new Entry(priority, rules));
  }

  /** Unregisters NAT rules. */
  public void unregister(Hook hook, NatRules rules) {
    List<Entry> present = entries.get(hook);
    if (present != null) {
      present.removeIf(entry -> entry.rules == rules);
    }
  }

  /** The hook priority of translation, whatever the priority of its rules. */
  private static int priorityAt(Hook hook) {
    return Translation.at(hook) == Translation.SOURCE
        ? Netfilter.NAT_SOURCE
        : Netfilter.NAT_DESTINATION;
  }

  private Verdict judge(Skb skb, HookPoint at) {
    if (translation.isUndecided(skb, at)) {
      Optional<Mapping> mapping = Optional.empty();
      for (Entry entry : entries.getOrDefault(at.hook(), List.of())) {
        Decision decision = entry.rules.decide(skb, at);
        if (!(decision.verdict() instanceof Verdict.Accept)) {
          return decision.verdict();
        }
        mapping = decision.mapping();
        if (mapping.isPresent()) {
          break;
        }
      }
      translation.decide(skb, at, mapping);
    }
    return translation.apply(skb, at);
  }
}
