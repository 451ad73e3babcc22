package dev.cnilab.cluster.image.coredns.web;

import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.log.GoDuration;

/** {@code health}: a running server is healthy, even for a while after the signal to end. */
public final class HealthPlugin {
  private static final String PLACE = ":8080";

  private HealthPlugin() {}

  public static Handler setUp(Directive directive, PluginHost host, Handler next)
      throws CorefileException {
    WebPort port = WebPort.of(directive, PLACE);
    for (Directive.Property property : directive.properties()) {
      if (!property.name().equals("lameduck")) {
        throw directive.wrongArguments(property.line(), property.name());
      }
      if (property.arguments().size() != 1) {
        throw directive.wrongArguments(property.line(), "lameduck");
      }
      host.lameDuck(
          GoDuration.parse(property.arguments().getFirst())
              .orElseThrow(
                  () ->
                      directive.refusal(
                          "invalid lameduck duration: " + property.arguments().getFirst())));
    }
    port.serve(
        host,
        request ->
            request.path().equals("/health")
                ? HttpResponse.ok(WebPort.PLAIN, "OK")
                : WebPort.notFound());
    return next;
  }
}
