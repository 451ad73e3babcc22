package dev.cnilab.cluster.object;

import java.util.List;
import java.util.Locale;

/**
 * A kind of object as the API serves it.
 *
 * @param group "" for the core group
 * @param plural the name in URLs, such as {@code pods}
 * @param namespaced whether its objects are in namespaces
 * @param categories such as {@code all}
 * @param subresources such as {@code status}
 */
public record ResourceType(
    String group,
    String version,
    String kind,
    String plural,
    String singular,
    boolean namespaced,
    List<String> shortNames,
    List<String> categories,
    List<String> verbs,
    List<String> subresources) {

  private static final List<String> ALL_VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private ResourceType(
      String group, String version, String kind, String plural, boolean namespaced) {
    this(
        group,
        version,
        kind,
        plural,
        kind.toLowerCase(Locale.ROOT),
        namespaced,
        List.of(),
        List.of(),
        ALL_VERBS,
        List.of());
  }

  /** A namespaced type; all verbs, no subresources yet. */
  public static ResourceType namespaced(String group, String version, String kind, String plural) {
    return new ResourceType(group, version, kind, plural, true);
  }

  /** A cluster-scoped type; all verbs, no subresources yet. */
  public static ResourceType clusterWide(String group, String version, String kind, String plural) {
    return new ResourceType(group, version, kind, plural, false);
  }

  public ResourceType withSingular(String name) {
    return with(name, shortNames, categories, verbs, subresources);
  }

  public ResourceType withShortNames(String... names) {
    return with(singular, List.of(names), categories, verbs, subresources);
  }

  public ResourceType withCategories(String... names) {
    return with(singular, shortNames, List.of(names), verbs, subresources);
  }

  public ResourceType withVerbs(String... names) {
    return with(singular, shortNames, categories, List.of(names), subresources);
  }

  public ResourceType withSubresources(String... names) {
    return with(singular, shortNames, categories, verbs, List.of(names));
  }

  /** The same type with others of those parts that may be set. */
  private ResourceType with(
      String otherSingular,
      List<String> otherShortNames,
      List<String> otherCategories,
      List<String> otherVerbs,
      List<String> otherSubresources) {
    return new ResourceType(
        group,
        version,
        kind,
        plural,
        otherSingular,
        namespaced,
        otherShortNames,
        otherCategories,
        otherVerbs,
        otherSubresources);
  }

  /** {@code v1} or {@code apps/v1}. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** {@code pods} or {@code deployments.apps}, as in messages. */
  public String qualifiedPlural() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** The name under which its objects are stored; some are served in two groups. */
  public String storedPlural() {
    return group.equals("events.k8s.io") ? plural : qualifiedPlural();
  }
}
