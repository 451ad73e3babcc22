package dev.cnilab.cluster.image.coredns.web;

import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.image.http.HttpResponse;

/** {@code ready}: succeeds once every plugin is ready. */
public final class ReadyPlugin {
  private static final String PLACE = ":8181";

  private ReadyPlugin() {}

  public static Handler setUp(Directive directive, PluginHost host, Handler next)
      throws CorefileException {
    WebPort.of(directive, PLACE)
        .serve(
            host, request -> request.path().equals("/ready") ? answer(host) : WebPort.notFound());
    return next;
  }

  private static HttpResponse answer(PluginHost host) {
    if (host.unready().isEmpty()) {
      return HttpResponse.ok(WebPort.PLAIN, "OK");
    }
    String missing = String.join(",", host.unready());
    host.log("INFO", "ready", "Plugins not ready: \"" + missing + "\"");
    return new HttpResponse(503, "Service Unavailable", WebPort.PLAIN, missing);
  }
}
