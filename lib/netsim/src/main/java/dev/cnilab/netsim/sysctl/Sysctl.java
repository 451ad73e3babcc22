package dev.cnilab.netsim.sysctl;

import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.sysctl.Setting.Reach;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The settings of one namespace under net., with dotted names as in sysctl(8). */
public final class Sysctl {
  private static final Map<String, Setting> BY_KEY = new TreeMap<>();
  private static final Map<String, NumbersSetting> NUMBERS_BY_KEY = new TreeMap<>();

  static {
    for (NumbersSetting setting : NumbersSetting.values()) {
      NUMBERS_BY_KEY.put(setting.key(), setting);
    }
    for (Setting setting : Setting.values()) {
      BY_KEY.put(setting.key(), setting);
    }
  }

  /** Settings by their older names. */
  static final Map<String, Setting> OLD_NAMES =
      Map.of("net.nf_conntrack_max", Setting.CONNTRACK_MAX);

  private final Sysctl first;
  private final TreeMap<String, IntSupplier> readings = new TreeMap<>();
  private final int[] values = new int[BY_KEY.size()];
  private final Map<NumbersSetting, List<Integer>> numbers = new EnumMap<>(NumbersSetting.class);
  private final LinkSettings all = LinkSettings.initial();
  private final LinkSettings initial = LinkSettings.initial();
  private final Map<String, LinkSettings> links = new TreeMap<>();

  /** Creates the settings of a machine's first namespace. */
  public Sysctl() {
    this(null);
  }

  private Sysctl(@Nullable Sysctl first) {
    this.first = first == null ? this : first;
    for (Setting setting : Setting.values()) {
      put(setting, setting.initial());
    }
  }

  /** The initial settings of a further namespace of the same machine. */
  public Sysctl unshare() {
    return new Sysctl(first);
  }

  /** Whether this is the machine's first namespace. */
  public boolean isFirst() {
    return first == this;
  }

  /** Adds a read-only setting. */
  public void addReading(String name, IntSupplier reading) {
    readings.put(name, reading);
  }

  /** Whether a setting can be changed here. */
  public boolean isWritable(String name) {
    Setting setting = BY_KEY.get(name);
    boolean elsewhere = setting != null && setting.reach() != Reach.NAMESPACE && first != this;
    return !elsewhere && !readings.containsKey(name);
  }

  /** Adds the settings of a new link, which start as those of {@code default}. */
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

  public List<Integer> get(NumbersSetting setting) {
    return numbers.getOrDefault(setting, setting.initial());
  }

  @SuppressWarnings("EnumOrdinal") // an array, for the hot path of packets
  public int get(Setting setting) {
    Sysctl place = setting.reach() == Reach.NAMESPACE ? this : first;
    return place.values[setting.ordinal()];
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

  /** All names that start with this prefix, sorted. */
  public List<String> names(String prefix) {
    return names().startingWith(prefix);
  }

  /** Whether there is a setting of that name. */
  public boolean has(String name) {
    return names().has(name);
  }

  /** Whether the names of some settings start with this prefix, which ends with a dot. */
  public boolean hasPrefix(String prefix) {
    return names().hasPrefix(prefix);
  }

  private SettingNames names() {
    return new SettingNames(
        first == this ? SettingNames.OF_FIRST : SettingNames.OF_OTHERS,
        readings.navigableKeySet(),
        links.keySet());
  }

  /**
   * The value of a setting.
   *
   * @throws ErrnoException ENOENT if there is no such setting
   */
  public String get(String name) {
    NumbersSetting several = NUMBERS_BY_KEY.get(name);
    if (several != null) {
      return get(several).stream().map(String::valueOf).collect(Collectors.joining("\t"));
    }
    IntSupplier reading = readings.get(name);
    if (reading != null) {
      return Integer.toString(reading.getAsInt());
    }
    Setting setting = find(name);
    return Integer.toString(setting == null ? at(name).get() : get(setting));
  }

  private boolean exists(Setting setting) {
    return first == this || setting.reach() != Reach.FIRST_NAMESPACE;
  }

  private @Nullable Setting find(String name) {
    Setting setting = BY_KEY.get(name);
    if (setting == null && first == this) {
      return OLD_NAMES.get(name);
    }
    return setting == null || !exists(setting) ? null : setting;
  }

  /**
   * Changes a setting. As in Linux, {@code ip_forward} and {@code conf.all.forwarding} are the same
   * setting, which also sets every link's own.
   *
   * @throws ErrnoException ENOENT if there is no such setting, EACCES if it is read-only, EINVAL if
   *     the value is not a number, EPERM if forwarding would change and the caller lacks
   *     CAP_NET_ADMIN
   */
  public void set(String name, String value) {
    if (!isWritable(name)) {
      throw new ErrnoException(Errno.EACCES);
    }
    NumbersSetting several = NUMBERS_BY_KEY.get(name);
    if (several != null) {
      set(several, value);
      return;
    }
    int number;
    try {
      number = Integer.parseInt(value.strip());
    } catch (NumberFormatException notANumber) {
      throw new ErrnoException(Errno.EINVAL);
    }
    Setting setting = find(name);
    if (setting == null) {
      at(name).set(number);
    } else if (setting == Setting.IP_FORWARD) {
      changeForwarding(number);
    } else {
      put(setting, setting.stored(number));
    }
  }

  private void set(NumbersSetting setting, String value) {
    List<Integer> changed = new ArrayList<>();
    for (String word : value.strip().split("\\s+", -1)) {
      if (!word.matches("\\d{1,10}") || Long.parseLong(word) > setting.most()) {
        throw new ErrnoException(Errno.EINVAL);
      }
      changed.add(Integer.parseInt(word));
    }
    if (changed.size() != setting.initial().size()) {
      throw new ErrnoException(Errno.EINVAL);
    }
    boolean reversed = changed.getFirst() > changed.getLast();
    if (reversed && setting == NumbersSetting.IP_LOCAL_PORT_RANGE) {
      throw new ErrnoException(Errno.EINVAL);
    }
    boolean none = reversed && setting == NumbersSetting.PING_GROUP_RANGE;
    numbers.put(setting, none ? setting.initial() : List.copyOf(changed));
  }

  /** The ephemeral ports, starting at a random one. */
  public IntStream localPorts(Random random) {
    List<Integer> range = get(NumbersSetting.IP_LOCAL_PORT_RANGE);
    int first = range.getFirst();
    int count = range.getLast() - first + 1;
    int start = random.nextInt(count);
    return IntStream.range(0, count).map(i -> first + (start + i) % count);
  }

  /** Whether the caller may send echo requests without being root (ping_init_sock). */
  public boolean admitsPing(Caller caller) {
    List<Integer> groups = get(NumbersSetting.PING_GROUP_RANGE);
    return caller.isInGroup(groups.getFirst(), groups.getLast());
  }

  @SuppressWarnings("EnumOrdinal")
  private void put(Setting setting, int value) {
    values[setting.ordinal()] = value;
  }

  /** Only an actual change is passed on to the links (devinet_sysctl_forward). */
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

  /** The place where a link's value is stored. */
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
    LinkSetting setting = LinkSetting.named(name);
    if (setting == null) {
      throw new ErrnoException(Errno.ENOENT);
    }
    String link = LinkSetting.linkIn(name);
    LinkSettings settings =
        link.equals("all") && setting.existsForAll()
            ? all
            : link.equals("default") ? initial : links.get(link);
    if (settings == null) {
      throw new ErrnoException(Errno.ENOENT);
    }
    return new Place(this, settings, setting);
  }
}
