package dev.cnilab.netsim.link;

import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * The IDs that other namespaces have in one, each the lowest free number unless it was set: {@code
 * link-netnsid} of {@code ip link} (peernet2id_alloc and unhash_nsid in net/core/net_namespace.c).
 */
public final class PeerIds {
  private final Links owner;
  private final TreeMap<Integer, Links> known = new TreeMap<>();
  private final Set<PeerIds> knownTo = Collections.newSetFromMap(new IdentityHashMap<>(0));

  PeerIds(Links owner) {
    this.owner = owner;
  }

  int of(Links other) {
    mention(other);
    return find(other).orElseThrow();
  }

  /** The ID of another namespace, if it has one. */
  public OptionalInt find(Links other) {
    return known.entrySet().stream()
        .filter(each -> each.getValue() == other)
        .mapToInt(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Gives another namespace an ID (rtnl_net_newid).
   *
   * @param wished negative for the lowest free one
   * @throws ErrnoException EEXIST if it has one or the ID is taken
   */
  public void set(Links other, int wished) {
    Caller.requireAdministrator();
    if (find(other).isPresent()) {
      throw new ErrnoException(Errno.EEXIST, "Peer netns already has a nsid assigned");
    }
    if (known.containsKey(wished)) {
      throw new ErrnoException(Errno.EEXIST, "The specified nsid is already used");
    }
    give(other, wished < 0 ? lowestFree() : wished);
  }

  private void give(Links other, int id) {
    other.peers().knownTo.add(this);
    known.put(id, other);
  }

  private int lowestFree() {
    int id = 0;
    while (known.containsKey(id)) {
      id++;
    }
    return id;
  }

  /** Gives the namespace of a link's other end an ID, if this is the first mention of it. */
  void mention(Link link) {
    link.otherEnd().map(Link::links).filter(other -> other != owner).ifPresent(this::mention);
  }

  /** Gives a namespace an ID, if this is the first mention of it. */
  void mention(Links other) {
    if (find(other).isEmpty()) {
      give(other, lowestFree());
    }
  }

  /** Ends the namespace: removes its ID from all others, and theirs from it. */
  void close() {
    knownTo.forEach(each -> each.known.values().removeIf(links -> links == owner));
    knownTo.clear();
    known.values().forEach(each -> each.peers().knownTo.remove(this));
    known.clear();
  }
}
