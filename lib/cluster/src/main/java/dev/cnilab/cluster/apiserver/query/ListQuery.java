package dev.cnilab.cluster.apiserver.query;

import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.object.ResourceType;
import java.time.Duration;
import java.util.Optional;

/**
 * What a list or a watch is to be like: the {@code ListOptions} of a query.
 *
 * @param resourceVersion as it was sent; "" for the latest
 * @param match how that is meant: {@code Exact}, {@code NotOlderThan} or ""
 * @param sendInitialEvents whether a watch begins with the objects that there are
 * @param bookmarks whether a watch also tells how far it has come
 * @param limit the most objects; 0 or less for all
 * @param from the token of the list that goes on, "" for a new one
 * @param timeout after which a watch ends, of wall time
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

  /** Longer than any client stays, and short enough to be counted in nanoseconds. */
  private static final long LONGEST_TIMEOUT = Duration.ofDays(7).toSeconds();

  /**
   * Reads the options of a query.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if a value can't be read, 422 if values
   *     can't be as they are together
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

  /** Whether a watch begins with the objects that there are, asked to or not. */
  public boolean beginsWithObjects() {
    return sendInitialEvents.orElse(watchedVersion() == 0);
  }

  /**
   * The version that a watch starts after.
   *
   * @throws dev.cnilab.cluster.client.ApiException 500 if it is none
   */
  public long watchedVersion() {
    return ResourceVersion.ofCached(resourceVersion);
  }

  /**
   * The version that the answer to a GET of one object must not be older than.
   *
   * @throws dev.cnilab.cluster.client.ApiException 500 if it is none
   */
  public static long versionOfOne(Query query) {
    return ResourceVersion.ofCached(query.text("resourceVersion"));
  }
}
