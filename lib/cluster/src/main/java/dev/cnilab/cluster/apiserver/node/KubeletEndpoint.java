package dev.cnilab.cluster.apiserver.node;

/**
 * The part of a kubelet that serves the API server. All calls in both directions happen on the
 * loop. What fails before a stream begins is thrown as {@link
 * dev.cnilab.cluster.client.ApiException} with the kubelet's text (such as 404 "container not found
 * (\"x\")"); what fails after that is told by {@link StreamSink#fail}.
 */
public interface KubeletEndpoint {
  /**
   * Makes sure that a stream can begin, before the client is told that one does.
   *
   * @throws dev.cnilab.cluster.client.ApiException if the kubelet has ended, or its runtime does
   *     not answer
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
}
