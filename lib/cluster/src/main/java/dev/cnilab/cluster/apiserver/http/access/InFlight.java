package dev.cnilab.cluster.apiserver.http.access;

import dev.cnilab.cluster.apiserver.connection.intake.Seats;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.http.rest.path.ResourcePath;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests need a seat, as apiserver's {@code filters/maxinflight.go} decides: all but those
 * of {@code system:masters} and those that may last for as long as the client likes.
 */
public final class InFlight {
  private static final Set<String> LONG = Set.of("attach", "exec", "proxy", "log", "portforward");

  private static final Set<String> READS = Set.of("GET", "HEAD");

  private InFlight() {}

  /**
   * Gives a request the seat that it needs.
   *
   * @throws dev.cnilab.cluster.apiserver.connection.intake.TooManyRequestsException if none is free
   */
  public static void enter(RestRequest request, Seats.Guest guest) {
    if (request.user().isMaster() || isLongRunning(request)) {
      return;
    }
    if (READS.contains(request.method())) {
      guest.read();
    } else {
      guest.mutate();
    }
  }

  private static boolean isLongRunning(RestRequest request) {
    Optional<ResourcePath> path = ResourcePath.of(request.path());
    return path.isPresent()
        && (LONG.contains(path.get().subresource())
            || (READS.contains(request.method()) && request.isSet("watch")));
  }
}
