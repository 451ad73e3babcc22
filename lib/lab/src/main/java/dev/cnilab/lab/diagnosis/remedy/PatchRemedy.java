package dev.cnilab.lab.diagnosis.remedy;

/** The command that gives an object's fields other values. */
public final class PatchRemedy {

  private PatchRemedy() {}

  /**
   * A merge patch (RFC 7386).
   *
   * @param object {@code KIND NAME}, or {@code KIND NAMESPACE/NAME}
   * @param json without single quotes
   */
  public static String merge(String object, String json) {
    return of(object, "merge", json);
  }

  /** A patch that says what to do at which place (RFC 6902); as {@link #merge}. */
  public static String json(String object, String json) {
    return of(object, "json", json);
  }

  private static String of(String object, String type, String json) {
    String kind = object.replaceFirst(" .*", "");
    String name = object.replaceFirst("^\\S+ ", "");
    String namespace = name.contains("/") ? "-n " + name.replaceFirst("/.*", "") + " " : "";
    return "kubectl %spatch %s %s --type %s -p '%s'"
        .formatted(namespace, kind, name.replaceFirst(".*/", ""), type, json);
  }
}
