package dev.cnilab.lab.fault;

import dev.cnilab.lab.client.message.Json;
import java.util.List;

/**
 * The parts of a fault's file that are the same wherever the fault is made.
 *
 * @param plugins the plugins it applies to
 * @param proxies the modes of kube-proxy it applies to
 * @param level of difficulty, 1-5
 * @param causes the causes in its answer; none if nothing is wrong
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

  /** The modes in a file; the standard one if it has none. */
  static List<String> proxies(Json file) {
    List<String> named = file.texts("/proxies");
    return named.isEmpty() ? List.of(Ground.STANDARD_PROXY) : named;
  }

  /**
   * The same, restricted to some grounds.
   *
   * @param wantedPlugins all if empty
   * @param wantedProxies all if empty
   */
  public Outline on(List<String> wantedPlugins, List<String> wantedProxies) {
    return new Outline(
        name, chosen(plugins, wantedPlugins), chosen(proxies, wantedProxies), level, causes);
  }

  private static List<String> chosen(List<String> there, List<String> wanted) {
    return there.stream().filter(each -> wanted.isEmpty() || wanted.contains(each)).toList();
  }

  /** All grounds that it can be made on. */
  public List<Ground> grounds() {
    return plugins.stream()
        .flatMap(plugin -> proxies.stream().map(proxy -> new Ground(plugin, proxy)))
        .toList();
  }

  /** Its kind: the cause closest to the root. */
  public String kind() {
    return causes.isEmpty() ? "nothing-wrong" : causes.getFirst();
  }
}
