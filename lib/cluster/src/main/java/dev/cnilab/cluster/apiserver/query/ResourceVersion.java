package dev.cnilab.cluster.apiserver.query;

import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.log.GoInteger;
import dev.cnilab.cluster.log.GoText;
import java.util.function.Function;

/** The version that a request asks for; 0 for any, as in {@code ParseResourceVersion}. */
final class ResourceVersion {
  private ResourceVersion() {}

  /** For a list: an invalid one is the client's mistake. */
  static long ofList(String text) {
    return parse(text, why -> ApiErrors.badRequest("invalid resource version: " + why));
  }

  /**
   * For one object, or for a watch. There kube-apiserver does not turn the same error into a {@code
   * Status} of its own, so it becomes a 500 without a reason.
   */
  static long ofCached(String text) {
    return parse(text, why -> new ApiException(ApiStatus.of(500, "", why)));
  }

  private static long parse(String text, Function<String, ApiException> refusal) {
    try {
      return text.isEmpty() ? 0 : GoInteger.parseUnsigned(text);
    } catch (NumberFormatException unreadable) {
      throw refusal.apply(
          "resourceVersion: Invalid value: " + GoText.quote(text) + ": " + unreadable.getMessage());
    }
  }
}
