package dev.cnilab.lab.fault;

import dev.cnilab.lab.client.Json;
import java.util.List;

/**
 * What a fault's file says wherever the fault is made.
 *
 * @param plugins those it applies to
 * @param proxies modes of kube-proxy that it applies to
 * @param level of difficulty, 1-5
 * @param causes the words of its answer; none where nothing is wrong
 */
public record Outline(
    String name, List<String> plugins, List<String> proxies, int level, List<String> causes) {

  public Outline {
    plugins = List.copyOf(plugins);
    proxies = List.copyOf(proxies);
    causes = List.copyOf(causes);
  }

  static Outline of(String name, Json file) {
    return new Outline(
        name,
        file.texts("/plugins"),
        proxies(file),
        file.number("/level"),
        file.list("/culprits").stream().map(each -> each.text("/cause")).toList());
  }

  /** The modes that a file names; the standard one if it names none. */
  static List<String> proxies(Json file) {
    List<String> named = file.texts("/proxies");
    return named.isEmpty() ? List.of(Ground.STANDARD_PROXY) : named;
  }

  /**
   * The same, of which only some grounds are wanted.
   *
   * @param wantedPlugins all if there are none
   * @param wantedProxies all if there are none
   */
  public Outline on(List<String> wantedPlugins, List<String> wantedProxies) {
    return new Outline(
        name, chosen(plugins, wantedPlugins), chosen(proxies, wantedProxies), level, causes);
  }

  private static List<String> chosen(List<String> there, List<String> wanted) {
    return there.stream().filter(each -> wanted.isEmpty() || wanted.contains(each)).toList();
  }

  /** All that it can be made on. */
  public List<Ground> grounds() {
    return plugins.stream()
        .flatMap(plugin -> proxies.stream().map(proxy -> new Ground(plugin, proxy)))
        .toList();
  }

  /** What kind of fault it is: the cause that is nearest to the root. */
  public String kind() {
    return causes.isEmpty() ? "nothing-wrong" : causes.getFirst();
  }
}
