package dev.cnilab.netsim.link;

import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.ArrayList;
import java.util.List;

/** Further names under which a link can be found (netdev_name_node); {@code ip link property}. */
public final class AlternativeNames {
  private final Link link;
  private List<String> names = List.of();

  AlternativeNames(Link link) {
    this.link = link;
  }

  /** The names in the order in which they were added. */
  public List<String> list() {
    return names;
  }

  /**
   * Adds a name, of up to 127 characters.
   *
   * @throws ErrnoException EEXIST if a link of the namespace has it
   */
  public void add(String name) {
    Caller.requireAdministrator();
    link.links().names().requireFree(name);
    List<String> more = new ArrayList<>(names);
    more.add(name);
    names = List.copyOf(more);
    link.links().names().put(name, link);
    link.announce();
  }

  /**
   * Removes a name.
   *
   * @throws ErrnoException ENOENT if no link of the namespace has it, EINVAL if it is another's or
   *     the link's own name
   */
  public void remove(String name) {
    Caller.requireAdministrator();
    if (!names.contains(name)) {
      throw new ErrnoException(link.links().find(name).isPresent() ? Errno.EINVAL : Errno.ENOENT);
    }
    names = names.stream().filter(each -> !each.equals(name)).toList();
    link.links().names().remove(name);
    link.announce();
  }
}
