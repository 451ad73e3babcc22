package dev.cnilab.netsim.sysctl;

import dev.cnilab.netsim.sysctl.Setting.Reach;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The names of a namespace's settings. A search by prefix looks at one link's settings only, if the
 * prefix names it.
 *
 * @param fixed those of no link that can be changed somewhere
 * @param readings those that can only be read
 * @param links the names of the links
 */
record SettingNames(NavigableSet<String> fixed, NavigableSet<String> readings, Set<String> links) {
  static final NavigableSet<String> OF_FIRST = fixed(any -> true, Sysctl.OLD_NAMES.keySet());
  static final NavigableSet<String> OF_OTHERS =
      fixed(setting -> setting.reach() != Reach.FIRST_NAMESPACE, Set.of());

  private static NavigableSet<String> fixed(Predicate<Setting> which, Set<String> more) {
    NavigableSet<String> names = new TreeSet<>(more);
    Stream.of(Setting.values()).filter(which).map(Setting::key).forEach(names::add);
    Stream.of(NumbersSetting.values()).map(NumbersSetting::key).forEach(names::add);
    return Collections.unmodifiableNavigableSet(names);
  }

  boolean has(String name) {
    LinkSetting setting = LinkSetting.named(name);
    return fixed.contains(name)
        || readings.contains(name)
        || (setting != null && has(setting, LinkSetting.linkIn(name)));
  }

  /** Whether a name has this prefix, which ends with a dot. */
  boolean hasPrefix(String prefix) {
    return hasPrefix(fixed, prefix)
        || hasPrefix(readings, prefix)
        || Stream.of(LinkSetting.values())
            .anyMatch(each -> each.group().startsWith(prefix) || hasPrefix(each, prefix));
  }

  private static boolean hasPrefix(NavigableSet<String> names, String prefix) {
    String first = names.ceiling(prefix);
    return first != null && first.startsWith(prefix);
  }

  private boolean hasPrefix(LinkSetting setting, String prefix) {
    return prefix.length() > setting.group().length() && of(setting, prefix).findAny().isPresent();
  }

  /** The names with this prefix, sorted. */
  List<String> startingWith(String prefix) {
    Stream<String> ofLinks = Stream.of(LinkSetting.values()).flatMap(each -> of(each, prefix));
    Stream<String> ofNone = Stream.concat(fixed.stream(), readings.stream());
    return Stream.concat(ofNone, ofLinks).filter(name -> name.startsWith(prefix)).sorted().toList();
  }

  private Stream<String> of(LinkSetting setting, String prefix) {
    String before = setting.group();
    int end = prefix.indexOf('.', before.length());
    if (prefix.startsWith(before) && end > 0) {
      String link = prefix.substring(before.length(), end).replace('/', '.');
      return has(setting, link) ? Stream.of(setting.name(link)) : Stream.empty();
    }
    if (!prefix.startsWith(before) && !before.startsWith(prefix)) {
      return Stream.empty();
    }
    Stream<String> places =
        setting.existsForAll() ? Stream.of("default", "all") : Stream.of("default");
    return Stream.concat(places, links.stream()).map(setting::name);
  }

  private boolean has(LinkSetting setting, String link) {
    return links.contains(link)
        || link.equals("default")
        || (link.equals("all") && setting.existsForAll());
  }
}
