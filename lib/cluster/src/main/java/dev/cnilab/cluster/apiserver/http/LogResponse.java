package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.connection.Framing;
import dev.cnilab.cluster.apiserver.connection.Hangup;
import dev.cnilab.cluster.apiserver.connection.ResponseStream;
import dev.cnilab.cluster.apiserver.connection.limit.Backlog;
import dev.cnilab.cluster.apiserver.connection.stream.OpenStream;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.KubeletDialFailure;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.LogRequest;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.apiserver.registry.ServerEgress;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Sends a container's log as text, to its end or until the client disconnects. */
final class LogResponse implements StreamSink, OpenStream {
  private final ServerEgress egress;
  private final Executor writers;
  private final Response response;
  private final Backlog backlog;
  private final ResponseStream stream;
  private Optional<KubeletEndpoint> kubelet = Optional.empty();
  private Optional<ExecSession> session = Optional.empty();
  private boolean stopped;

  private LogResponse(
      ServerEgress egress,
      Executor writers,
      Response response,
      Framing framing,
      Callback callback) {
    this.egress = egress;
    this.writers = writers;
    this.response = response;
    this.backlog = new Backlog(egress.loop());
    this.stream =
        new ResponseStream(
            response, callback, framing, backlog, () -> egress.loop().execute(this::stop));
  }

  /** Answers a request. From any thread. */
  static void start(
      ServerEgress egress,
      Executor writers,
      Reply.Log log,
      Request request,
      Response response,
      Callback callback) {
    boolean lasts = log.request().follow();
    Framing framing = lasts ? Framing.ofPieces(request) : Framing.JETTY;
    LogResponse started = new LogResponse(egress, writers, response, framing, callback);
    egress
        .loop()
        .submit(
            () -> {
              if (lasts) {
                // Announced, as the next request often follows at once.
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
                Hangup.listen(request, response, started.stream::abort);
              } else {
                Hangup.allowPauses(request);
              }
              started.begin(log);
              return started;
            })
        .exceptionally(
            failure -> {
              started.stream.abort();
              return null;
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
    writers.execute(stream::flush);
  }

  @Override
  public void stderr(byte[] bytes) {
    stdout(bytes);
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
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
    if (log.node().isEmpty()) {
      stream.end();
      return;
    }
    egress.streams().began(this);
    var unused =
        NetworkWork.start(
            egress.loop(),
            "logs",
            () -> {
              open(log);
              return log;
            });
  }

  private void open(Reply.Log log) {
    try {
      KubeletEndpoint opened = egress.kubelets().connect(log.node());
      kubelet = Optional.of(opened);
      session = Optional.of(opened.logs(log.request(), this));
    } catch (ApiException refused) {
      refuse(refused.status());
    } catch (KubeletDialFailure unreached) {
      refuse(ApiStatus.of(500, "", unreached.get(path(log))));
    } catch (RuntimeException defect) {
      egress.loop().report(defect);
      refuse(ApiErrors.internal(defect.toString()).status());
    } finally {
      if (stopped) { // the client has left
        stop();
      }
    }
  }

  private static String path(Reply.Log log) {
    LogRequest asked = log.request();
    return "/containerLogs/%s/%s/%s%s"
        .formatted(asked.namespace(), asked.pod(), asked.container(), log.query());
  }

  /** The API server takes the end of a kubelet's answer for the end of the log. */
  @Override
  public void cut(String why) {
    stream.end();
  }

  @Override
  public void cutOff() {
    stream.abort();
  }

  private void refuse(ApiStatus status) {
    response.setStatus(status.code());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    stream.write(status.toObject().toString().getBytes(StandardCharsets.UTF_8));
    stream.end();
  }

  private void stop() {
    stopped = true;
    egress.streams().ended(this);
    session.ifPresent(ExecSession::close);
    kubelet.ifPresent(KubeletEndpoint::close);
  }
}
