package dev.cnilab.netsim.link;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.sysctl.LinkSettings;
import java.util.List;
import java.util.Set;

/** A link's name and index in a namespace (register_netdevice). */
final class Registration {
  /** Directories of settings beside those of links. */
  private static final Set<String> SETTINGS_OF_ALL = Set.of("all", "default");

  private final Link link;
  private Links links;
  private LinkSettings settings;
  private int index;
  private String name;

  /** Registers a new link under the next free index. */
  Registration(Link link, Links links, String name) {
    this.link = link;
    this.links = links;
    this.name = name;
    this.settings = links.sysctl().addLink(name);
    this.index = links.add(link, name, links.nextIndex());
  }

  /**
   * Checks a name (dev_valid_name, sysctl_dev_name_is_allowed).
   *
   * @throws ErrnoException EINVAL if no link can have it
   */
  static void requireValid(String name) {
    if (name.isEmpty()
        || name.length() > Links.LONGEST_NAME
        || name.equals(".")
        || name.equals("..")
        || SETTINGS_OF_ALL.contains(name)
        || name.chars().anyMatch(c -> c == '/' || c == ':' || Character.isWhitespace(c))) {
      throw new ErrnoException(Errno.EINVAL);
    }
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

  void rename(String newName) {
    if (!newName.equals(name)) {
      links.checkName(newName);
      links.sysctl().renameLink(name, newName);
      links.names().remove(name);
      links.names().put(newName, link);
      name = newName;
    }
    link.announce();
  }

  /**
   * Moves the link to another namespace, where it keeps its index if that is free
   * (dev_change_net_namespace).
   */
  void moveTo(Links target, String newName) {
    if (link instanceof Loopback || link instanceof Bridge) {
      throw new ErrnoException(Errno.EINVAL, "The interface netns is immutable");
    }
    if (target == links) {
      rename(newName);
      return;
    }
    target.admit(newName);
    List<String> alternativeNames = link.alternativeNames().list();
    alternativeNames.forEach(target.names()::requireFree);
    leave();
    links.peers().mention(target); // the notice about its departure says where it went
    links = target;
    name = newName;
    settings = target.sysctl().addLink(newName);
    index = target.add(link, newName, index);
    alternativeNames.forEach(each -> target.names().put(each, link));
    link.state().moved();
    links.peers().mention(link);
    links.listeners().forEach(listener -> listener.linkAdded(link));
  }

  /** Removes the link from its namespace (unregister_netdevice). */
  void leave() {
    link.setDown();
    link.clearMaster();
    link.inet().clear();
    links.layer().linkChanged(link, LinkChange.REMOVED);
    links.remove(link);
  }

  boolean isPresent() {
    return links.find(index).filter(link::equals).isPresent();
  }
}
