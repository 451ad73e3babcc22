package dev.cnilab.netsim.sysctl;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names of a namespace's settings. A search by prefix looks at one link's settings only, if the
 * prefix names it.
 *
 * @param fixed those of no link
 * @param links the names of the links
 */
record SettingNames(Collection<String> fixed, Set<String> links) {
  boolean has(String name) {
    LinkSetting setting = LinkSetting.named(name);
    return fixed.contains(name) || (setting != null && has(setting, LinkSetting.linkIn(name)));
  }

  /** Whether a name has this prefix, which ends with a dot. */
  boolean hasPrefix(String prefix) {
    return fixed.stream().anyMatch(name -> name.startsWith(prefix))
        || Stream.of(LinkSetting.values())
            .anyMatch(each -> each.group().startsWith(prefix) || hasPrefix(each, prefix));
  }

  private boolean hasPrefix(LinkSetting setting, String prefix) {
    return prefix.length() > setting.group().length() && of(setting, prefix).findAny().isPresent();
  }

  /** The names with this prefix, sorted. */
  List<String> startingWith(String prefix) {
    Stream<String> ofLinks = Stream.of(LinkSetting.values()).flatMap(each -> of(each, prefix));
    return Stream.concat(fixed.stream(), ofLinks)
        .filter(name -> name.startsWith(prefix))
        .sorted()
        .toList();
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
