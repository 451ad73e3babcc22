package dev.cnilab.netsim.sysctl;

import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The settings of one namespace under net., named with dots as sysctl(8) names them. */
public final class Sysctl {
  /** The groups whose members may send echo requests without being root; two numbers. */
  public static final String PING_GROUP_RANGE = "net.ipv4.ping_group_range";

  private static final Map<String, Setting> BY_KEY = new TreeMap<>();

  static {
    for (Setting setting : Setting.values()) {
      BY_KEY.put(setting.key(), setting);
    }
  }

  private final int[] values = new int[BY_KEY.size()];
  private int firstPingGroup = 1;
  private int lastPingGroup;
  private final LinkSettings all = LinkSettings.initial();
  private final LinkSettings initial = LinkSettings.initial();
  private final Map<String, LinkSettings> links = new TreeMap<>();

  public Sysctl() {
    for (Setting setting : Setting.values()) {
      put(setting, setting.initial());
    }
  }

  /** The settings of a new link: those of {@code default}. */
  public LinkSettings addLink(String link) {
    LinkSettings settings = initial.copy();
    links.put(link, settings);
    return settings;
  }

  public void renameLink(String link, String newName) {
    LinkSettings settings = links.remove(link);
    if (settings != null) {
      links.put(newName, settings);
    }
  }

  public void removeLink(String link) {
    links.remove(link);
  }

  @SuppressWarnings("EnumOrdinal") // an array is what a packet's hot path needs
  public int get(Setting setting) {
    return values[setting.ordinal()];
  }

  public boolean isOn(Setting setting) {
    return get(setting) != 0;
  }

  /** The greater of the values for {@code all} and for the link (IN_DEV_MAXCONF). */
  public int greater(LinkSettings link, LinkSetting setting) {
    return Math.max(all.get(setting), link.get(setting));
  }

  /** Whether it is on for {@code all} or for the link (IN_DEV_ORCONF). */
  public boolean either(LinkSettings link, LinkSetting setting) {
    return (all.get(setting) | link.get(setting)) != 0;
  }

  /** Whether it is on for {@code all} and for the link (IN_DEV_ANDCONF). */
  public boolean both(LinkSettings link, LinkSetting setting) {
    return all.get(setting) != 0 && link.get(setting) != 0;
  }

  /** All names, sorted. */
  public List<String> names() {
    List<String> names = new ArrayList<>(BY_KEY.keySet());
    names.add(PING_GROUP_RANGE);
    for (LinkSetting setting : LinkSetting.values()) {
      names.add(setting.name("default"));
      if (setting.existsForAll()) {
        names.add(setting.name("all"));
      }
      links.keySet().forEach(link -> names.add(setting.name(link)));
    }
    Collections.sort(names);
    return names;
  }

  /**
   * The value of a setting.
   *
   * @throws ErrnoException ENOENT if there is no such setting
   */
  public String get(String name) {
    if (name.equals(PING_GROUP_RANGE)) {
      return firstPingGroup + "\t" + lastPingGroup;
    }
    Setting setting = BY_KEY.get(name);
    return Integer.toString(setting == null ? at(name).get() : get(setting));
  }

  /**
   * Changes a setting. Like in Linux, {@code ip_forward} and {@code conf.all.forwarding} are one,
   * which sets every link's own.
   *
   * @throws ErrnoException ENOENT if there is no such setting, EINVAL if the value is no number,
   *     EPERM if forwarding is to change and the caller does not administer the network
   */
  public void set(String name, String value) {
    if (name.equals(PING_GROUP_RANGE)) {
      setPingGroups(value);
      return;
    }
    int number;
    try {
      number = Integer.parseInt(value.strip());
    } catch (NumberFormatException notANumber) {
      throw new ErrnoException(Errno.EINVAL);
    }
    Setting setting = BY_KEY.get(name);
    if (setting == null) {
      at(name).set(number);
    } else if (setting == Setting.IP_FORWARD) {
      changeForwarding(number);
    } else if (number < setting.least() || number > setting.most()) {
      throw new ErrnoException(Errno.EINVAL);
    } else {
      put(setting, number);
    }
  }

  private void setPingGroups(String range) {
    String[] ends = range.strip().split("\\s+", -1);
    if (ends.length != 2 || !ends[0].matches("\\d{1,10}") || !ends[1].matches("\\d{1,10}")) {
      throw new ErrnoException(Errno.EINVAL);
    }
    long first = Long.parseLong(ends[0]);
    long last = Long.parseLong(ends[1]);
    if (Math.max(first, last) > Integer.MAX_VALUE) {
      throw new ErrnoException(Errno.EINVAL);
    }
    firstPingGroup = first > last ? 1 : (int) first;
    lastPingGroup = first > last ? 0 : (int) last;
  }

  /** Whether the caller may send echo requests without being root (ping_init_sock). */
  public boolean admitsPing(Caller caller) {
    return caller.isInGroup(firstPingGroup, lastPingGroup);
  }

  @SuppressWarnings("EnumOrdinal")
  private void put(Setting setting, int value) {
    values[setting.ordinal()] = value;
  }

  /** Only a change is passed on to the links (devinet_sysctl_forward). */
  private void changeForwarding(int value) {
    Caller.requireAdministrator();
    if (value == get(Setting.IP_FORWARD)) {
      return;
    }
    put(Setting.IP_FORWARD, value);
    all.set(LinkSetting.FORWARDING, value);
    initial.set(LinkSetting.FORWARDING, value);
    links.values().forEach(link -> link.set(LinkSetting.FORWARDING, value));
  }

  /** Where a value of a link is kept. */
  private record Place(Sysctl sysctl, LinkSettings settings, LinkSetting setting) {
    int get() {
      return settings.get(setting);
    }

    void set(int value) {
      if (setting == LinkSetting.FORWARDING && settings == sysctl.all) {
        sysctl.changeForwarding(value);
      } else {
        settings.set(setting, value);
        if (setting == LinkSetting.DISABLE_IPV6 && settings == sysctl.all) {
          sysctl.initial.set(setting, value);
          sysctl.links.values().forEach(link -> link.set(setting, value));
        }
      }
    }
  }

  private Place at(String name) {
    for (LinkSetting setting : LinkSetting.values()) {
      if (setting.existsForAll() && setting.name("all").equals(name)) {
        return new Place(this, all, setting);
      }
      if (setting.name("default").equals(name)) {
        return new Place(this, initial, setting);
      }
      for (Map.Entry<String, LinkSettings> link : links.entrySet()) {
        if (setting.name(link.getKey()).equals(name)) {
          return new Place(this, link.getValue(), setting);
        }
      }
    }
    throw new ErrnoException(Errno.ENOENT);
  }
}
