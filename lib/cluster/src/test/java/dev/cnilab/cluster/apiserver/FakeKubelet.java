package dev.cnilab.cluster.apiserver;

import dev.cnilab.cluster.apiserver.kubelet.ContainerStream;
import dev.cnilab.cluster.apiserver.kubelet.ExecRequest;
import dev.cnilab.cluster.apiserver.kubelet.ExecSession;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.LogRequest;
import dev.cnilab.cluster.apiserver.kubelet.StreamSink;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * Speaks the streams' protocol without any containers: {@code echo} and {@code false} do what they
 * do, {@code cat} copies its input, {@code size} prints the terminal's size, all other commands are
 * not found. A port copies what it gets.
 */
final class FakeKubelet implements KubeletEndpoint {
  @Override
  public void requireReachable() {
    // It always is.
  }

  @Override
  public void require(ContainerStream stream, String namespace, String pod, String container) {
    // It always is.
  }

  @Override
  public ExecSession exec(ExecRequest request, StreamSink sink) {
    switch (request.command().getFirst()) {
      case "echo" -> {
        sink.stdout(
            bytes(String.join(" ", request.command().subList(1, request.command().size())) + "\n"));
        sink.stderr(bytes("a remark\n"));
        sink.exit(0);
      }
      case "exit" -> sink.exit(Integer.parseInt(request.command().get(1)));
      case "cat", "size" -> {}
      default ->
          sink.fail(
              "failed to exec in container: failed to start exec: exec: \""
                  + request.command().getFirst()
                  + "\": executable file not found in $PATH");
    }
    return new Copy(sink);
  }

  @Override
  public ExecSession attach(ExecRequest request, StreamSink sink) {
    sink.stdout(bytes("attached to " + request.container() + "\n"));
    sink.exit(0);
    return new Copy(sink);
  }

  @Override
  public ExecSession portForward(String namespace, String pod, int port, StreamSink sink) {
    return new Copy(sink);
  }

  @Override
  public ExecSession logs(LogRequest request, StreamSink sink) {
    sink.stdout(bytes("tail " + request.tailLines() + " previous " + request.previous() + "\n"));
    sink.exit(0);
    return new Copy(sink);
  }

  @Override
  public HttpResponse answer(HttpRequest request) {
    return HttpResponse.notFound();
  }

  private record Copy(StreamSink sink) implements ExecSession {
    @Override
    public void stdin(byte[] bytes, Runnable taken) {
      sink.stdout(bytes);
      taken.run();
    }

    @Override
    public void closeStdin() {
      sink.exit(0);
    }

    @Override
    public void resize(int columns, int rows) {
      sink.stdout(bytes(columns + " x " + rows));
      sink.exit(0);
    }

    @Override
    public void close() {}
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
