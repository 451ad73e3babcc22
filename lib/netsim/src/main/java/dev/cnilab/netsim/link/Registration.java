package dev.cnilab.netsim.link;

import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.sysctl.LinkSettings;
import java.util.ArrayList;
import java.util.List;

/** A link's name and index in a namespace (register_netdevice). */
final class Registration {
  private final Link link;
  private Links links;
  private LinkSettings settings;
  private int index;
  private String name;
  private List<String> alternatives = List.of();

  /** Registers a new link under the next free index. */
  Registration(Link link, Links links, String name) {
    this.link = link;
    this.links = links;
    this.name = name;
    this.settings = links.sysctl().addLink(name);
    this.index = links.add(link, links.nextIndex());
  }

  Links links() {
    return links;
  }

  LinkSettings settings() {
    return settings;
  }

  int index() {
    return index;
  }

  String name() {
    return name;
  }

  List<String> alternatives() {
    return alternatives;
  }

  /** Gives the link another name beside its own (netdev_name_node_alt_create). */
  void addAlternative(String other) {
    if (links.find(other).isPresent()) {
      throw new ErrnoException(Errno.EEXIST);
    }
    List<String> more = new ArrayList<>(alternatives);
    more.add(other);
    alternatives = List.copyOf(more);
  }

  void removeAlternative(String other) {
    if (!alternatives.contains(other)) {
      throw new ErrnoException(links.find(other).isPresent() ? Errno.EINVAL : Errno.ENOENT);
    }
    alternatives = alternatives.stream().filter(each -> !each.equals(other)).toList();
  }

  void rename(String newName) {
    if (!newName.equals(name)) {
      links.checkName(newName);
      links.sysctl().renameLink(name, newName);
      name = newName;
    }
  }

  /**
   * Registers the link in another namespace after it left its own; it keeps its index if that is
   * free.
   */
  void moveTo(Links target, String newName) {
    links = target;
    name = newName;
    settings = target.sysctl().addLink(newName);
    index = target.add(link, index);
  }
}
