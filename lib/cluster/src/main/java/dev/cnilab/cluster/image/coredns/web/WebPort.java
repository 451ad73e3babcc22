package dev.cnilab.cluster.image.coredns.web;

import dev.cnilab.cluster.image.coredns.chain.Host;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.log.GoNet;
import dev.cnilab.netsim.errno.ErrnoException;
import java.util.List;
import java.util.function.Function;

/** A port on which a plugin answers HTTP. It stays the same port when the Corefile is reloaded. */
final class WebPort {
  static final String PLAIN = "text/plain; charset=utf-8";

  private WebPort() {}

  /** The port of a directive's first argument, {@code ADDRESS:PORT}. */
  static int of(Directive directive, int otherwise) throws CorefileException {
    List<String> arguments = directive.arguments();
    if (arguments.size() > 1) {
      throw directive.wrongArguments(directive.line(), arguments.getLast());
    }
    if (arguments.isEmpty()) {
      return otherwise;
    }
    String port = arguments.getFirst().replaceFirst(".*:", "");
    if (!port.matches("\\d{1,5}")) {
      throw directive.refusal("address " + arguments.getFirst() + ": missing port in address");
    }
    return Integer.parseInt(port);
  }

  static void serve(Host host, int port, Function<HttpRequest, HttpResponse> service) {
    host.onStart(
        () -> {
          try {
            host.onStop(HttpServer.listen(host.process(), port, "", service)::close);
          } catch (ErrnoException taken) {
            host.process().err().println(GoNet.listen(":" + port, taken));
            host.process().end(1);
          }
        });
  }

  static HttpResponse notFound() {
    return HttpResponse.notFound();
  }
}
