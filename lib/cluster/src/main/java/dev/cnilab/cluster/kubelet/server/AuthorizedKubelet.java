package dev.cnilab.cluster.kubelet.server;

import dev.cnilab.cluster.apiserver.kubelet.ContainerStream;
import dev.cnilab.cluster.apiserver.kubelet.ExecRequest;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.KubeletProxyFailure;
import dev.cnilab.cluster.apiserver.kubelet.LogRequest;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.kubelet.server.access.AccessRefused;
import dev.cnilab.cluster.kubelet.server.access.DelegatedAuth;
import dev.cnilab.cluster.kubelet.server.access.Handlers;
import dev.cnilab.cluster.kubelet.server.access.NodeRequest;
import java.util.function.BooleanSupplier;

/**
 * A kubelet's service for one client, which may or may not be authorized.
 *
 * @param isGone whether the client has left
 * @param onClosed called when the kubelet closes a stream because its command has ended
 */
record AuthorizedKubelet(
    DelegatedAuth access,
    Handlers handlers,
    Credential caller,
    NodeStreams streams,
    KubeletApi api,
    BooleanSupplier isGone,
    Runnable onClosed)
    implements KubeletEndpoint {
  @Override
  public void requireReachable() {
    requireUpgrade();
    streams.requireReachable();
  }

  @Override
  public void require(ContainerStream stream, String namespace, String pod, String container) {
    requireUpgrade();
    streams.require(stream, namespace, pod, container);
  }

  @Override
  public ExecSession exec(ExecRequest request, StreamSink sink) {
    requireUpgrade();
    return streams.exec(request, new ClosingSink(sink, onClosed));
  }

  @Override
  public ExecSession attach(ExecRequest request, StreamSink sink) {
    requireUpgrade();
    return streams.attach(request, new ClosingSink(sink, onClosed));
  }

  @Override
  public ExecSession portForward(String namespace, String pod, int port, StreamSink sink) {
    requireUpgrade();
    return streams.portForward(namespace, pod, port, sink);
  }

  /** All streams are requested with a POST. */
  private void requireUpgrade() {
    try {
      require("POST", "/exec");
    } catch (AccessRefused refused) {
      throw new KubeletProxyFailure(String.valueOf(refused.getMessage()).strip());
    }
  }

  /** It must be allowed, and there must be a handler for it. */
  private void require(String method, String path) {
    access.require(caller, NodeRequest.of(method, path));
    handlers.require(path);
  }

  @Override
  public ExecSession logs(LogRequest request, StreamSink sink) {
    try {
      require("GET", "/containerLogs");
    } catch (AccessRefused refused) {
      throw new ApiException(status(refused, request.pod()));
    }
    return streams.logs(request, sink);
  }

  /** client-go's status for an answer that is none. */
  private static ApiStatus status(AccessRefused refused, String pod) {
    String said = String.valueOf(refused.getMessage()).strip();
    return switch (refused.code()) {
      case 401 -> ApiStatus.of(401, "Unauthorized", said);
      case 405 ->
          ApiStatus.of(
              405,
              "MethodNotAllowed",
              "the server does not allow this method on the requested resource ( pods/log "
                  + pod
                  + ")");
      case 403 -> ApiStatus.of(403, "Forbidden", said + " ( pods/log " + pod + ")");
      default ->
          ApiStatus.of(
              refused.code(),
              "InternalError",
              "an error on the server (\""
                  + said
                  + "\") has prevented the request from succeeding ( pods/log "
                  + pod
                  + ")");
    };
  }

  @Override
  public HttpResponse answer(HttpRequest request) {
    if (!KubeletApi.knows(request)) {
      return HttpResponse.notFound();
    }
    try {
      require(request.method(), request.path());
    } catch (AccessRefused refused) {
      return KubeletApi.text(refused.code(), String.valueOf(refused.getMessage()));
    }
    return api.answer(request, isGone);
  }
}
