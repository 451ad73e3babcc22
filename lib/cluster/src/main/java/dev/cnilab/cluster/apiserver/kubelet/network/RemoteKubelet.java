package dev.cnilab.cluster.apiserver.kubelet.network;

import dev.cnilab.cluster.apiserver.kubelet.ContainerStream;
import dev.cnilab.cluster.apiserver.kubelet.ExecRequest;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.KubeletDialFailure;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.KubeletService;
import dev.cnilab.cluster.apiserver.kubelet.LogRequest;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.cluster.line.Line;
import dev.cnilab.cluster.line.Probing;
import dev.cnilab.cluster.line.ServerEnd;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** A kubelet at the other end of a connection. The kubelet serves each request there. */
final class RemoteKubelet implements KubeletEndpoint {
  /** The size of the header of a request and of an answer, in bytes. */
  private static final int HEAD = 250;

  /** Longer than anyone waits: by then a connection without answers has ended. */
  private static final Duration FOREVER = Duration.ofHours(1);

  private final EventLoop loop;
  private final Endpoint address;
  private final Credential credential;
  private final WaitQueue changed;
  private final List<RemoteSession> sessions = new ArrayList<>();
  private final Line<KubeletService> line;
  private final Consumer<RemoteKubelet> onEnd;

  private RemoteKubelet(
      Process process,
      Endpoint address,
      Handover<KubeletService> handover,
      Credential credential,
      Consumer<RemoteKubelet> onEnd) {
    this.onEnd = onEnd;
    this.loop = process.loop();
    this.address = address;
    this.credential = credential;
    this.changed = new WaitQueue(loop);
    this.line =
        Line.dial(
            new ProcessSockets(process), address, handover, Probing.KEEP_ALIVE, this::onChange);
  }

  /**
   * Opens a connection.
   *
   * @param process where it starts
   * @param onEnd called when it has ended
   */
  static RemoteKubelet dial(
      Process process,
      Endpoint address,
      Handover<KubeletService> handover,
      Credential credential,
      Consumer<RemoteKubelet> onEnd) {
    try {
      return new RemoteKubelet(process, address, handover, credential, onEnd);
    } catch (ErrnoException refused) {
      throw new KubeletDialFailure(address, GoNet.dial(address, refused));
    }
  }

  /** Waits until requests can be sent; in a task only. */
  void awaitStanding() {
    await(line::isStanding);
    line.onHangUp(this::endThere);
  }

  @Override
  public void requireReachable() {
    ask(
        HEAD,
        kubelet -> {
          kubelet.requireReachable();
          return "";
        });
  }

  @Override
  public void require(ContainerStream stream, String namespace, String pod, String container) {
    ask(
        HEAD,
        kubelet -> {
          kubelet.require(stream, namespace, pod, container);
          return "";
        });
  }

  @Override
  public ExecSession exec(ExecRequest request, StreamSink sink) {
    return stream(sink, (kubelet, carried) -> kubelet.exec(request, carried));
  }

  @Override
  public ExecSession attach(ExecRequest request, StreamSink sink) {
    return stream(sink, (kubelet, carried) -> kubelet.attach(request, carried));
  }

  @Override
  public ExecSession portForward(String namespace, String pod, int port, StreamSink sink) {
    return stream(sink, (kubelet, carried) -> kubelet.portForward(namespace, pod, port, carried));
  }

  @Override
  public ExecSession logs(LogRequest request, StreamSink sink) {
    return stream(sink, (kubelet, carried) -> kubelet.logs(request, carried));
  }

  @Override
  public HttpResponse answer(HttpRequest request) {
    return ask(
        HEAD + request.target().length() + request.body().length(),
        kubelet -> kubelet.answer(request));
  }

  /** Starts a stream at the kubelet. */
  private interface Opening {
    ExecSession open(KubeletEndpoint kubelet, StreamSink sink);
  }

  private ExecSession stream(StreamSink sink, Opening opening) {
    RemoteSession session = new RemoteSession(line, sink);
    sessions.removeIf(RemoteSession::isOver);
    sessions.add(session);
    // One whose caller has gone before the answer stays, so that the kubelet's end is ended, too.
    var unused = ask(HEAD, kubelet -> session.startedThere(opening.open(kubelet, session.sink())));
    return session;
  }

  /** Sends a request, has the kubelet answer it in a task of its own, and waits for the answer. */
  private <T> T ask(int length, Function<KubeletEndpoint, T> request) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    line.up()
        .send(
            length,
            () ->
                loop.spawn(
                    "kubelet " + address,
                    () -> {
                      CompletableFuture<T> there = completed(() -> request.apply(kubelet()));
                      line.down().send(HEAD + length(there), () -> arrived(there, answer));
                    }));
    await(answer::isDone);
    try {
      return answer.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw failed;
    }
  }

  private KubeletEndpoint kubelet() {
    ServerEnd<KubeletService> server = line.server();
    return server.service().client(credential, server.connection());
  }

  /** An action that returns a value or throws. */
  private interface Work<T> {
    T run();
  }

  private static <T> CompletableFuture<T> completed(Work<T> work) {
    try {
      return CompletableFuture.completedFuture(work.run());
    } catch (RuntimeException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  private static int length(CompletableFuture<?> answer) {
    return !answer.isCompletedExceptionally() && answer.join() instanceof HttpResponse response
        ? response.body().getBytes(StandardCharsets.UTF_8).length
        : 0;
  }

  private <T> void arrived(CompletableFuture<T> there, CompletableFuture<T> here) {
    var unused =
        there.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                here.complete(value);
              } else {
                here.completeExceptionally(failure);
              }
            });
    changed.wakeAll();
  }

  private void await(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      String end = line.end();
      if (end != null) {
        throw new KubeletDialFailure(address, end);
      }
      changed.await(FOREVER);
    }
  }

  private void onChange() {
    changed.wakeAll();
    loop.schedule(0, this::lookForEnd);
  }

  private void lookForEnd() {
    String end = line.end();
    if (end != null) {
      List.copyOf(sessions).forEach(session -> session.cut(end));
      onEnd.accept(this);
    }
  }

  /** Tells the kubelet's end that the caller has gone. */
  private void endThere() {
    List.copyOf(sessions).forEach(RemoteSession::endThere);
  }

  @Override
  public void close() {
    line.close();
  }
}
