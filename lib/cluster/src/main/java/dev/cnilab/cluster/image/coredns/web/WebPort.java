package dev.cnilab.cluster.image.coredns.web;

import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a plugin answers HTTP. It stays the same place when the Corefile is reloaded.
 *
 * @param text as it is written
 */
record WebPort(String text, Ipv4Address address, int port) {
  static final String PLAIN = "text/plain; charset=utf-8";

  /** The place in a directive's first argument, {@code ADDRESS:PORT}. */
  static WebPort of(Directive directive, String otherwise) throws CorefileException {
    List<String> arguments = directive.arguments();
    if (arguments.size() > 1) {
      throw directive.wrongArguments(directive.line(), arguments.getLast());
    }
    String text = arguments.isEmpty() ? otherwise : arguments.getFirst();
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 0 || !port.matches("\\d{1,5}")) {
      throw directive.refusal("address " + text + ": missing port in address");
    }
    String host = text.substring(0, colon);
    Optional<Ipv4Address> address =
        switch (host) {
          case "" -> Optional.of(Ipv4Address.ANY);
          case "localhost" -> Optional.of(Ipv4Address.LOOPBACK);
          default -> Ipv4Address.read(host);
        };
    return new WebPort(
        text,
        address.orElseThrow(
            () -> directive.refusal("listen tcp: lookup " + host + ": no such host")),
        Integer.parseInt(port));
  }

  void serve(PluginHost host, Function<HttpRequest, HttpResponse> service) {
    host.onStart(
        () -> {
          try {
            host.onStop(HttpServer.listen(host.process(), address, port, "", service)::close);
          } catch (ErrnoException taken) {
            host.process().err().println(GoNet.listen(text, taken));
            host.process().end(1);
          }
        });
  }

  static HttpResponse notFound() {
    return HttpResponse.notFound();
  }
}
