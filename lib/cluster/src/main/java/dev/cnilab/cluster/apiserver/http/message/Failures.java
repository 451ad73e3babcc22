package dev.cnilab.cluster.apiserver.http.message;

import dev.cnilab.cluster.apiserver.connection.intake.IncomingBody;
import dev.cnilab.cluster.apiserver.connection.intake.TooManyRequestsException;
import dev.cnilab.cluster.apiserver.kubelet.KubeletDialFailure;
import dev.cnilab.cluster.apiserver.kubelet.KubeletProxyFailure;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.netsim.loop.LoopEndedException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** What a client is told about a failed request. */
public final class Failures {
  private Failures() {}

  /** Whether the kubelet, or the network to it, caused the failure: it is not a defect here. */
  public static boolean isOfKubelet(RuntimeException failure) {
    return failure instanceof KubeletDialFailure || failure instanceof KubeletProxyFailure;
  }

  /** Whether the request may be sent again, as there was no room for it. */
  public static boolean isOfTooManyRequests(Throwable failure) {
    return failure instanceof TooManyRequestsException
        || (failure instanceof CompletionException wrapped
            && wrapped.getCause() instanceof TooManyRequestsException);
  }

  public static ApiStatus status(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapped when wrapped.getCause() != null ->
          status(wrapped.getCause());
      case ApiException refused -> refused.status();
      case IncomingBody.TooLargeException tooLarge ->
          ApiErrors.requestEntityTooLarge(RequestBody.LARGEST).status();
      case TimeoutException late ->
          ApiErrors.timeout("request did not complete within the allotted timeout", 0).status();
      case LoopEndedException over ->
          ApiErrors.serviceUnavailable(String.valueOf(over.getMessage())).status();
      case IllegalArgumentException malformed ->
          ApiErrors.badRequest(String.valueOf(malformed.getMessage())).status();
      case KubeletDialFailure unreached ->
          ApiErrors.internal("error dialing backend: " + unreached.getMessage()).status();
      case KubeletProxyFailure unreachable ->
          ApiErrors.internal(String.valueOf(unreachable.getMessage())).status();
      case IOException broken -> ApiErrors.badRequest(broken.toString()).status();
      default -> ApiErrors.internal(failure.toString()).status();
    };
  }
}
