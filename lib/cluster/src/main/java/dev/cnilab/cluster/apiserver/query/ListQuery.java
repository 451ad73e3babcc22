package dev.cnilab.cluster.apiserver.query;

import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.object.ResourceType;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of a list or a watch: {@code ListOptions} in a query.
 *
 * @param resourceVersion as it was sent; "" for the latest
 * @param match how to match it: {@code Exact}, {@code NotOlderThan} or ""
 * @param sendInitialEvents whether a watch begins with the existing objects
 * @param bookmarks whether a watch also sends bookmarks
 * @param limit the most objects; 0 or less for all
 * @param from the token of a list to continue, "" for a new one
 * @param timeout after which a watch ends, in wall time
 */
public record ListQuery(
    boolean watch,
    String resourceVersion,
    String match,
    Optional<Boolean> sendInitialEvents,
    boolean bookmarks,
    long limit,
    String from,
    Duration timeout) {
  private static final ResourceType KIND =
      ResourceType.clusterWide("meta.k8s.io", "v1", "ListOptions", "");
  private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(30);

  /** Longer than any client stays, and short enough to count in nanoseconds. */
  private static final long LONGEST_TIMEOUT = Duration.ofDays(7).toSeconds();

  /**
   * Reads the options of a query.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if a value can't be parsed, 422 if values
   *     contradict each other
   */
  public static ListQuery of(Query query) {
    long seconds = query.number("timeoutSeconds").orElse(0);
    ListQuery wanted =
        new ListQuery(
            query.isSet("watch"),
            query.text("resourceVersion"),
            query.text("resourceVersionMatch"),
            query.decision("sendInitialEvents"),
            query.isSet("allowWatchBookmarks"),
            query.number("limit").orElse(0),
            query.text("continue"),
            seconds == 0
                ? USUAL_TIMEOUT
                : Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_TIMEOUT)));
    var errors = ListRules.violations(wanted);
    if (!errors.isEmpty()) {
      throw InvalidObject.of(KIND, "", errors);
    }
    return wanted;
  }

  /** Whether a watch begins with the existing objects, requested or not. */
  public boolean beginsWithObjects() {
    return sendInitialEvents.orElse(watchedVersion() == 0);
  }

  /**
   * The version that a watch starts after.
   *
   * @throws dev.cnilab.cluster.client.ApiException 500 if it is invalid
   */
  public long watchedVersion() {
    return ResourceVersion.ofCached(resourceVersion);
  }

  /**
   * The version that the answer to a GET of one object must not be older than.
   *
   * @throws dev.cnilab.cluster.client.ApiException 500 if it is invalid
   */
  public static long versionOfOne(Query query) {
    return ResourceVersion.ofCached(query.text("resourceVersion"));
  }
}
