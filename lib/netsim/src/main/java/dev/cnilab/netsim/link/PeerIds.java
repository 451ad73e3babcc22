package dev.cnilab.netsim.link;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The IDs that other namespaces have in one, each the lowest free number: {@code link-netnsid} of
 * {@code ip link} (peernet2id_alloc and unhash_nsid in net/core/net_namespace.c).
 */
final class PeerIds {
  private final Links owner;
  private final List<@Nullable Links> known = new ArrayList<>(0);
  private final Set<PeerIds> knownTo = Collections.newSetFromMap(new IdentityHashMap<>(0));

  PeerIds(Links owner) {
    this.owner = owner;
  }

  int of(Links other) {
    int id = known.indexOf(other);
    if (id >= 0) {
      return id;
    }
    other.peers().knownTo.add(this);
    int free = known.indexOf(null);
    if (free >= 0) {
      known.set(free, other);
      return free;
    }
    known.add(other);
    return known.size() - 1;
  }

  /** Gives the namespace of a link's other end an ID, if this is the first mention of it. */
  void mention(Link link) {
    link.otherEnd().map(Link::links).filter(other -> other != owner).ifPresent(this::of);
  }

  /** Ends the namespace: removes its ID from all others, and theirs from it. */
  void close() {
    knownTo.forEach(each -> each.known.replaceAll(links -> links == owner ? null : links));
    knownTo.clear();
    for (Links each : known) {
      if (each != null) {
        each.peers().knownTo.remove(this);
      }
    }
    known.clear();
  }
}
