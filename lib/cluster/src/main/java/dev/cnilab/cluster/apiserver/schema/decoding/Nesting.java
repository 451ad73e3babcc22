package dev.cnilab.cluster.apiserver.schema.decoding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiErrors;

/**
 * How deep objects may be nested. Most code walks them recursively, and indented text grows with
 * the square of the depth; Go's decoder stops at 10,000 levels, with a larger stack.
 */
public final class Nesting {
  /** The deepest that is accepted, in objects and lists that contain each other. */
  public static final int MOST = 500;

  private Nesting() {}

  /**
   * Returns the tree.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if it is nested too deeply
   */
  public static <T extends JsonNode> T requireShallow(T tree) {
    if (exceeds(tree, MOST)) {
      throw ApiErrors.badRequest(
          "json parse error: exceeded max depth: objects are nested in more than "
              + MOST
              + " levels");
    }
    return tree;
  }

  private static boolean exceeds(JsonNode tree, int levels) {
    if (!tree.isContainerNode()) {
      return false;
    }
    if (levels == 0) {
      return true;
    }
    for (JsonNode child : tree) {
      if (exceeds(child, levels - 1)) {
        return true;
      }
    }
    return false;
  }
}
