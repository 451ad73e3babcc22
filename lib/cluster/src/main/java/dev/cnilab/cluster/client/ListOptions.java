package dev.cnilab.cluster.client;

/**
 * Which objects to list or watch.
 *
 * @param labelSelector in the syntax of {@code kubectl -l}, "" for all
 * @param fieldSelector in the syntax of {@code kubectl --field-selector}, "" for all
 * @param resourceVersion a watch starts after this version; "" to begin with the existing objects
 */
public record ListOptions(String labelSelector, String fieldSelector, String resourceVersion) {
  private static final ListOptions EVERYTHING = new ListOptions("", "", "");

  public static ListOptions everything() {
    return EVERYTHING;
  }

  public static ListOptions labels(String selector) {
    return new ListOptions(selector, "", "");
  }

  public static ListOptions fields(String selector) {
    return new ListOptions("", selector, "");
  }
}
