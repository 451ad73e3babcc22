package dev.cnilab.netsim.link;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a link of one namespace by its name or by an alternative name, however many there are
 * (netdev_name_node_lookup).
 */
final class LinkNames {
  private final Map<String, Link> byName = new HashMap<>();

  Optional<Link> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Checks that a name is free.
   *
   * @throws ErrnoException EEXIST if a link has it
   */
  void requireFree(String name) {
    if (byName.containsKey(name)) {
      throw new ErrnoException(Errno.EEXIST);
    }
  }

  void put(String name, Link link) {
    byName.put(name, link);
  }

  void remove(String name) {
    byName.remove(name);
  }
}
