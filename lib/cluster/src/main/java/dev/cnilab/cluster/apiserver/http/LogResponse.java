package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.node.ExecSession;
import dev.cnilab.cluster.apiserver.node.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.node.StreamSink;
import dev.cnilab.cluster.apiserver.outage.Streams;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.client.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A container's log as text, to its end or as long as the client listens. */
final class LogResponse implements StreamSink, Streams.Open {
  private final ApiCore core;
  private final Backlog backlog;
  private final ResponseStream stream;
  private Optional<ExecSession> session = Optional.empty();

  private LogResponse(ApiCore core, Response response, Callback callback) {
    this.core = core;
    this.backlog = new Backlog(core.loop());
    this.stream =
        new ResponseStream(response, callback, backlog, () -> core.loop().execute(this::stop));
  }

  static void start(ApiCore core, Reply.Log log, Response response, Callback callback) {
    LogResponse started = new LogResponse(core, response, callback);
    core.loop()
        .execute(
            () -> {
              try {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
                started.begin(log);
              } catch (ApiException refused) {
                response.setStatus(refused.status().code());
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
                started.stream.write(
                    refused.status().toObject().toString().getBytes(StandardCharsets.UTF_8));
                started.stream.end();
              }
            });
  }

  @Override
  public boolean hasRoom() {
    return backlog.hasRoom();
  }

  @Override
  public void onRoom(Runnable listener) {
    backlog.onRoom(listener);
  }

  @Override
  public void stdout(byte[] bytes) {
    stream.write(bytes);
  }

  @Override
  public void stderr(byte[] bytes) {
    stream.write(bytes);
  }

  @Override
  public void exit(int status) {
    stream.end();
  }

  @Override
  public void fail(String message) {
    stream.write((message + "\n").getBytes(StandardCharsets.UTF_8));
    stream.end();
  }

  private void begin(Reply.Log log) {
    KubeletEndpoint kubelet = core.kubelets().get(log.node());
    if (kubelet == null) {
      stream.end();
    } else {
      core.streams().began(this);
      session = Optional.of(kubelet.logs(log.request(), this));
    }
  }

  @Override
  public void cutOff() {
    stream.abort("the cluster was reset");
  }

  private void stop() {
    core.streams().ended(this);
    session.ifPresent(ExecSession::close);
  }
}
