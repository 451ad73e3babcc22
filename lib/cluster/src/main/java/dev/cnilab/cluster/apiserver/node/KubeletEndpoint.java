package dev.cnilab.cluster.apiserver.node;

import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;

/**
 * What a kubelet does for somebody who has reached it. In a task only; what is sent to a sink comes
 * on the loop. What fails before a stream begins is thrown as {@link
 * dev.cnilab.cluster.client.ApiException} with the kubelet's text (such as 404 "container not found
 * (\"x\")"), or as {@link UnreachableKubelet}; what fails after that is told by {@link
 * StreamSink#fail}.
 */
public interface KubeletEndpoint extends AutoCloseable {
  /**
   * Makes sure that a stream can begin, before the client is told that one does.
   *
   * @throws UnreachableKubelet if the kubelet's runtime does not answer, with its text
   */
  void requireReachable();

  /**
   * The same for one of a container's streams.
   *
   * @throws UnreachableKubelet if it is not running, with the kubelet's text
   */
  void requireRunning(String namespace, String pod, String container);

  /** Starts a command in a running container. */
  ExecSession exec(ExecRequest request, StreamSink sink);

  /** Connects to the main process of a running container; {@code request.command()} is empty. */
  ExecSession attach(ExecRequest request, StreamSink sink);

  /** Connects to a port of a pod that runs, as seen from inside of it. */
  ExecSession portForward(String namespace, String pod, int port, StreamSink sink);

  /**
   * Sends a container's log to {@link StreamSink#stdout}, then ends with status 0; with {@code
   * follow} not before the container does. Closing the session ends it early.
   */
  ExecSession logs(LogRequest request, StreamSink sink);

  /** What it answers to a request of HTTP, a refusal included. */
  HttpResponse answer(HttpRequest request);

  /** Ends all that was begun here. */
  @Override
  default void close() {}
}
