package dev.cnilab.userland.net.ipset;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.ipset.IpSet;
import dev.cnilab.netsim.ipset.SetEntry;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import java.util.Arrays;

/** The references to a set, which keep it from being destroyed or renamed. */
record SetReferences(NetworkNamespace network) {

  long of(IpSet set) {
    return ofRules(set) + ofLists(set);
  }

  /** The number of lists that have it as a member. */
  private long ofLists(IpSet set) {
    SetEntry member = new SetEntry.Member(set.name());
    return network.sets().all().stream().filter(each -> each.entries().contains(member)).count();
  }

  /** The number of rule conditions that refer to it. */
  private long ofRules(IpSet set) {
    return Arrays.stream(TableName.values())
        .flatMap(table -> network.iptables().look(table).chains().stream())
        .flatMap(chain -> chain.rules().stream())
        .flatMap(rule -> rule.matches().stream())
        .filter(match -> asks(match, set.name()))
        .count();
  }

  private static boolean asks(Match match, String name) {
    return switch (match) {
      case Match.Not not -> asks(not.match(), name);
      case KnowledgeMatch.InSet in -> in.set().equals(name);
      default -> false;
    };
  }
}
