package dev.cnilab.cluster.apiserver.kubelet;

import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.netsim.kernel.ErrnoException;

/**
 * What a kubelet does for a client that has reached it. In a task only; sinks are called on the
 * loop. What fails before a stream begins is thrown as {@link
 * dev.cnilab.cluster.client.ApiException} with the kubelet's text (such as 404 "container not found
 * (\"x\")"), or as {@link KubeletProxyFailure}; later failures go to {@link StreamSink#fail}.
 */
public interface KubeletEndpoint extends AutoCloseable {
  /**
   * Checks that a stream can begin, before the client is told that one does.
   *
   * @throws KubeletProxyFailure if the kubelet's runtime does not answer, with its text
   */
  void requireReachable();

  /**
   * The same check for a stream of a container.
   *
   * @throws KubeletProxyFailure if the container is not running, with the kubelet's text for that
   *     stream
   */
  void require(ContainerStream stream, String namespace, String pod, String container);

  /** Starts a command in a running container. */
  ExecSession exec(ExecRequest request, StreamSink sink);

  /** Connects to the main process of a running container; {@code request.command()} is empty. */
  ExecSession attach(ExecRequest request, StreamSink sink);

  /** Connects to a port of a running pod, from inside its network. */
  ExecSession portForward(String namespace, String pod, int port, StreamSink sink);

  /**
   * Sends a container's log to {@link StreamSink#stdout}, then ends with status 0; with {@code
   * follow} only when the container has ended. Closing the session ends it early.
   */
  ExecSession logs(LogRequest request, StreamSink sink);

  /**
   * Answers an HTTP request; a refusal is an answer too.
   *
   * @throws ErrnoException if the kubelet closes the connection without an answer
   */
  HttpResponse answer(HttpRequest request);

  /** Ends everything started through this endpoint. */
  @Override
  default void close() {}
}
