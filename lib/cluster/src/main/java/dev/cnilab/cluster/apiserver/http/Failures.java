package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.connection.IncomingBody;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.netsim.loop.LoopEndedException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** What a client is told of what went wrong with its request. */
final class Failures {
  private Failures() {}

  static ApiStatus status(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapped when wrapped.getCause() != null ->
          status(wrapped.getCause());
      case ApiException refused -> refused.status();
      case IncomingBody.TooLargeException tooLarge ->
          ApiErrors.requestEntityTooLarge(RequestHandling.LARGEST_BODY).status();
      case TimeoutException late ->
          ApiErrors.timeout("request did not complete within the allotted timeout", 0).status();
      case LoopEndedException over ->
          ApiErrors.serviceUnavailable(String.valueOf(over.getMessage())).status();
      case IllegalArgumentException malformed ->
          ApiErrors.badRequest(String.valueOf(malformed.getMessage())).status();
      case IOException broken -> ApiErrors.badRequest(broken.toString()).status();
      default -> ApiErrors.internal(failure.toString()).status();
    };
  }
}
